"""The media library in the editor."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from accounts.models import User
from cms.core.models import LeaseState
from tests.factories.accounts import UserFactory, grant_editor
from tests.factories.videos import (
    VideoAssetFactory,
    VideoPageFactory,
    clip_bytes,
    give_preview,
)
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from tests.videos.uploads.making import receive
from videos.models import Derivative, Upload, VideoAsset
from videos.services.deriving import make_previews
from videos.uploads.examining import drain_uploads

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_videos_videoasset:list"
ADD = "wagtailsnippets_videos_videoasset:add"
EDIT = "wagtailsnippets_videos_videoasset:edit"
DELETE = "wagtailsnippets_videos_videoasset:delete"


@pytest.fixture
def library_client(client: Client) -> Client:
    """Sign in somebody with the permissions of the media library and no others."""
    sign_in_staff(client, librarian())
    return client


def _fields(**changes: object) -> dict[str, object]:
    root = Collection.get_first_root_node()
    return {"title": "Bridge", "collection": root.pk, "poster": "", **changes}


def _upload(content: bytes = b"", name: str = "bridge.mp4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or clip_bytes(), content_type="video/mp4")


class TestAdding:
    def test_takes_a_video_and_its_facts(self, library_client: Client) -> None:
        response = library_client.post(reverse(ADD), _fields(master=_upload()))

        asset = VideoAsset.objects.get()
        assert response.status_code == 302
        assert asset.original_filename == "bridge.mp4"
        assert (asset.width, asset.height, asset.codecs) == (160, 90, "h264, aac")
        assert asset.size_bytes == len(clip_bytes())
        assert Derivative.objects.filter(asset=asset, state=LeaseState.QUEUED).exists()

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"#EXTM3U\n#EXTINF:9,\n/etc/passwd\n", "not a video"),
            (b"\xff\xd8\xff\xe0" + b"x" * 500, "not a video"),
            (b"words " * 1000, "not a video"),
        ],
    )
    def test_refuses_what_is_no_video_and_keeps_the_rest(
        self, library_client: Client, content: bytes, message: str
    ) -> None:
        response = library_client.post(reverse(ADD), _fields(master=_upload(content)))

        page = response.content.decode()
        assert response.status_code == 200
        assert message in page
        assert 'value="Bridge"' in page
        assert not VideoAsset.objects.exists()

    def test_refuses_an_incomplete_file(self, library_client: Client, tmp_path: Path) -> None:
        from tests.videos.pipeline.clips import make_clip

        whole = make_clip(tmp_path / "clip.mkv", seconds=2, sound=False).read_bytes()

        response = library_client.post(
            reverse(ADD), _fields(master=_upload(whole[: len(whole) // 2], "clip.mkv"))
        )

        assert "its end is missing" in response.content.decode()

    def test_refuses_a_file_over_the_limit(self, library_client: Client, settings) -> None:
        settings.VIDEOS = {"MAX_UPLOAD_BYTES": 1000}

        response = library_client.post(reverse(ADD), _fields(master=_upload()))

        assert "At most 1000" in response.content.decode()
        assert not VideoAsset.objects.exists()

    def test_wants_a_file(self, library_client: Client) -> None:
        response = library_client.post(reverse(ADD), _fields())

        assert response.status_code == 200
        assert not VideoAsset.objects.exists()


class TestEditing:
    def test_shows_player_and_facts_and_no_address_of_the_master(
        self, library_client: Client
    ) -> None:
        asset = give_preview(VideoAssetFactory())

        page = library_client.get(reverse(EDIT, args=[asset.pk])).content.decode()

        assert f"/{asset.preview_rendition().file}" in page
        assert "/media/signed/" in page
        assert asset.original_filename in page
        assert asset.master.name not in page

    def test_keeps_the_file_when_none_is_sent(self, library_client: Client) -> None:
        asset = give_preview(VideoAssetFactory())

        library_client.post(reverse(EDIT, args=[asset.pk]), _fields(title="Renamed"))

        stored = VideoAsset.objects.get()
        assert (stored.title, stored.master.name) == ("Renamed", asset.master.name)
        assert stored.preview_rendition() == asset.preview_rendition()

    def test_keeps_the_present_file_when_the_next_is_refused(self, library_client: Client) -> None:
        asset = give_preview(VideoAssetFactory())

        response = library_client.post(
            reverse(EDIT, args=[asset.pk]), _fields(master=_upload(b"words"))
        )

        assert response.status_code == 200
        assert VideoAsset.objects.get().master.name == asset.master.name
        assert VideoAsset.objects.get().preview_rendition()

    def test_replaces_the_file(self, library_client: Client) -> None:
        asset = give_preview(VideoAssetFactory())

        library_client.post(
            reverse(EDIT, args=[asset.pk]),
            _fields(master=_upload(clip_bytes(".mov"), "better.mov")),
        )

        stored = VideoAsset.objects.get()
        assert stored.original_filename == "better.mov"
        assert stored.preview_rendition() is None

    def test_takes_a_frame_again_when_the_poster_is_taken_away(
        self, library_client: Client
    ) -> None:
        asset = VideoAssetFactory()
        make_previews()
        first = VideoAsset.objects.get()

        library_client.post(reverse(EDIT, args=[asset.pk]), _fields(poster=""))
        assert VideoAsset.objects.get().poster is None
        make_previews()

        stored = VideoAsset.objects.get()
        assert stored.poster is not None
        assert stored.preview_rendition() == first.preview_rendition()


class TestList:
    def test_shows_state_and_duration(self, library_client: Client) -> None:
        bridge = give_preview(VideoAssetFactory(title="Bridge"))
        VideoAssetFactory(title="River")

        page = library_client.get(reverse(LIST)).content.decode()

        assert f'href="{reverse(EDIT, args=[bridge.pk])}"' in page
        assert "Bridge" in page
        assert "0:01" in page
        assert "video-state--ready" in page
        assert "video-state--waiting" in page

    @pytest.mark.parametrize("state", ["ready", "waiting", "failed", "running"])
    def test_can_be_filtered_by_state(self, library_client: Client, state: str) -> None:
        give_preview(VideoAssetFactory(title="Asset ready"))
        VideoAssetFactory(title="Asset waiting")
        for name in ("failed", "running"):
            asset = VideoAssetFactory(title=f"Asset {name}")
            Derivative.objects.filter(asset=asset).update(state=name)

        page = library_client.get(reverse(LIST), {"state": state}).content.decode()

        shown = [name for name in ("ready", "waiting", "failed", "running")
                 if f"Asset {name}" in page]  # fmt: skip
        assert shown == [state]

    def test_costs_the_same_for_many(
        self, library_client: Client, django_assert_max_num_queries
    ) -> None:
        for _ in range(8):
            VideoAssetFactory()
        library_client.get(reverse(LIST))

        with django_assert_max_num_queries(30):
            library_client.get(reverse(LIST))

    def test_is_closed_to_others(self, client: Client) -> None:
        sign_in_staff(client, grant_editor(UserFactory(editor=True)))

        assert client.get(reverse(LIST)).status_code in {302, 403}

    def test_feeds_the_chooser(self, library_client: Client) -> None:
        give_preview(VideoAssetFactory(title="Bridge"))

        response = library_client.get(reverse("wagtailsnippetchoosers_videos_videoasset:choose"))

        assert "Bridge" in response.json()["html"]
        assert "ordering=" not in response.json()["html"]


class TestDeleting:
    def test_is_refused_while_a_page_shows_the_asset(self, library_client: Client) -> None:
        asset = VideoAssetFactory()
        VideoPageFactory(asset=asset)

        response = library_client.post(reverse(DELETE, args=[asset.pk]))

        assert response.status_code < 500
        assert VideoAsset.objects.exists()

    def test_many_at_once_is_refused_too(self, library_client: Client) -> None:
        asset = VideoAssetFactory()
        VideoPageFactory(asset=asset)
        url = reverse("wagtail_bulk_action", args=["videos", "videoasset", "delete"])

        response = library_client.post(f"{url}?id={asset.pk}&next=/cms/")

        assert response.status_code < 500
        assert VideoAsset.objects.exists()

    def test_removes_an_unused_one(self, library_client: Client) -> None:
        asset = VideoAssetFactory()

        library_client.post(reverse(DELETE, args=[asset.pk]))

        assert not VideoAsset.objects.exists()


def test_a_collection_with_assets_cannot_be_deleted(admin_client: Client) -> None:
    collection = Collection.get_first_root_node().add_child(name="Summit")
    VideoAssetFactory(collection=collection)

    page = admin_client.get(reverse("wagtailadmin_collections:delete", args=[collection.pk]))

    assert "1 video asset" in page.content.decode()


class TestFileSentBeforehand:
    def _received(self, client: Client, **more: object) -> Upload:
        owner = User.objects.get(pk=client.session["_auth_user_id"])
        upload = receive(owner=owner, is_for_form=True, **more)
        drain_uploads()
        return upload

    def test_becomes_the_master_of_a_new_asset(self, library_client: Client) -> None:
        upload = self._received(library_client, filename="bridge.mxf")

        response = library_client.post(reverse(ADD), _fields(master_upload=upload.uuid))

        asset = VideoAsset.objects.get()
        assert response.status_code == 302
        assert (asset.title, asset.original_filename) == ("Bridge", "bridge.mxf")
        assert asset.sha256 == hashlib.sha256(clip_bytes()).hexdigest()
        assert asset.master.open().read() == clip_bytes()

    def test_replaces_a_master(
        self, library_client: Client, django_capture_on_commit_callbacks
    ) -> None:
        asset = give_preview(VideoAssetFactory())
        old = asset.master.name
        better = clip_bytes(".mov")
        upload = self._received(library_client, content=better)

        with django_capture_on_commit_callbacks(execute=True):
            library_client.post(reverse(EDIT, args=[asset.pk]), _fields(master_upload=upload.uuid))

        stored = VideoAsset.objects.get()
        assert stored.master.open().read() == better
        assert stored.sha256 == hashlib.sha256(better).hexdigest()
        assert not stored.master.storage.exists(old)

    def test_is_kept_while_the_form_is_wrong(self, library_client: Client) -> None:
        upload = self._received(library_client)

        page = library_client.post(
            reverse(ADD), _fields(master_upload=upload.uuid, title="")
        ).content.decode()

        assert f'value="{upload.uuid}"' in page
        assert Upload.objects.get().stage == "ready"
        library_client.post(reverse(ADD), _fields(master_upload=upload.uuid))
        assert VideoAsset.objects.exists()

    def test_of_somebody_else_is_not_found(self, library_client: Client) -> None:
        upload = receive(owner=librarian(), is_for_form=True)
        drain_uploads()

        page = library_client.post(reverse(ADD), _fields(master_upload=upload.uuid))

        assert "This upload is no longer there" in page.content.decode()
        assert not VideoAsset.objects.exists()

    def test_is_used_once(self, library_client: Client) -> None:
        upload = self._received(library_client)

        for _time in range(2):
            library_client.post(reverse(ADD), _fields(master_upload=upload.uuid))

        assert VideoAsset.objects.count() == 1


def test_what_came_with_the_file_is_shown(library_client: Client) -> None:
    asset = VideoAssetFactory(sidecar={"creditLine": "Harbour <TV>", "keywords": ["a", "b"]})

    page = library_client.get(reverse(EDIT, args=[asset.pk])).content.decode()

    assert "What came with the file" in page
    assert "Harbour &lt;TV&gt;" in page
    assert "a, b" in page
