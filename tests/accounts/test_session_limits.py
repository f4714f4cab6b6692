"""Sessions end after so long without a request, and after so long in any case."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuthEvent, AuthEventKind
from accounts.services.session_limits import SEEN_AT, SIGNED_IN_AT
from tests.accounts.signed_in import sign_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

APP = "/_allauth/app/v1/auth/sessions"
PAGE = "/en/account/sessions/"
MINUTE, HOUR, DAY = 60, 3_600, 86_400
KINDS = [
    pytest.param(False, "MEDIA_SESSION_IDLE_SECONDS", "MEDIA_SESSION_SECONDS", id="media"),
    pytest.param(True, "STAFF_SESSION_IDLE_SECONDS", "STAFF_SESSION_SECONDS", id="staff"),
]


def age(client, seconds, *, idle=0):
    """Let the session have begun so long ago, and have been used so long ago."""
    session = client.session
    now = int(timezone.now().timestamp())
    session[SIGNED_IN_AT], session[SEEN_AT] = now - seconds, now - idle
    session.save()


@pytest.mark.parametrize(("is_staff", "idle", "longest"), KINDS)
class TestLimits:
    def test_end_a_session_that_was_not_used(self, client, settings, is_staff, idle, longest):
        sign_in(client, UserFactory(is_staff=is_staff))
        limit = getattr(settings, idle)

        age(client, limit, idle=limit - MINUTE)
        assert client.get(PAGE).status_code == 200
        age(client, limit, idle=limit)

        assert client.get(PAGE).headers["Location"].endswith(f"sign-in/?next={PAGE}")

    def test_end_an_old_session_however_much_it_was_used(
        self, client, settings, is_staff, idle, longest
    ):
        sign_in(client, UserFactory(is_staff=is_staff))
        limit = getattr(settings, longest)

        age(client, limit - MINUTE)
        assert client.get(PAGE).status_code == 200
        age(client, limit)

        assert client.get(PAGE).status_code == 302


class TestAnyInstant:
    @pytest.mark.parametrize("kind", ["MEDIA", "STAFF"])
    def test_is_on_one_side_of_both_limits(self, client, settings, chance, soak_size, kind):
        user = UserFactory(is_staff=kind == "STAFF")
        limits = [getattr(settings, f"{kind}_SESSION{end}_SECONDS") for end in ("", "_IDLE")]

        for _draw in range(soak_size(4, 150)):
            client.force_login(user)
            ages = [_some_instant(chance, limit) for limit in limits]

            age(client, ages[0], idle=min(ages))
            status = client.get(PAGE).status_code

            goes_on = ages[0] < limits[0] and min(ages) < limits[1]
            assert status == (200 if goes_on else 302), ages


def _some_instant(chance, limit):
    """Draw seconds, half of the time close to the limit, but not so close that a second counts."""
    if chance.random() < 0.5:
        return limit + chance.choice([-1, 1]) * chance.randint(MINUTE, 5 * MINUTE)
    return chance.randint(0, 2 * limit)


class TestEnd:
    def test_kills_the_cookie(self, client):
        sign_in(client, UserFactory())
        key = client.cookies["sessionid"].value
        age(client, 31 * DAY)

        client.get(PAGE)
        client.cookies["sessionid"] = key

        assert client.get(PAGE).status_code == 302
        assert not Session.objects.filter(session_key=key).exists()
        assert not UserSession.objects.exists()

    def test_is_explained_once_where_one_signs_in_again(self, client):
        sign_in(client, UserFactory())
        age(client, 8 * DAY, idle=8 * DAY)

        first = client.get(PAGE, follow=True).text
        again = client.get("/en/account/sign-in/").text

        assert "You were signed out because you had not been active for a while." in first
        assert "You were signed out" not in again

    def test_is_recorded(self, client):
        user = UserFactory()
        sign_in(client, user)
        age(client, 31 * DAY)

        client.get(PAGE)

        event = AuthEvent.objects.latest("pk")
        assert (event.kind, event.user) == (AuthEventKind.SESSION_ENDED, user)
        assert event.detail == {"reason": "old"}

    def test_holds_for_the_token_of_an_app(self, client):
        sign_in(client, UserFactory())
        headers = {"x-session-token": client.cookies["sessionid"].value}
        assert Client().get(APP, headers=headers).status_code == 200

        age(client, 31 * DAY)

        assert Client().get(APP, headers=headers).status_code == 401
        assert Client().get(APP, headers=headers).status_code == 410


class TestUse:
    def test_is_written_once_a_minute(self, client):
        sign_in(client, UserFactory())
        age(client, HOUR, idle=MINUTE)

        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
            client.get(PAGE)
            client.get(PAGE)

        written = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
        assert sum('UPDATE "django_session"' in statement for statement in written) == 1
        assert sum('UPDATE "usersessions_usersession"' in each for each in written) == 1

    def test_is_written_after_a_minute(self, client):
        sign_in(client, UserFactory())
        age(client, HOUR, idle=MINUTE)
        UserSession.objects.update(last_seen_at="2020-01-01T00:00:00Z")

        client.get(PAGE)

        assert int(timezone.now().timestamp()) - client.session[SEEN_AT] < MINUTE
        assert UserSession.objects.get().last_seen_at.year > 2020

    def test_leaves_public_pages_independent_of_cookies(self, client):
        sign_in(client, UserFactory())

        response = client.get("/robots.txt")

        assert "Cookie" not in response.headers.get("Vary", "")
