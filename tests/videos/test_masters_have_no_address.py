"""No address leads to a byte of a master: not for the public, not for editors."""

import re
import secrets
from collections import deque
from collections.abc import Iterable
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from tests.factories.videos import VideoAssetFactory, VideoPageFactory, clip_bytes
from tests.videos.serving.asking import ask
from videos.links import signed_links
from videos.models import VideoAsset, VideoPage
from videos.services.deriving import drain_derivatives
from videos.serving.application import FileApplication
from videos.serving.sources import find_file

pytestmark = pytest.mark.django_db

LINK = re.compile(r"""(?:href|src|action|content|poster|data-[a-z-]+)=["']([^"']+)["']""")
SET_OF_SOURCES = re.compile(r"""srcset=["']([^"']+)["']""")
JSON_ADDRESS = re.compile(r'"((?:https?:\\?/\\?/|\\?/)[^"\s]+)"')
MOST_ADDRESSES = 250
LEAVING = ("logout", "/delete/", "/static/")


class Newsroom:
    """A small newsroom with one released and one unreleased video."""

    def __init__(self) -> None:
        self.secret = secrets.token_bytes(64)
        self.released = self._video("Released", published=True)
        self.draft = self._video("Draft", published=False)
        drain_derivatives()
        self.assets = list(VideoAsset.objects.all())

    def _video(self, title: str, *, published: bool) -> VideoPage:
        # A box that players pass over carries the secret, so the file is still a video.
        box = (8 + len(self.secret)).to_bytes(4) + b"free" + self.secret
        content = ContentFile(clip_bytes() + box, name=f"{title}-original.mp4")
        asset = VideoAssetFactory(title=title, master=content)
        return VideoPageFactory(title=title, asset=asset, published=published)

    def is_in(self, body: bytes) -> bool:
        """Return whether the body holds a piece of a master."""
        return self.secret in body or self.secret[:16] in body or clip_bytes()[-512:] in body

    def guesses(self) -> list[str]:
        """Return where somebody would look who knows the storage."""
        found = []
        for asset in self.assets:
            name = asset.master.name
            folder, _, own = name.rpartition("/")
            for root in ("/media/", "/private/", "/files/", "/static/", "/documents/", "/dl/", "/"):
                found += [f"{root}{name}", f"{root}{own}", f"{root}{folder}/"]
            up = quote("../", safe="")
            token = signed_links(asset).token
            for base in (
                "/media/",
                "/media/renditions/",
                f"/media/renditions/{asset.uuid}/",
                f"/media/signed/{token}/",
                f"/media/signed/{token}/renditions/{asset.uuid}/",
            ):
                found += [f"{base}{'../' * 3}private/{name}", f"{base}{up * 3}private/{name}"]
                found += [f"{base}{name}", f"{base}{'../' * 2}{name}"]
            found.append(f"/media/{Path(storages['private'].path(name))}")
            found.append(f"/media/documents/{asset.uuid}/{asset.original_filename}")
            for rendition in asset.renditions.all():
                found.append(f"/media/{rendition.file}")
                found.append(f"/media/signed/{token}/{rendition.file}")
                found.append(f"/media/{PurePosixPath(rendition.file).parent}/")
        return found


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


def test_a_master_would_be_noticed(newsroom: Newsroom) -> None:
    for asset in newsroom.assets:
        assert newsroom.is_in(asset.master.open().read())
        preview = asset.preview_rendition()
        assert not newsroom.is_in(preview.storage.open(preview.file).read())


def test_the_public_finds_none(newsroom: Newsroom, client: Client, settings) -> None:
    video = newsroom.released.translation_key
    seeds = [
        newsroom.released.get_url() or "/en/",
        "/",
        "/en/",
        "/sitemap.xml",
        "/robots.txt",
        "/api/docs/",
        "/api/v1/openapi.json",
        "/api/v1/videos/?locale=en",
        f"/api/v1/videos/{video}/?locale=en",
        f"/api/v1/videos/{newsroom.draft.translation_key}/?locale=en",
        *newsroom.guesses(),
    ]

    read = _crawl(newsroom, client, seeds, settings.FILES_URL)

    assert any(path.startswith("/media/renditions/") for path in read)
    assert read[f"/api/v1/videos/{video}/?locale=en"] == 200


def test_editors_find_none(newsroom: Newsroom, admin_client: Client, settings) -> None:
    prefix = "wagtailsnippets_videos_videoasset"
    seeds = [
        reverse(f"{prefix}:list"),
        reverse("wagtailsnippetchoosers_videos_videoasset:choose"),
        reverse("wagtailimages:index"),
        reverse("wagtailadmin_pages:edit", args=[newsroom.draft.pk]),
        *newsroom.guesses(),
    ]
    for asset in newsroom.assets:
        for view in ("edit", "usage", "history", "delete"):
            seeds.append(reverse(f"{prefix}:{view}", args=[asset.pk]))
        seeds.append(reverse("video_library:work", args=[asset.uuid]))
        seeds.append(signed_links(asset).file(asset.preview_rendition()))
        seeds.append(signed_links(asset).hls)

    read = _crawl(newsroom, admin_client, seeds, settings.FILES_URL, follow=("/media/", "/img/"))

    assert read[reverse(f"{prefix}:edit", args=[newsroom.assets[0].pk])] == 200
    assert sum("/media/signed/" in path for path, status in read.items() if status == 200) >= 2


def _crawl(
    newsroom: Newsroom,
    client: Client,
    seeds: Iterable[str],
    files_url: str,
    follow: tuple[str, ...] = ("/",),
) -> dict[str, int]:
    """Read every address that can be found, at both servers; return the answers' statuses."""
    waiting, read = deque(seeds), {}
    while waiting and len(read) < MOST_ADDRESSES:
        address = _local(waiting.popleft(), files_url)
        if address is None or address in read or any(word in address for word in LEAVING):
            continue
        parts = urlsplit(address)
        served = find_file(parts.path, parts.query)
        files = FileApplication(find=lambda _path, _query, served=served: served)
        from_files = ask(files, parts.path, query=parts.query)
        assert not newsroom.is_in(from_files.body), address
        answer = client.get(address)
        body = answer.getvalue()
        assert not newsroom.is_in(body), address
        read[address] = from_files.status if from_files.status == 200 else answer.status_code
        is_text = answer.get("Content-Type", "").startswith(("text/", "application/"))
        if answer.status_code == 200 and is_text:
            found = _addresses(body.decode("utf-8", "replace"), address)
            waiting += [one for one in found if (_local(one, files_url) or "").startswith(follow)]
        elif answer.status_code in {301, 302}:
            waiting.append(urljoin(address, answer["Location"]))
    return read


def _addresses(text: str, base: str) -> list[str]:
    found = LINK.findall(text)
    found += [
        part.split()[0] for value in SET_OF_SOURCES.findall(text) for part in value.split(",")
    ]
    found += [value.replace("\\/", "/") for value in JSON_ADDRESS.findall(text)]
    return [urljoin(base, unescape(value)) for value in found]


def _local(address: str, files_url: str) -> str | None:
    """Return the address without its host, None for other hosts."""
    parts = urlsplit(address)
    hosts = {"", "testserver", "127.0.0.1:8000", urlsplit(files_url).netloc}
    if parts.netloc not in hosts or not parts.path.startswith("/"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
