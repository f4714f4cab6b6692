"""Permissions on collections of the media library."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from accounts.services.role_specs import MEDIA_LIBRARY_MANAGER, PRESS_OFFICER
from accounts.services.roles import group_of, set_up_roles
from tests.factories.accounts import UserFactory
from tests.factories.videos import VideoAssetFactory
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from videos import access
from videos.models import VideoAsset

pytestmark = pytest.mark.django_db

NAMES = "wagtailsnippets_videos_videoasset"


class Library:
    """Two collections beside each other, one of which the reader may work in."""

    def __init__(self) -> None:
        root = Collection.get_first_root_node()
        self.summit = root.add_child(name="Summit")
        self.archive = root.add_child(name="Archive")
        self.ours = VideoAssetFactory(title="Ours of the summit", collection=self.summit)
        self.theirs = VideoAssetFactory(title="Theirs in the archive", collection=self.archive)

    def form(self, **changes: object) -> dict[str, object]:
        return {"title": "Changed", "poster": "", "collection": self.summit.pk, **changes}


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def reader(client: Client, library: Library) -> Client:
    sign_in_staff(client, librarian(collection=library.summit))
    return client


class TestList:
    def test_shows_what_lies_in_permitted_collections(self, reader: Client) -> None:
        page = reader.get(reverse(f"{NAMES}:list")).content.decode()

        assert "Ours of the summit" in page
        assert "Theirs in the archive" not in page

    def test_of_the_chooser_does_too(self, reader: Client) -> None:
        answer = reader.get(reverse("wagtailsnippetchoosers_videos_videoasset:choose")).json()

        assert "Ours of the summit" in answer["html"]
        assert "Theirs in the archive" not in answer["html"]


class TestOneAsset:
    @pytest.mark.parametrize("view", ["edit", "delete", "history", "usage"])
    def test_is_found_in_permitted_collections_only(
        self, reader: Client, library: Library, view: str
    ) -> None:
        for asset, status in ((library.ours, 200), (library.theirs, 404)):
            assert reader.get(reverse(f"{NAMES}:{view}", args=[asset.pk])).status_code == status

    def test_cannot_be_changed_or_deleted_elsewhere(self, reader: Client, library: Library) -> None:
        reader.post(reverse(f"{NAMES}:edit", args=[library.theirs.pk]), library.form())
        reader.post(reverse(f"{NAMES}:delete", args=[library.theirs.pk]))
        bulk = reverse("wagtail_bulk_action", args=["videos", "videoasset", "delete"])
        reader.post(f"{bulk}?id={library.theirs.pk}&next=/cms/")

        assert VideoAsset.objects.get(pk=library.theirs.pk).title == "Theirs in the archive"

    def test_state_is_hidden_elsewhere(self, reader: Client, library: Library) -> None:
        for asset, status in ((library.ours, 200), (library.theirs, 404)):
            address = reverse("video_library:work", args=[asset.uuid])
            assert reader.get(address).status_code == status

    def test_cannot_be_moved_where_one_may_not_add(self, reader: Client, library: Library) -> None:
        address = reverse(f"{NAMES}:edit", args=[library.ours.pk])

        refused = reader.post(address, library.form(collection=library.archive.pk))
        accepted = reader.post(address, library.form())

        assert "Select a valid choice" in refused.content.decode()
        assert accepted.status_code == 302
        assert VideoAsset.objects.get(pk=library.ours.pk).collection == library.summit

    def test_may_be_seen_without_being_changed(self, client: Client, library: Library) -> None:
        sign_in_staff(client, librarian(["view"], collection=library.summit))

        page = client.get(reverse(f"{NAMES}:list")).content.decode()

        assert "Ours of the summit" in page
        edit = client.get(reverse(f"{NAMES}:edit", args=[library.ours.pk]))
        assert edit.status_code == 404


class TestGroups:
    def test_are_given_permissions_on_collections(self, admin_client: Client) -> None:
        page = admin_client.get("/cms/groups/new/").content.decode()

        assert "Add a video asset permission" in page

    @pytest.mark.parametrize("role", [PRESS_OFFICER, MEDIA_LIBRARY_MANAGER])
    def test_of_the_roles_may_add_and_change_everywhere(self, library: Library, role) -> None:
        set_up_roles()
        user = UserFactory(editor=True, roles=[group_of(role)])

        assert set(access.collections_for_adding(user)) >= {library.summit, library.archive}
        assert access.may(user, "change", library.theirs)
