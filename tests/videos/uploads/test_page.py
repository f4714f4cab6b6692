"""The page "Add videos": limits said beforehand, one's own unfinished uploads, constant cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from tests.factories.accounts import UserFactory, grant_editor
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from tests.videos.uploads.making import receive
from tests.videos.uploads.tus import Tus
from videos.uploads.examining import drain_uploads

pytestmark = pytest.mark.django_db

PAGE = "/cms/video-uploads/"
MEBIBYTE = 1024 * 1024


def page_of(client: Client) -> str:
    return client.get(PAGE).content.decode()


class TestLimits:
    def test_are_said_before_a_file_is_chosen(self, tus: Tus, settings) -> None:
        settings.VIDEOS = {
            "MAX_UPLOAD_BYTES": 7 * MEBIBYTE,
            "USER_QUOTA_BYTES": 6 * MEBIBYTE,
            "STORE_QUOTA_BYTES": 5 * MEBIBYTE,
        }

        page = page_of(tus.client)

        assert "A file may have 7.0\xa0MB." in page
        assert "You may add 6.0\xa0MB more." in page
        assert "The library has room for 5.0\xa0MB more." in page

    @pytest.mark.parametrize(
        ("limits", "sentence"),
        [
            ({"USER_QUOTA_BYTES": 1}, "You may add no more."),
            ({"STORE_QUOTA_BYTES": 1}, "The media library is full."),
            ({"KEEP_FREE_BYTES": 10**18}, "The disk is full."),
        ],
    )
    def test_are_said_when_nothing_fits(
        self, tus: Tus, owner, settings, limits: dict[str, int], sentence: str
    ) -> None:
        receive(owner=owner)
        settings.VIDEOS = limits

        assert sentence in page_of(tus.client)


class TestUnfinishedUploads:
    def test_are_ones_own(self, tus: Tus, owner) -> None:
        tus.begin(9, name="ours.mp4")
        receive(owner=librarian(), filename="theirs.mp4")
        receive(owner=owner, filename="form.mp4", is_for_form=True)

        page = page_of(tus.client)

        assert '"filename": "ours.mp4"' in page
        assert "theirs.mp4" not in page
        assert "form.mp4" not in page

    def test_cost_the_same_however_many(self, tus: Tus, owner) -> None:
        page_of(tus.client)
        with CaptureQueriesContext(connection) as of_none:
            page_of(tus.client)
        for _each in range(5):
            tus.begin(9)
            receive(owner=owner)
        drain_uploads()

        with CaptureQueriesContext(connection) as of_nine:
            page_of(tus.client)

        assert len(of_nine) == len(of_none)


class TestCollections:
    def test_are_those_one_may_add_to(self, client: Client, uploads_dir) -> None:
        root = Collection.get_first_root_node()
        ours = root.add_child(name="Ours")
        ours.add_child(name="Inside ours")
        Collection.get_first_root_node().add_child(name="Theirs")
        sign_in_staff(client, librarian(collection=ours))

        page = page_of(client)

        assert "Inside ours" in page
        assert "Theirs" not in page

    def test_there_must_be_one(self, client: Client) -> None:
        sign_in_staff(client, grant_editor(UserFactory(editor=True)))

        assert client.get(PAGE).status_code in {302, 403}
