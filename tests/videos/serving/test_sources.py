"""Which files may be read, and by whom."""

import datetime
import re
from urllib.parse import urljoin

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.models import NewsroomDocument
from cms.delivery.models import Document, DocumentDependency
from cms.delivery.withholding import restore, withhold
from tests.factories.videos import (
    TrackFactory,
    VideoAssetFactory,
    VideoPageFactory,
    give_rendition,
)
from tests.videos.serving.asking import ask
from videos.derivative_choices import RenditionPurpose
from videos.links import signed_links
from videos.models import Rendition, VideoAsset
from videos.serving.application import FileApplication
from videos.serving.sources import find_file, find_file_in_thread

pytestmark = pytest.mark.django_db


HIDDEN = [RenditionPurpose.DOWNLOAD, RenditionPurpose.POSTER]
SHOWN = [
    RenditionPurpose.PREVIEW,
    RenditionPurpose.HLS,
    RenditionPurpose.PLAYLIST,
    RenditionPurpose.WAVEFORM,
]


def _path(asset: VideoAsset) -> str:
    return f"/media/{asset.preview_rendition().file}"


def _signed(asset: VideoAsset, *, token_of: VideoAsset | None = None) -> str:
    token = signed_links(token_of or asset).token
    return _path(asset).replace("/media/", f"/media/signed/{token}/")


def _bytes_of(rendition: Rendition) -> bytes:
    with rendition.storage.open(rendition.file) as file:
        return file.read()


class TestRendition:
    @pytest.fixture
    def asset(self) -> VideoAsset:
        return VideoAssetFactory(ready=True)

    def test_is_public_while_a_released_video_shows_it(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)
        preview = asset.preview_rendition()

        found = find_file(_path(asset), "")

        assert found.is_public
        assert found.path.read_bytes() == _bytes_of(preview)
        assert (found.content_type, found.etag) == ("video/mp4", f'"{preview.sha256}"')

    def test_is_missing_for_an_unused_asset(self, asset: VideoAsset) -> None:
        assert find_file(_path(asset), "") is None

    def test_is_missing_for_a_draft(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset)

        assert find_file(_path(asset), "") is None

    def test_goes_with_the_page(self, asset: VideoAsset) -> None:
        video = VideoPageFactory(asset=asset, published=True)

        video.unpublish()

        assert find_file(_path(asset), "") is None

    def test_goes_with_a_withheld_page_and_comes_back(self, asset: VideoAsset) -> None:
        video = VideoPageFactory(asset=asset, published=True)

        withhold(video.translation_key, "en", "A wrong caption.")
        assert find_file(_path(asset), "") is None

        restore(video.translation_key, "en")
        assert find_file(_path(asset), "") is not None

    def test_that_was_replaced_is_missing(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)
        path = _path(asset)

        Rendition.objects.update(file=f"renditions/{asset.uuid}/{'0' * 32}/360p.mp4")

        assert find_file(path, "") is None

    @pytest.mark.parametrize("purpose", SHOWN)
    def test_is_served_when_it_is_for_watching(self, asset: VideoAsset, purpose: str) -> None:
        VideoPageFactory(asset=asset, published=True)
        rendition = give_rendition(asset, "shown.bin", purpose)

        found = find_file(f"/media/{rendition.file}", "")

        assert found.content_type == rendition.content_type
        assert found.path.read_bytes() == b"some bytes"

    @pytest.mark.parametrize("purpose", HIDDEN)
    def test_has_no_address_when_it_is_for_download(
        self, asset: VideoAsset, purpose: str, settings
    ) -> None:
        VideoPageFactory(asset=asset, published=True)
        rendition = give_rendition(asset, "hidden.bin", purpose)
        token = signed_links(asset).token

        assert find_file(f"/media/{rendition.file}", "") is None
        assert find_file(f"/media/signed/{token}/{rendition.file}", "") is None
        assert not default_storage.exists(rendition.file)


class TestSignedLink:
    @pytest.fixture
    def asset(self) -> VideoAsset:
        return VideoAssetFactory(ready=True)

    def test_opens_a_draft_without_any_cache(self, asset: VideoAsset) -> None:
        found = find_file(_signed(asset), "")

        assert found is not None
        assert not found.is_public

    def test_is_what_editors_are_given(self, asset: VideoAsset, settings) -> None:
        url = signed_links(asset).file(asset.preview_rendition())

        assert find_file(url.removeprefix(settings.FILES_URL), "") is not None

    @pytest.mark.parametrize(("minutes", "film_seconds"), [(16, 1), (136, 3600)])
    def test_ends_a_quarter_of_an_hour_after_the_film_could_be_watched_twice(
        self, asset: VideoAsset, monkeypatch, minutes: int, film_seconds: int
    ) -> None:
        asset.duration_seconds = film_seconds
        path = _signed(asset)
        now = timezone.now()
        for later, is_open in ((minutes - 2, True), (minutes, False)):
            moment = now + datetime.timedelta(minutes=later)
            monkeypatch.setattr("videos.links.time.time", moment.timestamp)
            assert (find_file(path, "") is not None) == is_open

    def test_opens_nothing_else(self, asset: VideoAsset) -> None:
        other = VideoAssetFactory(ready=True)

        assert find_file(_signed(other, token_of=asset), "") is None

    @pytest.mark.parametrize("token", ["x", "1-2", "zzzzzz-" + "A" * 43, "\u2603", ":" * 500, ".."])
    def test_cannot_be_made_up(self, asset: VideoAsset, token: str) -> None:
        path = _path(asset).replace("/media/", f"/media/signed/{token}/")

        assert find_file(path, "") is None

    def test_that_is_wrong_is_not_made_good_by_a_release(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)
        other = VideoAssetFactory(ready=True)

        assert find_file(_signed(asset, token_of=other), "") is None


