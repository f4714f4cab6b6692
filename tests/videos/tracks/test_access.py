"""Who may work with timed text."""

import pytest
from django.test import Client
from wagtail.models import Collection

from tests.factories.accounts import UserFactory, grant_editor
from tests.factories.videos import VideoAssetFactory
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from tests.videos.tracks.desk import ask, asset, client, track, url
from videos.models import Track

__all__ = ["asset", "client", "track"]

pytestmark = pytest.mark.django_db
NAMES = ("edit", "change", "delete", "cues", "check")


class TestWho:
    @pytest.mark.parametrize("name", NAMES)
    def test_strangers_are_asked_to_sign_in(self, track: Track, name: str) -> None:
        answer = Client().get(url(name, track))

        assert answer.status_code == 302
        assert "/sign-in/" in answer["Location"]

    @pytest.mark.parametrize("name", NAMES)
    def test_editors_without_the_library_are_turned_away(self, track: Track, name: str) -> None:
        client = Client()
        sign_in_staff(client, grant_editor(UserFactory(editor=True)))

        assert ask(client, name, track).status_code in {302, 403}

    @pytest.mark.parametrize("name", NAMES)
    def test_the_collection_decides(self, track: Track, name: str) -> None:
        client = Client()
        own = Collection.get_first_root_node().add_child(name="Own")
        sign_in_staff(client, librarian(collection=own))

        assert ask(client, name, track).status_code == 404

    @pytest.mark.parametrize("name", NAMES)
    def test_a_track_is_found_below_its_own_asset_only(
        self, client: Client, track: Track, name: str
    ) -> None:
        track.asset.uuid = VideoAssetFactory().uuid

        assert ask(client, name, track).status_code == 404

    def test_saving_wants_a_token(self, track: Track) -> None:
        client = Client(enforce_csrf_checks=True)
        sign_in_staff(client, librarian())

        answer = client.post(
            url("cues", track), '{"version": 1, "cues": []}', content_type="application/json"
        )

        assert answer.status_code == 403
