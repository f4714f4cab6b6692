import pytest

from tests.accounts.api.v1.conftest import STRONG_PASSWORD
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


class TestReset:
    @pytest.fixture
    def ticket(self, api, user, code_for):
        started = api.post("reset", {"email": user.email, "next": "/en/videos/tide/"}).json()
        code = code_for(user.email)
        content = api.post("verify", {"flow": started["flow"], "code": code}).json()
        assert content["needs_password"]
        return {"flow": started["flow"], "ticket": content["ticket"]}

    def test_sets_the_password_and_signs_nobody_in(self, api, user, ticket):
        content = api.post("password", ticket | {"password": STRONG_PASSWORD}).json()

        assert content["changed"]
        assert content["next"] == "/en/videos/tide/"
        assert not content["authenticated"]
        user.refresh_from_db()
        assert user.check_password(STRONG_PASSWORD)

    def test_ends_every_session(self, new_client, user, ticket, api):
        elsewhere = new_client()
        elsewhere.sign_in(user, PASSWORD)

        api.post("password", ticket | {"password": STRONG_PASSWORD})

        assert not elsewhere.is_signed_in()

    def test_refused_for_a_weak_password_may_be_tried_again(self, api, ticket):
        refused = api.post("password", ticket | {"password": "Password1234!"})
        done = api.post("password", ticket | {"password": STRONG_PASSWORD})

        assert refused.status_code == 400
        assert done.status_code == 200

    def test_works_once(self, api, ticket):
        api.post("password", ticket | {"password": STRONG_PASSWORD})

        again = api.post("password", ticket | {"password": "Quiet-Meadow-9153"})

        assert again.status_code == 409
        assert again.json()["errors"][0]["code"] == "refused"

    def test_answers_alike_for_an_unknown_address(self, new_client, user):
        known = new_client().post("reset", {"email": user.email})
        unknown = new_client().post("reset", {"email": "nobody@example.org"})

        assert (known.status_code, unknown.status_code) == (202, 202)
        assert known.json().keys() == unknown.json().keys()


class TestChange:
    def test_keeps_this_session_and_ends_the_others(self, signed_in, new_client, user):
        elsewhere = new_client()
        elsewhere.sign_in(user, PASSWORD)

        response = signed_in.post(
            "password", {"current_password": PASSWORD, "password": STRONG_PASSWORD}
        )

        assert response.status_code == 200
        assert signed_in.is_signed_in()
        assert not elsewhere.is_signed_in()

    @pytest.mark.parametrize(
        ("wanted", "answered"),
        [("/en/videos/harbour/", "/en/videos/harbour/"), ("https://evil.example/", "")],
    )
    def test_leads_back_to_the_page_somebody_was_on(self, signed_in, wanted, answered):
        body = {"current_password": PASSWORD, "password": STRONG_PASSWORD, "next": wanted}

        assert signed_in.post("password", body).json()["next"] == answered

    def test_needs_the_present_password(self, signed_in):
        response = signed_in.post(
            "password", {"current_password": "Wrong-Lantern-4827", "password": STRONG_PASSWORD}
        )

        assert response.status_code == 400
        assert response.json()["errors"] == [
            {
                "pointer": "/current_password",
                "code": "wrong",
                "detail": "This is not the password of the account.",
            }
        ]

    def test_needs_somebody_signed_in(self, api):
        response = api.post("password", {"current_password": "x", "password": STRONG_PASSWORD})

        assert response.status_code == 401

    @pytest.mark.parametrize(
        ("body", "missing"),
        [({}, "/current_password"), ({"ticket": "x"}, "/flow")],
    )
    def test_needs_one_whole_set_of_fields(self, api, body, missing):
        response = api.post("password", body | {"password": STRONG_PASSWORD})

        assert response.status_code == 400
        assert response.json()["errors"][0]["pointer"] == missing


class TestRules:
    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_are_told_in_the_language_asked_for(self, api, locale):
        response = api.get(f"password?locale={locale}")

        assert response["Content-Language"] == locale
        assert {rule["code"] for rule in response.json()["data"]} >= {"too_short", "guessable"}
