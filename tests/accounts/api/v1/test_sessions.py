from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.utils import timezone

from accounts.models import AuthEvent, AuthEventKind, User
from tests.accounts.api.v1.clients import AppClient
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


class TestSignIn:
    def test_opens_a_session(self, api, user):
        response = api.post("session", {"email": "Ann@Example.org", "password": PASSWORD})

        content = response.json()
        assert content["authenticated"]
        assert content["account"]["id"] == str(user.uuid)
        assert api.is_signed_in()

    @pytest.mark.parametrize("email", ["ann@example.org", "nobody@example.org"])
    def test_says_of_no_account_whether_it_exists(self, api, user, email):
        response = api.post("session", {"email": email, "password": "Wrong-Lantern-4827"})

        problem = response.json()
        assert response.status_code == 401
        assert response["WWW-Authenticate"]
        assert problem["type"].endswith("/invalid-credentials/")
        assert problem["errors"] == []

    def test_of_a_switched_off_account_looks_like_a_wrong_password(self, api, user):
        User.objects.update(is_active=False)

        response = api.post("session", {"email": user.email, "password": PASSWORD})

        assert response.status_code == 401
        assert response.json()["type"].endswith("/invalid-credentials/")

    def test_is_locked_after_five_failures(self, api, user):
        for _time in range(5):
            api.post("session", {"email": user.email, "password": "Wrong-Lantern-4827"})

        response = api.post("session", {"email": user.email, "password": PASSWORD})

        assert response.status_code == 429
        assert response.json()["type"].endswith("/sign-in-locked/")
        assert 0 < int(response["Retry-After"]) <= 900

    def test_keeps_the_page_somebody_was_on(self, api, user):
        body = {"email": user.email, "password": PASSWORD, "next": "/fr/videos/tide/"}

        assert api.post("session", body).json()["next"] == "/fr/videos/tide/"

    def test_gets_another_key(self, api, signed_in, user):
        former = api.token if isinstance(api, AppClient) else api.http.cookies["sessionid"].value

        api.sign_in(user, PASSWORD)

        latter = api.token if isinstance(api, AppClient) else api.http.cookies["sessionid"].value
        assert latter != former


class TestSignOut:
    def test_ends_the_session(self, signed_in):
        response = signed_in.delete("session")

        assert response.status_code == 204
        assert not signed_in.is_signed_in()

    def test_of_nobody_changes_nothing(self, api):
        assert api.delete("session").status_code == 204


class TestSecondFactor:
    @pytest.fixture
    def secret(self, user, settings):
        settings.MFA_TOTP_PERIOD = 10**9  # no code ends while a test is running
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        return secret

    @pytest.fixture
    def waiting(self, api, user, secret):
        body = {"email": user.email, "password": PASSWORD, "next": "/en/videos/tide/"}
        response = api.post("session", body)
        assert response.status_code == 401
        return response.json()

    def test_is_asked_for(self, api, waiting):
        assert waiting["type"].endswith("/second-factor-required/")
        assert waiting["methods"] == ["recovery_codes", "totp"]
        state = api.get("session").json()
        assert not state["authenticated"]
        assert state["pending"] == "second_factor"

    def test_signs_in_and_keeps_the_page(self, api, waiting, secret):
        code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

        response = api.post("session/second-factor", {"code": code})

        assert response.status_code == 200
        assert response.json()["authenticated"]
        assert response.json()["next"] == "/en/videos/tide/"
        assert api.is_signed_in()

    def test_that_was_used_is_refused(self, api, waiting, secret, user):
        code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
        api.post("session/second-factor", {"code": code})
        api.post("session", {"email": user.email, "password": PASSWORD})

        assert api.post("session/second-factor", {"code": code}).status_code == 422

    def test_may_be_a_recovery_code(self, api, waiting, user):
        row = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
        code = row.wrap().get_unused_codes()[0]

        assert api.post("session/second-factor", {"code": code}).status_code == 200

    def test_that_is_wrong_is_a_422_and_locks_in_the_end(self, api, waiting):
        answers = [api.post("session/second-factor", {"code": "x1"}) for _time in range(6)]

        assert [response.status_code for response in answers] == [422] * 5 + [429]
        assert int(answers[5]["Retry-After"]) > 0

    def test_that_nobody_waits_for_is_a_409(self, api):
        assert api.post("session/second-factor", {"code": "123456"}).status_code == 409


class TestList:
    def test_shows_where_somebody_is_signed_in(self, signed_in, new_client, user):
        new_client(**{"User-Agent": "Telephone"}).sign_in(user, PASSWORD)

        places = signed_in.get("sessions").json()["data"]

        assert [place["is_current"] for place in places] == [True, False]
        assert places[1]["user_agent"] == "Telephone"

    def test_is_for_those_who_are_signed_in(self, api):
        response = api.get("sessions")

        assert response.status_code == 401
        assert response.json()["type"].endswith("/unauthenticated/")

    def test_ends_one_session(self, signed_in, new_client, user):
        other = new_client()
        other.sign_in(user, PASSWORD)
        place = signed_in.get("sessions").json()["data"][1]

        response = signed_in.delete(f"sessions/{place['id']}")

        assert response.status_code == 204
        assert not other.is_signed_in()
        assert signed_in.is_signed_in()

    def test_ends_this_session_too(self, signed_in):
        place = signed_in.get("sessions").json()["data"][0]

        signed_in.delete(f"sessions/{place['id']}")

        assert not signed_in.is_signed_in()

    def test_ends_all_others(self, signed_in, new_client, user):
        other = new_client()
        other.sign_in(user, PASSWORD)

        response = signed_in.delete("sessions")

        assert response.json() == {"ended": 1}
        assert not other.is_signed_in()
        assert signed_in.is_signed_in()

    def test_notes_each_end_in_the_security_log(self, signed_in, new_client, user):
        for _ in range(2):
            new_client().sign_in(user, PASSWORD)
        place = signed_in.get("sessions").json()["data"][1]

        signed_in.delete(f"sessions/{place['id']}")
        signed_in.delete("sessions")

        ended = AuthEvent.objects.filter(kind=AuthEventKind.SESSION_ENDED, user=user)
        assert [event.ip_address for event in ended] == ["127.0.0.1"] * 2

    def test_notes_nothing_where_nothing_ended(self, signed_in):
        signed_in.delete("sessions")

        assert not AuthEvent.objects.filter(kind=AuthEventKind.SESSION_ENDED).exists()

    def test_knows_nobody_elses(self, signed_in, new_client):
        stranger = UserFactory()
        other = new_client()
        other.sign_in(stranger, PASSWORD)
        place = other.get("sessions").json()["data"][0]

        assert signed_in.delete(f"sessions/{place['id']}").status_code == 404
        assert other.is_signed_in()


class TestDeath:
    """A session is worth nothing from the moment its account may not sign in."""

    def test_of_a_switched_off_account(self, signed_in):
        User.objects.update(is_active=False)

        assert not signed_in.is_signed_in()
        assert signed_in.get("sessions").status_code == 401

    def test_by_another_password(self, signed_in, user):
        user.set_password("Quiet-Meadow-9153")
        user.save()

        assert not signed_in.is_signed_in()
        assert signed_in.get("sessions").status_code == 401

    @pytest.mark.parametrize("days", [8, 31])
    def test_by_rest(self, signed_in, monkeypatch, days):
        later = timezone.now() + timedelta(days=days)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)

        assert not signed_in.is_signed_in()
        assert signed_in.get("sessions").status_code == 401
