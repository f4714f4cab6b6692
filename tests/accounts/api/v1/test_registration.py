import pytest

from accounts.models import NoticeEdition, User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class TestRegister:
    def test_begins_a_flow(self, api, registration):
        response = api.post("register", registration)

        assert response.status_code == 202
        content = response.json()
        assert content["purpose"] == "verify"
        assert content["secret"]
        assert content["next"] == "/en/videos/tide/"
        assert content["resend_at"] < content["expires_at"]
        assert not User.objects.exists()

    def test_answers_alike_for_a_known_address(self, new_client, registration):
        UserFactory(email="known@example.org")

        known = new_client().post("register", registration | {"email": "known@example.org"})
        unknown = new_client().post("register", registration)

        assert known.status_code == unknown.status_code
        assert known.json().keys() == unknown.json().keys()

    def test_tells_every_broken_rule(self, api, registration):
        response = api.post("register", registration | {"password": "short"})

        assert response.status_code == 400
        faults = response.json()["errors"]
        assert {fault["pointer"] for fault in faults} == {"/password"}
        assert {"too_short", "no_digit", "no_symbol"} <= {fault["code"] for fault in faults}

    def test_asked_twice_at_once_is_a_429(self, api, registration):
        api.post("register", registration)

        response = api.post("register", registration)

        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60
        assert response.json()["type"].endswith("/code-sent-recently/")

    @pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil"])
    def test_drops_a_next_page_that_may_not_be_followed(self, api, registration, target):
        response = api.post("register", registration | {"next": target})

        assert response.json()["next"] == ""


class TestTerms:
    @pytest.fixture(autouse=True)
    def _terms(self, db):
        NoticeEdition.objects.create(
            kind="terms",
            version=2,
            locale="en",
            title="Terms",
            body_html="<p>Be fair.</p>",
            published_at="2026-01-01T00:00:00Z",
        )

    def test_must_be_accepted(self, api, registration):
        response = api.post("register", registration)

        assert response.status_code == 400
        assert response.json()["errors"][0]["pointer"] == "/terms_version"

    def test_of_an_older_version_are_not_enough(self, api, registration):
        response = api.post("register", registration | {"terms_version": 1})

        assert response.status_code == 409
        assert response.json()["type"].endswith("/terms-outdated/")

    def test_are_recorded_with_what_was_shown(self, api, registration, code_for):
        started = api.post(
            "register", registration | {"terms_version": 2, "terms_shown": "I do.", "locale": "fr"}
        ).json()
        code = code_for("new@example.org")
        api.post("verify", {"flow": started["flow"], "secret": started["secret"], "code": code})

        consent = User.objects.get().consents.get()
        assert (consent.version, consent.shown, consent.source) == (2, "I do.", "api")


class TestVerify:
    def test_makes_the_account_and_signs_in(self, api, registration, code_for):
        started = api.post("register", registration).json()
        code = code_for("new@example.org")

        response = api.post(
            "verify", {"flow": started["flow"], "code": code, "secret": started["secret"]}
        )

        content = response.json()
        assert content["authenticated"]
        assert content["newsletter_offer"]
        assert not content["needs_password"]
        assert content["next"] == "/en/videos/tide/"
        assert content["account"]["email"] == "new@example.org"
        assert api.is_signed_in()

    def test_without_the_secret_asks_for_a_password(self, new_client, registration, code_for):
        """Somebody else may have begun the flow; their password must not count."""
        planted = new_client().post("register", registration).json()
        victim = new_client()

        content = victim.post(
            "verify", {"flow": planted["flow"], "code": code_for("new@example.org")}
        ).json()

        assert content["needs_password"]
        assert content["ticket"]
        assert not content["authenticated"]
        assert not User.objects.exists()
        own = {"flow": planted["flow"], "ticket": content["ticket"]}
        done = victim.post("password", own | {"password": "Quiet-Meadow-9153"}).json()
        assert done["authenticated"]
        assert User.objects.get().check_password("Quiet-Meadow-9153")

    def test_counts_wrong_codes_down_to_the_end(self, api, registration, code_for):
        flow = api.post("register", registration).json()["flow"]
        wrong = f"{(int(code_for('new@example.org')) + 1) % 10**6:06}"

        answers = [api.post("verify", {"flow": flow, "code": wrong}) for _time in range(6)]

        assert [response.status_code for response in answers] == [422] * 5 + [409]
        left = [response.json()["attempts_left"] for response in answers[:5]]
        assert left == [4, 3, 2, 1, 0]
        assert answers[5].json()["errors"][0]["code"] == "exhausted"

    def test_takes_a_code_once(self, api, registration, code_for):
        started = api.post("register", registration).json()
        body = {
            "flow": started["flow"],
            "secret": started["secret"],
            "code": code_for("new@example.org"),
        }
        api.post("verify", body)

        again = api.post("verify", body)

        assert again.status_code == 409
        assert again.json()["errors"][0]["code"] == "gone"

    def test_of_no_flow_is_a_409(self, api):
        flow = "7a1c0a52-52f1-4c1f-9a51-3f0f5d2f7e10"

        response = api.post("verify", {"flow": flow, "code": "123456"})

        assert response.status_code == 409


class TestResend:
    @pytest.mark.parametrize("saves_every_session", [False, True])
    def test_too_soon_leaves_the_mailed_code_good(
        self, api, settings, registration, code_for, saves_every_session
    ):
        settings.SESSION_SAVE_EVERY_REQUEST = saves_every_session
        started = api.post("register", registration).json()
        code = code_for("new@example.org")

        early = api.post("resend", {"flow": started["flow"]})
        verified = api.post(
            "verify", {"flow": started["flow"], "secret": started["secret"], "code": code}
        )

        assert early.status_code == 429
        assert int(early["Retry-After"]) > 0
        assert verified.status_code == 200
