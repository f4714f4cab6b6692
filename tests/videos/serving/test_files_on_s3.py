"""The file process sends readers on to an S3 store, when it has asked who may read."""

import urllib.error
import urllib.request

import pytest
from django.core.files.base import ContentFile

from cms.core.models import NewsroomDocument
from cms.delivery.models import DocumentDependency
from tests.factories.videos import (
    VideoAssetFactory,
    VideoPageFactory,
    give_rendition,
    preview_bytes,
)
from tests.s3 import S3Store
from tests.videos.serving.asking import Answer, ask
from videos.derivative_choices import RenditionPurpose
from videos.links import signed_links
from videos.models import VideoAsset
from videos.serving.application import FileApplication
from videos.serving.sources import find_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(files_on_s3: S3Store) -> VideoAsset:
    return VideoAssetFactory(ready=True)


def get(path: str, *, method: str = "GET") -> Answer:
    # What was found in this thread, where the test's transaction is.
    found = find_file(path, "")
    return ask(FileApplication(find=lambda _path, _query: found), path, method=method)


def follow(answer: Answer, byte_range: str = "") -> tuple[int, bytes, str]:
    headers = {"Range": byte_range} if byte_range else {}
    request = urllib.request.Request(answer.headers["location"], headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as found:
            return found.status, found.read(), found.headers["Content-Type"]
    except urllib.error.HTTPError as error:
        return error.code, b"", ""


def path_of(asset: VideoAsset) -> str:
    return f"/media/{asset.preview_rendition().file}"


class TestPublicFile:
    def test_is_at_an_address_for_some_minutes(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)

        answer = get(path_of(asset))

        assert (answer.status, answer.body) == (302, b"")
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "X-Amz-Expires=900" in answer.headers["location"]
        assert follow(answer) == (200, preview_bytes(), "video/mp4")
        assert follow(answer, "bytes=10-19") == (206, preview_bytes()[10:20], "video/mp4")

    def test_is_not_at_an_address_that_was_changed(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)
        answer = get(path_of(asset))

        answer.headers["location"] = answer.headers["location"].replace(
            f"media/{asset.preview_rendition().file}", f"private/{asset.master.name}"
        )

        assert follow(answer)[0] == 403

    def test_is_described_without_the_store(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)

        answer = get(path_of(asset), method="HEAD")

        assert answer.status == 200
        assert answer.headers["content-length"] == str(len(preview_bytes()))
        assert answer.headers["content-type"] == "video/mp4"

    def test_is_missing_while_nothing_shows_it(self, asset: VideoAsset) -> None:
        assert get(path_of(asset)).status == 404

        VideoPageFactory(asset=asset, published=True).unpublish()

        assert get(path_of(asset)).status == 404


class TestPlaylist:
    def test_is_ours_so_that_its_relative_addresses_are(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)
        text = b'#EXTM3U\n#EXT-X-MAP:URI="360p.hls.mp4"\n'
        row = give_rendition(asset, "360p.m3u8", RenditionPurpose.PLAYLIST, text)

        answer = get(f"/media/{row.file}")

        assert (answer.status, answer.body) == (200, text)


class TestEditorsLink:
    def test_opens_a_draft_and_is_kept_by_nobody(self, asset: VideoAsset) -> None:
        token = signed_links(asset).token

        answer = get(path_of(asset).replace("/media/", f"/media/signed/{token}/"))

        assert answer.headers["cache-control"] == "private, no-store"
        assert follow(answer)[0] == 200

    def test_of_another_asset_opens_nothing(self, asset: VideoAsset) -> None:
        token = signed_links(VideoAssetFactory()).token

        assert get(path_of(asset).replace("/media/", f"/media/signed/{token}/")).status == 404


class TestDocument:
    def test_is_downloaded_under_its_name(self, files_on_s3: S3Store) -> None:
        document = NewsroomDocument.objects.create(
            title="Plan", file=ContentFile(b"The plan", name="plan.txt"), file_size=8
        )
        page = VideoPageFactory(published=True)
        shown = DocumentDependency.objects.filter(document__work=page.translation_key).first()
        shown.pk, shown.key = None, f"document:{document.uuid}"
        shown.save()

        answer = get(f"/media/documents/{document.uuid}/plan.txt")

        assert "response-content-disposition=attachment" in answer.headers["location"]
        assert follow(answer) == (200, b"The plan", "text/plain")
