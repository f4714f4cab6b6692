"""Requests that are not answered: what people read, and what programs get."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

TEN_MEGABYTES = 10 * 1024 * 1024
FORMS = ["account_login", "account_signup", "account_reset_password"]
FRONTEND = "https://www.example.org"
EVIL = "https://evil.example"
PROBLEM = "application/problem+json"


@pytest.fixture
def strict() -> Client:
    """Return a browser whose forged requests are found out."""
    return Client(enforce_csrf_checks=True)


def heading(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").h1.text


class TestForgedForms:
    @pytest.mark.parametrize(
        ("locale", "direction"), [("en", "ltr"), ("fr", "ltr"), ("uk", "ltr"), ("ar", "rtl")]
    )
    def test_are_refused_with_a_page_in_the_language_of_the_form(
        self, strict: Client, locale: str, direction: str
    ) -> None:
        response = strict.post(f"/{locale}/account/sign-in/", {"email": "ada@example.org"})

        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 403
        assert (page.html["lang"], page.html["dir"]) == (locale, direction)
        assert page.select_one("main a, .message a")["href"].startswith(f"/{locale}/")

    def test_say_what_to_do(self, strict: Client) -> None:
        response = strict.post("/en/account/sign-in/")

        assert heading(response) == "The form could not be sent"
        assert "Allow cookies" in response.content.decode()
        assert response["Cache-Control"] == "private, no-store"

    def test_sign_nobody_in(self, strict: Client) -> None:
        user = UserFactory()

        strict.post("/en/account/sign-in/", {"email": user.email, "password": PASSWORD})

        assert "sessionid" not in strict.cookies

    def test_from_before_signing_in_do_not_work_afterwards(self, strict: Client) -> None:
        user, sign_in = UserFactory(), reverse("account_login")
        strict.get(sign_in)
        former = strict.cookies["csrftoken"].value
        form = {"email": user.email, "password": PASSWORD, "csrfmiddlewaretoken": former}
        strict.post(sign_in, form)

        response = strict.post(reverse("account_logout"), {"csrfmiddlewaretoken": former})

        assert strict.cookies["csrftoken"].value != former
        assert response.status_code == 403

    @pytest.mark.parametrize("origin", [EVIL, "null", "http://testserver.evil.example"])
    def test_from_elsewhere_do_not_work_even_with_a_token(
        self, strict: Client, origin: str
    ) -> None:
        strict.get(reverse("account_login"))
        form = {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value}

        response = strict.post(reverse("account_login"), form, headers={"origin": origin})

        assert response.status_code == 403

    @pytest.mark.parametrize(
        "path", ["/api/v1/account/session", "/_allauth/browser/v1/auth/2fa/authenticate"]
    )
    def test_of_programs_are_refused_with_a_problem(self, strict: Client, path: str) -> None:
        response = strict.post(path, {}, content_type="application/json")

        assert response.status_code == 403
        assert response["Content-Type"] == PROBLEM
        assert response.json()["type"].endswith("/csrf-failed/")


class TestLargeForms:
    @pytest.mark.parametrize("name", FORMS)
    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_are_refused_with_a_page(self, client: Client, name: str, locale: str) -> None:
        with translation.override(locale):
            path = reverse(name)

        response = client.post(path, {"email": "a" * TEN_MEGABYTES})

        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 413
        assert page.html["lang"] == locale
        assert response["Cache-Control"] == "private, no-store"

    def test_say_what_to_do(self, client: Client) -> None:
        response = client.post("/en/account/sign-in/", {"password": "a" * 1_100_000})

        assert heading(response) == "Too much was sent at once"

    def test_with_files_are_refused_as_well(self, client: Client) -> None:
        form = {"email": SimpleUploadedFile("a.txt", b"a" * 1_100_000)}

        assert client.post("/en/account/register/", form).status_code == 413

    def test_with_thousands_of_fields_are_refused(self, client: Client, settings: Settings) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100

        response = client.post("/en/account/sign-in/", {f"f{n}": "" for n in range(101)})

        assert response.status_code == 413

    def test_of_a_usual_size_are_read(self, client: Client) -> None:
        response = client.post("/en/account/sign-in/", {"email": "a" * 50_000})

        assert response.status_code == 422

    @pytest.mark.parametrize(
        "path",
        [
            *("/api/v1/account/session", "/api/v1/account/register", "/api/v1/account/verify"),
            "/_allauth/app/v1/auth/2fa/authenticate",
        ],
    )
    def test_of_programs_are_refused_with_a_problem(self, client: Client, path: str) -> None:
        response = client.post(path, b'"' + b"a" * TEN_MEGABYTES + b'"', "application/json")

        assert response.status_code == 413
        assert response["Content-Type"] == PROBLEM


class TestUnreadableRequests:
    @pytest.mark.parametrize(
        "body",
        [b"email=%00&password=%00", b"email=%ff%fe&password=%ed%a0%80", b"=&&&==", b"\xff\x00"],
    )
    @pytest.mark.parametrize("name", FORMS)
    def test_get_the_form_again(self, client: Client, name: str, body: bytes) -> None:
        response = client.post(reverse(name), body, "application/x-www-form-urlencoded")

        assert response.status_code == 422

    def test_without_a_boundary_get_a_page(self, client: Client) -> None:
        response = client.post("/fr/account/sign-in/", b"x", "multipart/form-data")

        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 400
        assert page.html["lang"] == "fr"

    def test_for_another_host_get_a_page(self, client: Client, settings: Settings) -> None:
        settings.ALLOWED_HOSTS = ["news.example.org"]

        response = client.get("/en/account/sign-in/", headers={"host": "evil.example"})

        assert response.status_code == 400
        assert "evil.example" not in response.content.decode()


STRANGE_PASSWORDS = [
    "Harbour\0Lantern-4827",
    "\u202eHarbour-Lantern-4827",
    "\u200f" * 20,
    "🦊" * 20,
]


class TestStrangePasswords:
    @pytest.mark.parametrize("password", [*STRANGE_PASSWORDS, "x" * 100_000])
    def test_get_the_form_again_with_what_is_wrong(self, client: Client, password: str) -> None:
        form = {"email": "ada@example.org", "password": password}

        response = client.post("/ar/account/register/", form)

        page = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 422
        assert page.select_one("#id_password_error")

    @pytest.mark.parametrize("password", [*STRANGE_PASSWORDS, "x" * 10_000, "\ud800Harbour-4827"])
    def test_get_programs_a_problem(self, client: Client, password: str) -> None:
        body = json.dumps({"email": "ada@example.org", "password": password})

        response = client.post(
            "/api/v1/account/register", body, "application/json", headers={"x-client": "app"}
        )

        assert response.status_code in (400, 422)
        assert response["Content-Type"] == PROBLEM


class TestForbiddenPages:
    def test_are_explained(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*args: Any, **kwargs: Any) -> None:
            raise PermissionDenied

        monkeypatch.setattr("cms.core.rendering._renderers", [SimpleNamespace(screen=refuse)])

        response = client.get("/en/account/sign-in/")

        assert response.status_code == 403
        assert heading(response) == "You may not do this"


class TestProblems:
    @pytest.mark.parametrize(
        ("method", "path", "content_type", "status"),
        [
            ("get", "nowhere", "", 404),
            ("put", "session", "application/json", 405),
            ("post", "session", "text/plain", 415),
            ("post", "session", "application/x-www-form-urlencoded", 415),
        ],
    )
    def test_answer_programs(
        self, client: Client, method: str, path: str, content_type: str, status: int
    ) -> None:
        response = (
            getattr(client, method)(f"/api/v1/account/{path}", "x", content_type=content_type)
            if content_type
            else client.get(f"/api/v1/account/{path}")
        )

        assert response.status_code == status
        assert response["Content-Type"] == PROBLEM
        assert response["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in response

    def test_answer_a_fault_of_ours(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("accounts.api.v1.views.sessions.SessionView.get", None)
        client.raise_request_exception = False

        response = client.get("/api/v1/account/session")

        assert response.status_code == 500
        assert response["Content-Type"] == PROBLEM


class TestCrossOrigin:
    @pytest.fixture(autouse=True)
    def _one_frontend(self, settings: Settings) -> None:
        settings.FRONTEND_ORIGINS = settings.CORS_ALLOWED_ORIGINS = [FRONTEND]

    @pytest.mark.parametrize(
        "path",
        [
            *("/api/v1/account/session", "/api/v1/account/nowhere"),
            *("/_allauth/browser/v1/auth/sessions", "/_allauth/nowhere"),
        ],
    )
    def test_a_listed_frontend_may_read_with_cookies(self, client: Client, path: str) -> None:
        response = client.get(path, headers={"origin": FRONTEND})

        assert response["Access-Control-Allow-Origin"] == FRONTEND
        assert response["Access-Control-Allow-Credentials"] == "true"
        assert "origin" in response["Vary"].lower()

    @pytest.mark.parametrize(
        "origin", [EVIL, "null", f"{FRONTEND}.evil.example", "http://www.example.org"]
    )
    @pytest.mark.parametrize("method", ["get", "options"])
    def test_nobody_else_may(self, client: Client, origin: str, method: str) -> None:
        response = getattr(client, method)(
            "/api/v1/account/session",
            headers={"origin": origin, "access-control-request-method": "POST"},
        )

        assert "Access-Control-Allow-Origin" not in response
        assert "Access-Control-Allow-Credentials" not in response
        assert "origin" in response["Vary"].lower()

    @pytest.mark.parametrize(
        "path", ["/cms/login/", "/en/", "/en/account/sign-in/", "/en/account/nowhere/", "/healthz"]
    )
    def test_pages_are_readable_from_no_other_origin(self, client: Client, path: str) -> None:
        response = client.get(path, headers={"origin": FRONTEND})

        assert "Access-Control-Allow-Origin" not in response

    def test_public_reading_is_open_and_without_cookies(self, client: Client) -> None:
        response = client.get("/api/v1/", headers={"origin": EVIL})

        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
