"""What sets browsers and apps apart."""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.api.v1.clients import AppClient, BrowserClient
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db

FRONTEND = "https://frontend.example"


@pytest.fixture
def browser():
    return BrowserClient()


@pytest.fixture
def app():
    return AppClient()


@pytest.fixture
def frontend(settings):
    settings.FRONTEND_ORIGINS = settings.CORS_ALLOWED_ORIGINS = [FRONTEND]
    settings.CSRF_TRUSTED_ORIGINS = [FRONTEND]


class TestBrowser:
    @pytest.mark.parametrize("method", ["post", "patch", "delete"])
    @pytest.mark.parametrize("path", ["session", "register", "verify", "reset", "me", "sessions"])
    def test_without_a_csrf_token_changes_nothing(self, method, path):
        http = Client(enforce_csrf_checks=True)

        response = getattr(http, method)(
            f"/api/v1/account/{path}", b"{}", content_type="application/json"
        )

        assert response.status_code in {403, 405}
        if response.status_code == 403:
            assert response.json()["type"].endswith("/csrf-failed/")
            assert "GET /api/v1/account/session" in response.json()["detail"]

    def test_with_a_token_of_another_browser_changes_nothing(self, browser):
        browser.get("session")

        response = browser.post("session", {}, **{"X-CSRFToken": "x" * 64})

        assert response.status_code == 403

    def test_from_a_page_of_another_origin_changes_nothing(self, browser, user):
        body = {"email": user.email, "password": PASSWORD}

        response = browser.post("session", body, origin="https://evil.example")

        assert response.status_code == 403
        assert "Access-Control-Allow-Origin" not in response

    def test_from_a_listed_frontend_signs_in(self, browser, user, frontend):
        body = {"email": user.email, "password": PASSWORD}

        response = browser.post("session", body, origin=FRONTEND)

        assert response.status_code == 200
        assert response["Access-Control-Allow-Origin"] == FRONTEND
        assert response["Access-Control-Allow-Credentials"] == "true"

    def test_gets_a_new_csrf_token_at_sign_in(self, browser, user):
        former = browser.get("session").json()["csrf_token"]

        latter = browser.sign_in(user, PASSWORD).json()["csrf_token"]

        assert browser.delete("session", **{"X-CSRFToken": former}).status_code == 403
        assert browser.delete("session", **{"X-CSRFToken": latter}).status_code == 204

    def test_gets_no_session_before_it_needs_one(self, browser):
        response = browser.get("session")

        assert set(response.cookies) == {"csrftoken"}
        assert "session_token" not in response.json()

    def test_has_no_use_for_a_session_token(self, browser, app, user):
        app.sign_in(user, PASSWORD)

        response = browser.get("session", **{"X-Session-Token": app.token})

        assert not response.json()["authenticated"]


class TestApp:
    def test_is_never_sent_a_cookie(self, app, user):
        answers = [
            app.get("session"),
            app.post("session", {"email": user.email, "password": "Wrong-Lantern-4827"}),
            app.sign_in(user, PASSWORD),
            app.get("session"),
            app.delete("session"),
            app.get("session"),
        ]

        assert [response.headers.get("Set-Cookie") for response in answers] == [None] * 6
        assert not any(response.cookies for response in answers)

    def test_has_cookies_that_nobody_reads(self, app, browser, user):
        browser.sign_in(user, PASSWORD)
        cookie = browser.http.cookies["sessionid"].value

        response = app.get("session", cookie=f"sessionid={cookie}")

        assert not response.json()["authenticated"]

    def test_shows_its_token_to_no_other_page(self, app, user):
        response = app.post(
            "session",
            {"email": user.email, "password": PASSWORD},
            origin="https://evil.example",
        )

        assert "Access-Control-Allow-Origin" not in response

    @pytest.mark.parametrize(
        "token", ["x", "a" * 32, "A" * 32, "é" * 32, "a" * 5_000, "../../etc", "a" * 31 + "\x00"]
    )
    def test_with_a_token_of_no_session_is_told_so(self, app, token):
        app.token = token

        response = app.get("session")

        assert response.status_code == 401
        assert response.json()["type"].endswith("/session-ended/")

    def test_is_told_when_its_session_was_ended(self, app, user):
        app.sign_in(user, PASSWORD)
        token = app.token
        app.delete("session")

        response = app.get("session", **{"X-Session-Token": token})

        assert response.status_code == 401

    def test_of_a_switched_off_account_is_told_that_its_session_ended(self, app, user):
        app.sign_in(user, PASSWORD)
        User.objects.update(is_active=False)

        assert app.get("session").json()["type"].endswith("/session-ended/")

    def test_gets_another_token_with_another_password(self, app, user):
        former = app.sign_in(user, PASSWORD).json()["session_token"]
        body = {"current_password": PASSWORD, "password": "Harbour-Lantern-4827"}

        latter = app.post("password", body).json()["session_token"]

        assert latter != former
        assert app.get("session", **{"X-Session-Token": former}).status_code == 401


def test_other_kinds_of_client_are_refused(app):
    response = app.get("session", **{"X-Client": "toaster"})

    assert response.status_code == 400
    assert "toaster" in response.json()["detail"]


class TestPreflight:
    def ask(self, browser, origin):
        return browser.http.options(
            "/api/v1/account/session",
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": "DELETE",
                "Access-Control-Request-Headers": "x-csrftoken, x-client, x-session-token",
            },
        )

    def test_lets_listed_frontends_send_what_they_need(self, browser, frontend):
        response = self.ask(browser, FRONTEND)

        allowed = response["Access-Control-Allow-Headers"]
        assert response["Access-Control-Allow-Origin"] == FRONTEND
        assert {"x-csrftoken", "x-client", "x-session-token"} <= set(allowed.split(", "))
        assert "DELETE" in response["Access-Control-Allow-Methods"]

    def test_lets_nobody_else(self, browser, frontend):
        response = self.ask(browser, "https://evil.example")

        assert "Access-Control-Allow-Origin" not in response

    def test_that_is_none_is_told_the_methods(self, browser):
        response = browser.http.options("/api/v1/account/session")

        assert response.status_code == 204
        assert response["Allow"] == "GET, POST, DELETE, HEAD, OPTIONS"

    def test_shows_frontends_what_they_must_read(self, browser, frontend):
        response = browser.get("session", origin=FRONTEND)

        shown = response["Access-Control-Expose-Headers"]
        assert {"Retry-After", "Content-Language", "X-Request-Id"} <= set(shown.split(", "))
