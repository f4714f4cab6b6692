import pytest
from django.test import Client

from accounts.models import AuthEvent, AuthEventKind
from tests.accounts.signed_in import sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

SESSIONS = "/en/account/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"


@pytest.fixture
def user(client):
    person = UserFactory(email="ann@example.org")
    sign_in(client, person)
    return person


@pytest.fixture
def elsewhere(user):
    """Return another browser in which the person is signed in."""
    browser = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="192.0.2.7")
    sign_in(browser, user)
    return browser


def is_signed_in(client):
    return client.get(SESSIONS).status_code == 200


class TestList:
    def test_says_with_what_and_from_where(self, client, elsewhere):
        page = client.get(SESSIONS).text

        assert "Firefox on Windows" in page
        assert "192.0.2.7" in page

    def test_begins_with_the_present_one(self, client, elsewhere):
        places = [place for place, _device in client.get(SESSIONS).context["places"]]

        assert [place.is_current for place in places] == [True, False]

    def test_holds_no_key_that_signs_in(self, client, elsewhere):
        page = client.get(SESSIONS).text

        assert elsewhere.cookies["sessionid"].value not in page
        assert client.cookies["sessionid"].value not in page

    def test_shows_only_ones_own(self, client, user):
        sign_in(Client(), UserFactory())

        assert len(client.get(SESSIONS).context["places"]) == 1

    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_reads_in_the_direction_of_its_language(self, client, user, locale, direction):
        page = client.get(f"/{locale}/account/sessions/").text

        assert f'lang="{locale}" dir="{direction}"' in page


class TestEnding:
    def test_one_leaves_the_others(self, client, user, elsewhere):
        third = Client()
        sign_in(third, user)
        places = client.get(SESSIONS).context["places"]
        chosen = next(place.id for place, device in places if device == "Firefox on Windows")

        client.post(SESSIONS, {"end": chosen})

        assert not is_signed_in(elsewhere)
        assert is_signed_in(third)
        assert is_signed_in(client)
        assert AuthEvent.objects.latest("pk").kind == AuthEventKind.SESSION_ENDED

    def test_all_others_leaves_this_one(self, client, elsewhere):
        client.post(SESSIONS, {"end": "others"})

        assert not is_signed_in(elsewhere)
        assert is_signed_in(client)

    def test_of_somebody_elses_does_nothing(self, client, user):
        stranger = Client()
        sign_in(stranger, UserFactory())
        (place, _device), *_rest = stranger.get(SESSIONS).context["places"]

        client.post(SESSIONS, {"end": place.id})

        assert is_signed_in(stranger)
