"""The parts that every account screen is made of."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from accounts.pages import screens
from accounts.pages.forms.base import AccountForm, current_password_field, email_field

pytestmark = pytest.mark.django_db

TEMPLATE = """{% extends "accounts/screen.html" %}{% block content %}
<form method="post" novalidate>{% include "accounts/parts/next.html" %}
{% for field in form %}{% include "accounts/parts/field.html" %}{% endfor %}</form>
{% endblock %}"""


class Example(AccountForm):
    email = email_field(help_text="We send a code to it.")
    password = current_password_field()
    role = forms.CharField(required=False)
    agreed = forms.BooleanField()


@pytest.fixture
def draw(rf, settings, tmp_path):
    """Return how to draw the example as a screen, and what came out."""
    (tmp_path / "example.html").write_text(TEMPLATE)
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]

    def draw(form, *, locale="en", path="/en/account/x/", **options):
        request = rf.get(path)
        request.user = AnonymousUser()
        with translation.override(locale):
            response = screens.show(request, "example.html", title="Example", form=form, **options)
        return response, BeautifulSoup(response.content, "html.parser")

    return draw


class TestField:
    def test_ties_help_and_errors_to_the_input(self, draw):
        _response, page = draw(Example({"email": "nobody"}))

        field = page.select_one("input[name=email]")
        described = field["aria-describedby"].split()
        assert [page.find(id=name).name for name in described] == ["p", "ul"]
        assert field["aria-invalid"] == "true"

    def test_has_a_label(self, draw):
        _response, page = draw(Example())

        inputs = page.select(".field input")
        assert len(inputs) == 4
        assert all(page.select_one(f"label[for={each['id']}]") for each in inputs)

    def test_says_what_is_optional(self, draw):
        _response, page = draw(Example())

        assert [each.parent["for"] for each in page.select(".optional")] == ["id_role"]

    def test_never_writes_a_password_back(self, draw):
        response, _page = draw(Example({"password": "Harbour-Lantern-4827"}))

        assert "Harbour-Lantern-4827" not in response.content.decode()


class TestErrorSummary:
    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_lists_every_error_and_takes_the_focus(self, draw, locale):
        _response, page = draw(Example({}), locale=locale)

        summary = page.select_one(".error-summary")
        assert summary.has_attr("autofocus")
        links = [link["href"] for link in summary.select("a")]
        assert links == ["#id_email", "#id_password", "#id_agreed"]

    def test_is_absent_when_nothing_is_wrong(self, draw):
        response, page = draw(Example())

        assert response.status_code == 200
        assert page.select_one(".error-summary") is None

    def test_the_title_says_that_something_is_wrong(self, draw):
        response, page = draw(Example({}))

        assert response.status_code == 422
        assert page.title.text.startswith("Error: Example")
        assert page.h1.text == "Example"

    def test_shows_a_refusal_without_a_form(self, draw):
        response, page = draw(None, refusal="Too late.", status=409)

        assert response.status_code == 409
        assert page.select_one(".error-summary li").text == "Too late."


class TestNext:
    def test_travels_in_the_form(self, draw):
        _response, page = draw(Example(), path="/en/account/x/?next=/en/videos/harbour/")

        assert page.select_one("input[name=next]")["value"] == "/en/videos/harbour/"

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil"])
    def test_leads_nowhere_else(self, draw, target):
        _response, page = draw(Example(), path=f"/en/account/x/?next={target}")

        assert page.select_one("input[name=next]") is None

    def test_is_kept_by_no_cache(self, draw):
        response, _page = draw(Example())

        assert "no-store" in response["Cache-Control"]
