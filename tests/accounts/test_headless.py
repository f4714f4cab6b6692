"""What is reachable of django-allauth's own API, and what is not."""

import json

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from fido2.utils import websafe_encode

from accounts.headless_urls import VIEWS
from tests.accounts.signed_in import (
    add_app,
    code_for,
    let_proof_age,
    sign_in,
)
from tests.accounts.software_authenticator import SoftwareAuthenticator
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

BROWSER, APP = "/_allauth/browser/v1/", "/_allauth/app/v1/"
NOT_ROUTED = [
    "config",
    "auth/session",
    "auth/login",
    "auth/signup",
    "auth/email/verify",
    "auth/email/verify/resend",
    "auth/password/request",
    "auth/password/reset",
    "auth/code/request",
    "auth/code/confirm",
    "auth/webauthn/signup",
    "auth/2fa/trust",
    "auth/provider/token",
    "account/email",
    "account/phone",
    "account/password/change",
    "tokens/refresh",
    "openapi.json",
]


@pytest.fixture
def device(settings):
    settings.BASE_URL = "http://localhost"
    return SoftwareAuthenticator()


class App:
    """An app: it has no cookies, and keeps the token it is given."""

    def __init__(self, token=""):
        self.token = token

    def ask(self, method, route, body=None):
        headers = {"x-session-token": self.token} if self.token else {}
        client = Client(headers=headers, enforce_csrf_checks=True)
        sent = {} if body is None else {"data": body, "content_type": "application/json"}
        answer = getattr(client, method)(APP + route, **sent)
        self.token = answer.json().get("meta", {}).get("session_token", self.token)
        assert not answer.cookies
        return answer


@pytest.fixture
def signed_in_app(client):
    """Return an app whose user has signed in, as the token is the key of a session."""
    user = UserFactory(email="ann@example.org")
    sign_in(client, user)
    return App(client.cookies["sessionid"].value)


class TestRoutes:
    @pytest.mark.parametrize("route", NOT_ROUTED)
    def test_leave_out_what_has_its_own_place(self, client, route):
        for base in (BROWSER, APP):
            assert client.get(base + route).status_code == 404
            assert client.post(base + route).status_code == 404

    def test_are_no_more_than_these(self):
        for route in VIEWS:
            resolve(BROWSER + route)
        with pytest.raises(Resolver404):
            resolve(BROWSER + "auth/")

    @pytest.mark.parametrize("route", VIEWS)
    def test_are_never_stored(self, client, route):
        assert "no-store" in client.get(BROWSER + route).headers.get("Cache-Control", "no-store")


class TestBrowser:
    def test_needs_the_csrf_token(self):
        client = Client(enforce_csrf_checks=True)
        user = UserFactory()
        client.force_login(user)

        answer = client.post(BROWSER + "auth/reauthenticate", {"password": PASSWORD})

        assert answer.status_code == 403

    def test_adds_an_app_after_saying_who_it_is(self, client):
        user = UserFactory(email="ann@example.org")
        sign_in(client, user)
        let_proof_age(client)
        secret = client.get(BROWSER + "account/authenticators/totp").json()["meta"]["secret"]
        body = {"code": code_for(secret)}

        before = self.post(client, "account/authenticators/totp", body)
        self.post(client, "auth/reauthenticate", {"password": PASSWORD})
        after = self.post(client, "account/authenticators/totp", body)

        assert (before.status_code, after.status_code) == (401, 200)

    def test_shares_the_lock_of_the_sign_in_page(self, client):
        user = UserFactory(email="ann@example.org")
        sign_in(client, user)
        for number in range(5):
            self.post(client, "auth/reauthenticate", {"password": f"wrong {number}"})

        assert sign_in(Client(), user).status_code == 429

    def test_takes_a_sign_in_of_a_moment_ago_for_the_first_factor(self, client):
        sign_in(client, UserFactory())
        secret = client.get(BROWSER + "account/authenticators/totp").json()["meta"]["secret"]

        answer = self.post(client, "account/authenticators/totp", {"code": code_for(secret)})

        assert answer.status_code == 200

    def post(self, client, route, body):
        return client.post(BROWSER + route, json.dumps(body), content_type="application/json")


DEEP = "[" * 100_000


class TestNestedBodies:
    @pytest.mark.parametrize("base", [BROWSER, APP])
    @pytest.mark.parametrize("route", VIEWS)
    @pytest.mark.parametrize("body", [DEEP, '{"code":' * 900 + "1" + "}" * 900])
    def test_are_refused(self, client, base, route, body):
        answer = client.post(base + route, body, content_type="application/json")

        assert 400 <= answer.status_code < 500

    @pytest.mark.parametrize("told", [DEEP, '{"origin":' * 900 + "1" + "}" * 900, '{"":' * 50_000])
    def test_within_a_credential_are_refused(self, client, told):
        made = {name: websafe_encode(told.encode()) for name in ("clientDataJSON", "signature")}
        credential = {"id": "eA", "rawId": "eA", "type": "public-key", "response": made}
        client.get(BROWSER + "auth/webauthn/login")

        answer = client.post(
            BROWSER + "auth/webauthn/login",
            {"credential": credential},
            content_type="application/json",
        )

        assert answer.status_code == 400

    def test_within_a_new_passkey_are_refused(self, signed_in_app, device):
        told = {"type": "webauthn.create", "challenge": "eA", "origin": device.origin}
        made = {
            "clientDataJSON": websafe_encode(json.dumps(told).encode()),
            "attestationObject": websafe_encode(b"\x81" * 50_000),
        }
        credential = {"id": "eA", "rawId": "eA", "type": "public-key", "response": made}
        route = "account/authenticators/webauthn"
        signed_in_app.ask("post", "auth/reauthenticate", {"password": PASSWORD})
        signed_in_app.ask("get", route)

        answer = signed_in_app.ask("post", route, {"name": "x", "credential": credential})

        assert answer.status_code == 400


