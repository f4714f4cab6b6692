"""What browsers are told about account pages, the editor and the API."""

import json
import os
import secrets
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.urls.converters import IntConverter, SlugConverter, UUIDConverter
from pytest_django import Settings

from accounts.pages.urls import screens
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = {UUIDConverter: uuid.UUID(int=7), IntConverter: 7, SlugConverter: "terms"}
TOLD = "SECURE_ SESSION_COOKIE_ CSRF_COOKIE_ X_FRAME_OPTIONS"
ELSEWHERE = ["/cms/login/", "/en/", "/nowhere", "/api/v1/", "/api/v1/account/session", "/api/docs/"]


def patterns(entries: list[Any]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns)
        else:
            yield entry


def account_paths() -> list[str]:
    """Return an address of every account page."""
    paths = set()
    for pattern in patterns(screens):
        converters = pattern.pattern.converters
        values = {name: SAMPLES.get(type(each), "x") for name, each in converters.items()}
        paths.add(reverse(pattern.name, kwargs=values))
    return sorted(paths)


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    """Return what the production settings say to browsers."""
    program = (
        "import json; from cms.settings import production as p; print(json.dumps({n: v for n, v in"
        f" vars(p).items() if n.startswith(tuple({TOLD.split()})) and isinstance(v, (str, int))}}))"
    )
    kept = {name: os.environ[name] for name in ("PATH", "DATA_DIR")}
    environment = {
        "BASE_URL": "https://news.example.org",
        "FILES_URL": "https://files.example.org",
        "SECRET_KEY": secrets.token_urlsafe(64),
    }
    command = [sys.executable, "-c", program]
    told = subprocess.run(
        command, env=kept | environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)


@pytest.fixture
def public(production: dict[str, Any], settings: Settings) -> Client:
    """Return a browser that talks to a public installation over https."""
    for name, value in production.items():
        setattr(settings, name, value)
    return Client(headers={"host": "testserver"})


@pytest.fixture
def user() -> Any:
    return UserFactory(email="ada@example.org")


class TestCookies:
    def test_are_kept_to_this_host_and_away_from_scripts(self, public: Client, user: Any) -> None:
        sign_in = reverse("account_login")
        public.get(sign_in, secure=True)

        public.post(sign_in, {"email": user.email, "password": PASSWORD}, secure=True)

        assert {"__Host-sid", "__Host-csrf"} <= set(public.cookies)
        for cookie in public.cookies.values():
            assert cookie["secure"]
            assert cookie["httponly"]
            assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")

    def test_lose_the_prefix_without_https(self, client: Client, user: Any) -> None:
        sign_in = reverse("account_login")
        client.get(sign_in)

        client.post(sign_in, {"email": user.email, "password": PASSWORD})

        assert {"sessionid", "csrftoken"} <= set(client.cookies)
        assert not any(cookie["secure"] for cookie in client.cookies.values())

    @pytest.mark.parametrize("path", ["/en/", "/nowhere", "/api/v1/", "/healthz"])
    def test_are_not_set_where_nobody_signs_in(self, public: Client, path: str) -> None:
        public.get(path, secure=True)

        assert not public.cookies


class TestEveryAnswer:
    @pytest.mark.parametrize("path", [*ELSEWHERE, "/en/account/sign-in/"])
    def test_of_a_public_installation_has_the_headers_of_a_safe_one(
        self, public: Client, path: str
    ) -> None:
        response = public.get(path, secure=True)

        assert response["Strict-Transport-Security"].startswith("max-age=31536000")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response["Referrer-Policy"] in ("same-origin", "strict-origin-when-cross-origin")

    @pytest.mark.parametrize("path", ["/en/account/sign-in/", "/en/", "/api/v1/"])
    def test_is_given_over_https_alone(self, public: Client, path: str) -> None:
        response = public.get(path)

        assert response.status_code == 301
        assert response["Location"] == f"https://testserver{path}"

    @pytest.mark.parametrize("path", [*ELSEWHERE, "/en/account/sign-in/"])
    def test_has_a_policy_without_plugins_bases_and_strange_frames(
        self, client: Client, path: str
    ) -> None:
        policy = policy_of(client.get(path))

        assert policy.get("object-src", policy["default-src"]) == ["'none'"]
        assert policy.get("base-uri", ["'none'"]) == ["'none'"]
        assert policy["frame-ancestors"] in (["'none'"], ["'self'"])
        assert "'unsafe-inline'" not in policy.get("script-src", []) or path.startswith("/cms/")
        assert "'unsafe-eval'" not in policy.get("script-src", [])


class TestAccountPages:
    @pytest.mark.parametrize("method", ["get", "post", "put"])
    @pytest.mark.parametrize("is_signed_in", [False, True])
    def test_are_kept_by_nobody_and_framed_by_nobody(
        self, is_signed_in: bool, method: str, user: Any
    ) -> None:
        for path in account_paths():
            client = Client()
            if is_signed_in:
                client.force_login(user)

            response = getattr(client, method)(path)

            assert response.status_code < 500, path
            assert response["Cache-Control"] == "private, no-store", path
            assert policy_of(response)["frame-ancestors"] == ["'none'"], path
            assert response["X-Frame-Options"] == "DENY", path
            assert response["Referrer-Policy"] == "same-origin", path

    @pytest.mark.parametrize("path", ["/fr/account/nowhere/", "/ar/account/code/no-uuid/"])
    def test_that_do_not_exist_are_not_kept_either(self, client: Client, path: str) -> None:
        response = client.get(path)

        assert response.status_code == 404
        assert response["Cache-Control"] == "private, no-store"

    def test_let_a_form_end_at_a_listed_frontend(self) -> None:
        program = "from cms.settings.csp import ACCOUNT_POLICY as p; print(p['form-action'])"
        environment = os.environ | {"FRONTEND_ORIGINS": "https://www.example.org"}

        told = subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )

        assert "https://www.example.org" in told.stdout

    def test_hold_no_script_or_style_that_the_policy_would_stop(
        self, client: Client, user: Any
    ) -> None:
        client.force_login(user)
        pages = {path: client.get(path).content.decode() for path in account_paths()}

        stopped = (" onclick=", " style=", "<script>", "<style>")

        assert [path for path, page in pages.items() if any(word in page for word in stopped)] == []


class TestOtherPages:
    @pytest.mark.parametrize("path", ["/en/accounting/", "/account/", "/xx/account/sign-in/"])
    def test_with_a_similar_address_are_no_account_pages(self, client: Client, path: str) -> None:
        assert client.get(path)["Cache-Control"] != "private, no-store"


def policy_of(response: Any) -> dict[str, list[str]]:
    """Return the directives of a Content-Security-Policy."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts if part}
