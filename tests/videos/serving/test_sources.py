"""Which files may be read, and by whom."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from cms.core.models import NewsroomDocument
from cms.delivery.models import Document, DocumentDependency
from cms.delivery.withholding import restore, withhold
from tests.factories.videos import VideoAssetFactory, VideoPageFactory
from tests.videos.serving.asking import ask
from videos import links
from videos.models import VideoAsset
from videos.serving.application import FileApplication
from videos.serving.sources import find_file, find_file_in_thread

pytestmark = pytest.mark.django_db


def _path(asset: VideoAsset) -> str:
    return f"/media/{asset.preview.name}"


def _token(asset: VideoAsset) -> str:
    return f"token={links.sign(str(asset.uuid), asset.preview_hash)}"


class TestPreview:
    @pytest.fixture
    def asset(self) -> VideoAsset:
        return VideoAssetFactory(ready=True)

    def test_is_public_while_a_released_video_shows_it(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)

        found = find_file(_path(asset), "")

        assert found.is_public
        assert found.path.read_bytes() == asset.preview.open().read()
        assert (found.content_type, found.etag) == ("video/mp4", f'"{asset.preview_hash}"')

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

    def test_of_another_version_is_missing(self, asset: VideoAsset) -> None:
        VideoPageFactory(asset=asset, published=True)

        assert find_file(f"/media/previews/{asset.uuid}/{'0' * 32}.mp4", "") is None


class TestSignedLink:
    @pytest.fixture
    def asset(self) -> VideoAsset:
        return VideoAssetFactory(ready=True)

    def test_opens_a_draft_without_any_cache(self, asset: VideoAsset) -> None:
        found = find_file(_path(asset), _token(asset))

        assert found is not None
        assert not found.is_public

    def test_is_what_editors_are_given(self, asset: VideoAsset, settings) -> None:
        url = links.signed_preview_url(asset)

        path, _, query = url.removeprefix(settings.FILES_URL).partition("?")
        assert find_file(path, query) is not None

    def test_ends_after_fifteen_minutes(self, asset: VideoAsset, monkeypatch) -> None:
        token = _token(asset)
        later = timezone.now() + datetime.timedelta(minutes=16)
        monkeypatch.setattr("django.core.signing.time.time", later.timestamp)

        assert find_file(_path(asset), token) is None

    def test_opens_nothing_else(self, asset: VideoAsset) -> None:
        other = VideoAssetFactory(ready=True)

        assert find_file(_path(other), _token(asset)) is None

    @pytest.mark.parametrize("token", ["", "x", "1:2", "\u2603", ":" * 500])
    def test_cannot_be_made_up(self, asset: VideoAsset, token: str) -> None:
        assert find_file(_path(asset), f"token={token}") is None


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
        "/media/previews/../masters/x",
        "/media/previews/%2e%2e/x.mp4",
        "/media/original_images/x.jpg",
        "/private/masters/x",
        "/media/documents/x/y.pdf",
        "/media/previews/" + "a" * 36 + "/" + "0" * 32 + ".mp4",
        "/media/previews/\x00/\x00.mp4",
    ],
)
def test_no_other_path_means_a_file(path: str) -> None:
    assert find_file(path, "") is None


@pytest.mark.django_db(transaction=True)
def test_the_process_answers_from_the_database() -> None:
    asset = VideoAssetFactory(ready=True)
    VideoPageFactory(asset=asset, published=True)
    application = FileApplication(find=find_file_in_thread)

    answer = ask(application, f"/media/{asset.preview.name}", headers={"Range": "bytes=0-99"})

    assert answer.status == 206
    assert answer.body == asset.preview.open().read()[:100]