class TestMasterPlaylist:
    @pytest.fixture
    def asset(self) -> VideoAsset:
        asset = VideoAssetFactory(ready=True)
        give_rendition(asset, "360p.hls.mp4", RenditionPurpose.HLS)
        give_rendition(asset, "360p.m3u8", RenditionPurpose.PLAYLIST, b"#EXTM3U\n")
        return asset

    def _path(self, asset: VideoAsset, prefix: str = "") -> str:
        return f"/media/{prefix}renditions/{asset.uuid}/master.m3u8"

    def test_leads_to_the_rungs_that_exist(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)

        found = find_file(self._path(asset), "")

        assert found.content_type == "application/vnd.apple.mpegurl"
        rung = urljoin(self._path(asset), found.content.decode().splitlines()[-1])
        assert find_file(rung, "").path.read_bytes() == b"#EXTM3U\n"

    def test_of_a_draft_hands_its_token_on(self, asset: VideoAsset, settings) -> None:
        TrackFactory(asset=asset, language="fr")
        path = signed_links(asset).hls.removeprefix(settings.FILES_URL)
        assert find_file(self._path(asset), "") is None

        found = find_file(path, "")

        text = found.content.decode()
        assert not found.is_public
        assert find_file(urljoin(path, text.splitlines()[-1]), "") is not None
        [subtitles] = re.findall(r'TYPE=SUBTITLES.*URI="([^"]+)"', text)
        assert find_file(subtitles.removeprefix(settings.FILES_URL), "") is not None

    def test_changes_its_version_with_each_rung(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)
        first = find_file(self._path(asset), "").etag
        assert find_file(self._path(asset), "").etag == first

        give_rendition(asset, "720p.hls.mp4", RenditionPurpose.HLS)
        give_rendition(asset, "720p.m3u8", RenditionPurpose.PLAYLIST)

        assert find_file(self._path(asset), "").etag != first

    def test_is_missing_while_there_is_no_rung(self) -> None:
        asset = VideoAssetFactory(ready=True)
        VideoPageFactory(asset=asset, published=True)

        assert find_file(self._path(asset), "") is None

    def test_costs_the_same_for_many_rungs(
        self, asset: VideoAsset, django_assert_num_queries
    ) -> None:
        VideoPageFactory(asset=asset, published=True)
        for number in range(5):
            give_rendition(asset, f"{number}.hls.mp4", RenditionPurpose.HLS)
            give_rendition(asset, f"{number}.m3u8", RenditionPurpose.PLAYLIST)

        with django_assert_num_queries(4):
            find_file(self._path(asset), "")


class TestDocument:
    @pytest.fixture
    def document(self) -> NewsroomDocument:
        return NewsroomDocument.objects.create(
            title="Report", file=ContentFile(b"%PDF-1.7 report", name="Rapport d'été.pdf")
        )

    def _show(self, document: NewsroomDocument) -> None:
        video = VideoPageFactory(published=True)
        delivered = Document.objects.get(work=video.translation_key)
        DocumentDependency.objects.create(document=delivered, key=f"document:{document.uuid}")

    def test_is_public_while_a_released_document_offers_it(
        self, document: NewsroomDocument
    ) -> None:
        assert find_file(f"/media/documents/{document.uuid}/report.pdf", "") is None

        self._show(document)

        found = find_file(f"/media/documents/{document.uuid}/report.pdf", "")
        assert found.content_type == "application/pdf"
        assert found.disposition.startswith("attachment; filename")

    def test_takes_name_and_type_from_the_file(self, document: NewsroomDocument) -> None:
        self._show(document)

        found = find_file(f"/media/documents/{document.uuid}/evil.html", "")

        assert found.content_type == "application/pdf"
        assert "evil" not in found.disposition

    def test_in_a_private_collection_is_missing(self, document: NewsroomDocument) -> None:
        self._show(document)
        private = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(
            collection=private, restriction_type=CollectionViewRestriction.LOGIN
        )
        NewsroomDocument.objects.update(collection=private)

        assert find_file(f"/media/documents/{document.uuid}/report.pdf", "") is None


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/media/",
        "/media/masters/x",
        "/media/renditions/../masters/x",
        "/media/renditions/%2e%2e/x.mp4",
        "/media/original_images/x.jpg",
        "/private/masters/x",
        "/media/documents/x/y.pdf",
        "/media/renditions/" + "a" * 36 + "/" + "0" * 32 + "/x.mp4",
        "/media/renditions/\x00/\x00.mp4",
        "/media/signed/" + "a" * 9 + "-" + "A" * 43 + "/media/signed/x",
        "/media/signed/a-" + "A" * 43 + "/documents/x/y.pdf",
    ],
)
def test_no_other_path_means_a_file(path: str) -> None:
    assert find_file(path, "") is None


@pytest.mark.django_db(transaction=True)
def test_the_process_answers_from_the_database() -> None:
    asset = VideoAssetFactory(ready=True)
    VideoPageFactory(asset=asset, published=True)
    application = FileApplication(find=find_file_in_thread)

    answer = ask(application, _path(asset), headers={"Range": "bytes=0-99"})

    assert answer.status == 206
    assert answer.body == _bytes_of(asset.preview_rendition())[:100]
