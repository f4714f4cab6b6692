"""Which file an address means, and whether it may be read now."""

import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qs

from django.core.files.storage import default_storage
from django.db import close_old_connections
from django.db.models import Exists, QuerySet
from django.utils.http import content_disposition_header

from cms.core.models import NewsroomDocument
from cms.delivery.models import Audience, DocumentDependency, DocumentStatus
from videos import links
from videos.models import VideoAsset
from videos.models.asset import PREVIEWS_FOLDER
from videos.serving.files import ServedFile

UUID_PATTERN = r"(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
PREVIEW_PATH = re.compile(rf"/media/previews/{UUID_PATTERN}/(?P<hash>[0-9a-f]{{32}})\.mp4")
DOCUMENT_PATH = re.compile(rf"/media/documents/{UUID_PATTERN}/[^/]+")
PREVIEW_CONTENT_TYPE = "video/mp4"


def find_file(path: str, query: str) -> ServedFile | None:
    """Return the file behind a path, or None when there is none that this reader may see."""
    if match := PREVIEW_PATH.fullmatch(path):
        token = parse_qs(query).get(links.TOKEN_PARAMETER, [""])[0]
        return _preview(match["uuid"], match["hash"], token)
    if match := DOCUMENT_PATH.fullmatch(path):
        return _document(match["uuid"])
    return None


def find_file_in_thread(path: str, query: str) -> ServedFile | None:
    """Do the same on a connection that the calling thread keeps between requests."""
    close_old_connections()
    try:
        return find_file(path, query)
    finally:
        close_old_connections()


def _preview(uuid: str, preview_hash: str, token: str) -> ServedFile | None:
    name = f"{PREVIEWS_FOLDER}/{uuid}/{preview_hash}.mp4"
    asset = (
        VideoAsset.objects.filter(uuid=uuid, preview=name)
        .annotate(is_shown=Exists(_shown(f"asset:{uuid}")))
        .only("uuid", "preview")
        .first()
    )
    if asset is None:
        return None
    is_signed = bool(token) and links.is_signed(token, uuid, preview_hash)
    if not (asset.is_shown or is_signed):
        return None
    return ServedFile(
        path=Path(default_storage.path(name)),
        content_type=PREVIEW_CONTENT_TYPE,
        etag=f'"{preview_hash}"',
        disposition="inline",
        is_public=asset.is_shown and not is_signed,
    )


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
    path = Path(document.file.path)
    return ServedFile(
        path=path,
        content_type=document.content_type,
        etag=f'"{document.file_hash or _fingerprint(path)}"',
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


def _fingerprint(path: Path) -> str:
    """Return a version for a file whose content was never hashed."""
    try:
        found = path.stat()
    except OSError:
        return "missing"
    version = f"{path.name}:{found.st_size}:{found.st_mtime_ns}"
    return hashlib.blake2b(version.encode(), digest_size=16).hexdigest()
