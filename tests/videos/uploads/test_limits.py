"""What may be uploaded, said beforehand and enforced when it begins."""

import shutil

import pytest
from django.utils import timezone
from wagtail.models import Collection

from tests.factories.videos import VideoAssetFactory, clip_bytes
from tests.videos.library.staff import librarian
from tests.videos.uploads.making import receive
from tests.videos.uploads.tus import Tus
from videos.models import Upload, VideoAsset
from videos.uploads import limits, receiving
from videos.uploads.examining import drain_uploads

pytestmark = pytest.mark.django_db

MEBIBYTE = 1024 * 1024


class TestRefusals:
    def test_say_how_large_a_file_may_be(self, tus: Tus, settings) -> None:
        settings.VIDEOS = {"MAX_UPLOAD_BYTES": MEBIBYTE}

        response = tus.create(3 * MEBIBYTE)

        assert response.status_code == 413
        assert response.json() == {
            "code": "file",
            "message": "The file has 3.0\xa0MB. At most 1.0\xa0MB can be uploaded.",
        }
        assert not Upload.objects.exists()
        assert tus.create(MEBIBYTE).status_code == 201

    def test_count_what_a_person_has_under_way_and_in_the_library(
        self, tus: Tus, owner, settings
    ) -> None:
        size = len(clip_bytes())
        settings.VIDEOS = {"USER_QUOTA_BYTES": 3 * size}
        receive(owner=owner)
        drain_uploads()
        tus.begin(size)

        response = tus.create(size + 1)
        assert (response.status_code, response.json()["code"]) == (413, "person")
        assert "Delete video assets" in response.json()["message"]
        assert tus.create(size).status_code == 201

    def test_forget_what_a_person_deleted(self, tus: Tus, owner, settings) -> None:
        size = len(clip_bytes())
        settings.VIDEOS = {"USER_QUOTA_BYTES": size}
        receive(owner=owner)
        drain_uploads()
        assert tus.create(size).status_code == 413

        VideoAsset.objects.get().delete()

        assert tus.create(size).status_code == 201

    def test_count_nobody_elses_files_against_a_person(self, tus: Tus, settings) -> None:
        size = len(clip_bytes())
        settings.VIDEOS = {"USER_QUOTA_BYTES": size}
        receive(owner=librarian())

        assert tus.create(size).status_code == 201

    def test_count_all_masters_against_the_library(self, tus: Tus, settings) -> None:
        VideoAssetFactory(size_bytes=5 * MEBIBYTE)
        settings.VIDEOS = {"STORE_QUOTA_BYTES": 8 * MEBIBYTE}
        tus.begin(2 * MEBIBYTE)

        response = tus.create(2 * MEBIBYTE)

        assert (response.status_code, response.json()["code"]) == (507, "library")
        assert "1.0\xa0MB more" in response.json()["message"]

    def test_leave_room_on_the_disk(self, tus: Tus, settings, uploads_dir) -> None:
        uploads_dir.mkdir()
        free = shutil.disk_usage(uploads_dir).free
        settings.VIDEOS = {"KEEP_FREE_BYTES": 100 * free}

        response = tus.create(1)

        assert (response.status_code, response.json()["code"]) == (507, "disk")
        assert "Ask an administrator" in response.json()["message"]

    def test_count_bytes_that_are_still_to_come(self, tus: Tus, settings, uploads_dir) -> None:
        uploads_dir.mkdir()
        settings.VIDEOS = {"MAX_UPLOAD_BYTES": 10**18}
        free = shutil.disk_usage(uploads_dir).free
        assert tus.create(free * 2 // 3).status_code == 201

        assert tus.create(free * 2 // 3).json()["code"] == "disk"

    def test_want_a_file_with_something_in_it(self, tus: Tus) -> None:
        assert tus.create(0).json()["code"] == "empty"

    def test_hold_for_each_collection(self, tus: Tus, owner) -> None:
        root = Collection.get_first_root_node()
        ours, theirs = root.add_child(name="Ours"), root.add_child(name="Theirs")
        owner.groups.get().collection_permissions.update(collection=ours)

        assert tus.create(9, collection=theirs).json()["code"] == "collection"
        assert tus.create(9, collection=ours).status_code == 201
        assert tus.create(9).status_code == 201
        assert set(Upload.objects.values_list("collection", flat=True)) == {ours.pk}


class TestRoom:
    def test_is_what_the_strictest_rule_leaves(self, owner, settings, uploads_dir) -> None:
        settings.VIDEOS = {"MAX_UPLOAD_BYTES": 900, "USER_QUOTA_BYTES": 700}

        room = limits.room_for(owner)

        assert (room.file, room.person, room.library) == (900, 700, None)
        assert room.smallest == 700

    def test_is_never_less_than_none(self, owner, settings, uploads_dir) -> None:
        receive(owner=owner)
        settings.VIDEOS = {"USER_QUOTA_BYTES": 10}

        assert limits.room_for(owner).smallest == 0


def test_the_installation_itself_has_no_owner_and_no_quota(settings, uploads_dir) -> None:
    settings.VIDEOS = {"USER_QUOTA_BYTES": 1}

    upload = receiving.begin(
        owner=None,
        collection=Collection.get_first_root_node(),
        filename="night.mxf",
        size=900,
        at=timezone.now(),
    )

    assert upload.owner is None