class TestLock:
    """Whoever failed too often is told when a further attempt is looked at."""

    WRONG = {"code": "000000"}
    CREDENTIAL = {"id": "x", "rawId": "x", "type": "public-key", "response": {}}

    def last_of_six(self, ask):
        answers = [ask() for _time in range(6)]
        assert "Retry-After" not in answers[4].headers
        return answers[5]

    def assert_says_when(self, answer):
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["code"] in {"too_many_login_attempts", "rate_limited"}
        assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60

    @pytest.mark.parametrize(
        ("route", "body"),
        [
            ("auth/reauthenticate", {"password": "Wrong-Lantern-4827"}),
            ("auth/2fa/reauthenticate", WRONG),
        ],
    )
    def test_of_somebody_signed_in(self, signed_in_app, route, body):
        self.assert_says_when(self.last_of_six(lambda: signed_in_app.ask("post", route, body)))

    def test_of_setting_up_an_app(self, signed_in_app):
        route = "account/authenticators/totp"
        signed_in_app.ask("get", route)

        answer = self.last_of_six(lambda: signed_in_app.ask("post", route, self.WRONG))

        self.assert_says_when(answer)

    def test_of_a_sign_in_that_waits(self, client, signed_in_app):
        add_app(client)
        waiting = Client()
        waiting.post("/en/account/sign-in/", {"email": "ann@example.org", "password": PASSWORD})
        app = App(waiting.cookies["sessionid"].value)

        answer = self.last_of_six(lambda: app.ask("post", "auth/2fa/authenticate", self.WRONG))

        self.assert_says_when(answer)

    def test_of_a_place_that_sends_passkeys(self, client, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}
        body, sent = {"credential": self.CREDENTIAL}, {"content_type": "application/json"}

        answers = [client.post(BROWSER + "auth/webauthn/login", body, **sent) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [400, 400, 429]
        assert 0 < int(answers[2].headers["Retry-After"]) <= 60


class TestAskingForAPasskey:
    @pytest.mark.parametrize("base", [BROWSER, APP])
    def test_is_limited(self, client, settings, base):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "2/m/ip"}

        answers = [client.get(base + "auth/webauthn/login") for _time in range(3)]

        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[2].headers["Retry-After"]) > 0

    def test_keeps_the_session_of_nobody_for_an_hour(self, client):
        client.get(BROWSER + "auth/webauthn/login")

        assert client.session.get_expiry_age() == 3600

    def test_leaves_the_session_of_somebody_as_long_as_any(self, client, settings):
        client.get(BROWSER + "auth/webauthn/login")

        sign_in(client, UserFactory())

        assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


class TestApp:
    def test_lists_and_ends_sessions(self, signed_in_app):
        listed = signed_in_app.ask("get", "auth/sessions")
        chosen = [session["id"] for session in listed.json()["data"]]

        signed_in_app.ask("delete", "auth/sessions", {"sessions": chosen})

        assert signed_in_app.ask("get", "auth/sessions").status_code in {401, 410}

    def test_signs_in_with_a_passkey(self, signed_in_app, device):
        signed_in_app.ask("post", "auth/reauthenticate", {"password": PASSWORD})
        route = "account/authenticators/webauthn"
        options = signed_in_app.ask("get", f"{route}?passwordless").json()["data"]
        made = json.loads(device.make(options["creation_options"]))
        signed_in_app.ask("post", route, {"name": "Phone", "credential": made})
        phone = App()

        options = phone.ask("get", "auth/webauthn/login").json()["data"]["request_options"]
        answer = phone.ask(
            "post", "auth/webauthn/login", {"credential": json.loads(device.use(options))}
        )

        assert answer.status_code == 200
        assert phone.ask("get", "auth/sessions").status_code == 200

    def test_finishes_a_sign_in_with_a_code(self, client, signed_in_app):
        secret = add_app(client)
        waiting = Client()
        waiting.post("/en/account/sign-in/", {"email": "ann@example.org", "password": PASSWORD})
        app = App(waiting.cookies["sessionid"].value)

        answer = app.ask("post", "auth/2fa/authenticate", {"code": code_for(secret)})

        assert answer.status_code == 200
        assert app.ask("get", "auth/sessions").status_code == 200

    @pytest.mark.parametrize(
        "credential",
        [
            {},
            {"id": "x", "rawId": "x", "type": "public-key", "response": {}},
            {
                "id": "eA",
                "rawId": "eA",
                "type": "public-key",
                "response": {"clientDataJSON": "e30", "attestationObject": "eA"},
            },
        ],
    )
    def test_is_told_of_a_credential_that_makes_no_sense(self, signed_in_app, credential):
        signed_in_app.ask("post", "auth/reauthenticate", {"password": PASSWORD})
        signed_in_app.ask("get", "account/authenticators/webauthn")

        answer = signed_in_app.ask(
            "post", "account/authenticators/webauthn", {"name": "x", "credential": credential}
        )

        assert answer.status_code == 400
