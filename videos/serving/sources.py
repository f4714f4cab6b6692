"""Which file an address means, and whether it may be read now."""

import hashlib
import re
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import close_old_connections
from django.db.models import Exists, QuerySet
from django.utils.http import content_disposition_header

from cms.core.models import NewsroomDocument
from cms.core.storage import RemoteStorage
from cms.delivery.models import Audience, DocumentDependency, DocumentStatus
from videos import links
from videos.audio_tracks import audio_tracks
from videos.conf import video_settings
from videos.derivative_choices import PRIVATE_PURPOSES
from videos.models import Rendition, Track, VideoAsset
from videos.models.rendition import RENDITIONS_FOLDER
from videos.serving.files import ServedFile
from videos.serving.playlists import asset_playlist
from videos.tracks.files import CONTENT_TYPES, PLAYLIST, as_file, track_file
from videos.tracks.hls import subtitle_entries, track_playlist

UUID_PATTERN = r"(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
SIGNED_PATH = re.compile(
    r"/media/signed/(?P<token>[0-9a-z]{1,9}-[A-Za-z0-9_-]{43})(?P<rest>/.+)", re.DOTALL
)
MASTER_PATH = re.compile(rf"/{RENDITIONS_FOLDER}/{UUID_PATTERN}/{re.escape(links.MASTER_PLAYLIST)}")
RENDITION_PATH = re.compile(
    rf"/(?P<name>{RENDITIONS_FOLDER}/{UUID_PATTERN}/[0-9a-f]{{32}}/[A-Za-z0-9._-]{{1,60}})"
)
TRACK_PATH = re.compile(rf"/tracks/{UUID_PATTERN}\.(?P<extension>vtt|srt|hls\.vtt|m3u8)")
DOCUMENT_PATH = re.compile(rf"/media/documents/{UUID_PATTERN}/[^/]+")
ROOT = "/media"
# Small texts, with addresses in them that are relative to ours.
PASSED_ON = ("application/vnd.apple.mpegurl", "text/vtt", "application/json")


def find_file(path: str, query: str) -> ServedFile | None:
    """Return the file behind a path, or None when there is none that this reader may see.

    ``query`` decides nothing.
    """
    if match := DOCUMENT_PATH.fullmatch(path):
        return _document(match["uuid"])
    if match := SIGNED_PATH.fullmatch(path):
        return _of_asset(match["rest"], token=match["token"])
    return _of_asset(path.removeprefix(ROOT), token="") if path.startswith(ROOT) else None


def _of_asset(path: str, *, token: str) -> ServedFile | None:
    """Return what belongs to an asset, when it is public or the token is the asset's."""
    if match := RENDITION_PATH.fullmatch(path):
        return _rendition(UUID(match["uuid"]), match["name"], token=token)
    if match := MASTER_PATH.fullmatch(path):
        return _master_playlist(UUID(match["uuid"]), token=token)
    if match := TRACK_PATH.fullmatch(path):
        return _track(UUID(match["uuid"]), match["extension"], token=token)
    return None


def find_file_in_thread(path: str, query: str) -> ServedFile | None:
    """Do the same on a connection that the calling thread keeps between requests."""
    close_old_connections()
    try:
        return find_file(path, query)
    finally:
        close_old_connections()


def _rendition(asset: UUID, name: str, *, token: str) -> ServedFile | None:
    if not _is_open(asset, token):
        return None
    rendition = Rendition.objects.filter(file=name).exclude(purpose__in=PRIVATE_PURPOSES).first()
    if rendition is None:
        return None
    return _stored(
        rendition.file,
        size_bytes=rendition.size_bytes,
        content_type=rendition.content_type,
        etag=f'"{rendition.sha256}"',
        disposition="inline",
        is_public=not token,
    )


def _stored(
    name: str, *, size_bytes: int, content_type: str, disposition: str, **facts: Any
) -> ServedFile:
    """Return a file of the public storage: on a disk, or with an address in a remote store."""
    facts |= {"content_type": content_type, "disposition": disposition}
    if not isinstance(default_storage, RemoteStorage):
        return ServedFile(path=Path(default_storage.path(name)), **facts)
    if content_type in PASSED_ON:
        with default_storage.open(name) as file:
            return ServedFile(content=file.read(), **facts)
    address = default_storage.signed_url(
        name,
        seconds=video_settings().STORE_LINK_SECONDS,
        headers={"Content-Type": content_type, "Content-Disposition": disposition},
    )
    return ServedFile(address=address, size_bytes=size_bytes, **facts)


def _master_playlist(uuid: UUID, *, token: str) -> ServedFile | None:
    if not _is_open(uuid, token):
        return None
    asset = VideoAsset.objects.filter(uuid=uuid).prefetch_related("renditions").first()
    if asset is None:
        return None
    asset_links = links.Links(uuid, token)
    text = asset_playlist(
        asset.renditions.all(), subtitle_entries(asset, asset_links), audio_tracks(asset)
    )
    if text is None:
        return None
    file = as_file(text)
    return ServedFile(
        content=file.content,
        content_type=CONTENT_TYPES[PLAYLIST],
        etag=file.etag,
        disposition="inline",
        is_public=not token,
    )


def _track(uuid: UUID, extension: str, *, token: str) -> ServedFile | None:
    track = Track.objects.filter(uuid=uuid).select_related("asset").first()
    if track is None or not (track.is_published or token):
        return None
    if not _is_open(track.asset.uuid, token):
        return None
    if extension == PLAYLIST:
        file = as_file(track_playlist(track))
    else:
        file = track_file(track.webvtt, extension)
    return ServedFile(
        content=file.content,
        content_type=CONTENT_TYPES[extension],
        etag=file.etag,
        disposition="inline",
        is_public=not token,
    )


def _is_open(asset: UUID, token: str) -> bool:
    """Return whether the reader may see the asset: by its token, or because everybody may."""
    return links.is_signed(token, asset) if token else _shown(f"asset:{asset}").exists()


def _document(uuid: str) -> ServedFile | None:
    document = (
        NewsroomDocument.objects.filter(uuid=uuid)
        .annotate(is_shown=Exists(_shown(f"document:{uuid}")))
        .select_related("collection")
        .first()
    )
    if document is None or not document.is_shown:
        return None
    if document.collection.get_view_restrictions().exists():
        return None
    return _stored(
        document.file.name,
        size_bytes=document.file_size or 0,
        content_type=document.content_type,
        etag=f'"{document.file_hash or _fingerprint(document)}"',
        disposition=content_disposition_header(True, document.filename) or "attachment",
        is_public=True,
    )


def _shown(key: str) -> QuerySet[DocumentDependency]:
    """Return what makes a file public: usable public documents that show it."""
    return DocumentDependency.objects.filter(
        key=key,
        document__audience=Audience.PUBLIC,
        document__status=DocumentStatus.USABLE,
    )


def _fingerprint(document: NewsroomDocument) -> str:
    """Return a version for a file whose content was never hashed."""
    storage, name = document.file.storage, document.file.name
    try:
        version = f"{name}:{storage.size(name)}:{storage.get_modified_time(name).timestamp()}"
    except FileNotFoundError:
        return "missing"
    return hashlib.blake2b(version.encode(), digest_size=16).hexdigest()
