"""What no browser sends: an answer in the site's look, and never a fault of ours."""

import pytest
from django.test import Client

from accounts.models import CodeChallenge

pytestmark = pytest.mark.django_db

PAGES = ["register", "reset", "sign-in"]
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("page", PAGES)
class TestTooLarge:
    def test_a_body_is_refused_in_words(self, client, parse, page, locale, direction):
        body = b"email=" + b"a" * (11 * MEGABYTE)

        response = client.post(
            f"/{locale}/account/{page}/", body, content_type="application/x-www-form-urlencoded"
        )

        assert response.status_code == 413
        assert parse(response).html["dir"] == direction
        assert "no-store" in response["Cache-Control"]

    def test_a_field_is_an_error_of_the_form(self, client, parse, page, locale, direction):
        response = client.post(f"/{locale}/account/{page}/", {"email": "a" * 50_000})

        assert response.status_code == 422
        assert parse(response).select_one("#id_email_error")


class TestForeignForm:
    @pytest.mark.parametrize("page", PAGES)
    def test_is_refused_in_words(self, parse, page):
        stranger = Client(enforce_csrf_checks=True)

        response = stranger.post(f"/fr/account/{page}/", {"email": "ann@broadcaster.example"})

        assert response.status_code == 403
        assert parse(response).html["lang"] == "fr"
        assert "no-store" in response["Cache-Control"]
        assert not CodeChallenge.objects.exists()


class TestOddBodies:
    @pytest.mark.parametrize(
        ("content_type", "body"),
        [
            ("application/json", b'{"email": "ann@broadcaster.example"}'),
            ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
            ("multipart/form-data", b"no boundary"),
            ("text/plain; charset=nonsense", b"email=a"),
            ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfee\x00"),
        ],
    )
    def test_are_no_fault_of_ours(self, client, content_type, body):
        response = client.generic("POST", "/en/account/register/", body, content_type)

        assert response.status_code in (400, 415, 422)
