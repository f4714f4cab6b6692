"""Every view that can sign somebody in, and those that must not be there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.views import LoginView
from django.urls import NoReverseMatch, URLPattern, get_resolver, resolve, reverse
from django.views.generic import RedirectView

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.must_hold

PACKAGES = ("accounts", "cms", "news", "videos")
SIGNS_IN = re.compile(
    r"\b(?:django_login|auth_login|perform_login|perform_password_login|force_login|"
    r"perform_passwordless_login|resume_login)\b|from django\.contrib\.auth import [^\n]*\blogin\b|"
    r"\bauth\.login\("
)
THE_DOOR = "accounts/services/signing_in.py"
NEVER_ROUTED = re.compile(
    r"(?i)(signup|confirm|verif(y|ication)email|emailverif|password|(?<!webauthn)loginview)"
)


def patterns(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern)


def views():
    """Return every view of the site and of the API, by where its class comes from."""
    found = set()
    for urlconf in (settings.ROOT_URLCONF, "cms.api.urls"):
        for pattern in patterns(get_resolver(urlconf)):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            for base in getattr(view, "__mro__", [view]):
                found.add((base.__module__, base.__name__))
    return found


class TestViews:
    def test_of_allauth_are_those_of_factors_and_sessions(self):
        modules = {module for module, _name in views() if module.startswith("allauth.")}

        assert modules == {
            "allauth.headless.account.views",
            "allauth.headless.base.views",
            "allauth.headless.internal.restkit.views",
            "allauth.headless.mfa.views",
            "allauth.headless.usersessions.views",
        }

    def test_of_allauth_sign_up_verify_and_reset_nobody(self):
        allauth = [name for module, name in views() if module.startswith("allauth.")]

        assert not [name for name in allauth if NEVER_ROUTED.search(name)]

    def test_of_django_that_sign_in_are_never_reached(self):
        names = [
            pattern.name
            for pattern in patterns(get_resolver())
            if issubclass(getattr(pattern.callback, "view_class", object), LoginView)
        ]

        assert names == ["wagtailadmin_login"]
        assert resolve(reverse("wagtailadmin_login")).func.view_class is RedirectView


class TestSource:
    def test_signs_in_at_one_place(self):
        found = {
            str(path.relative_to(settings.BASE_DIR))
            for package in PACKAGES
            for path in (Path(settings.BASE_DIR) / package).rglob("*.py")
            if SIGNS_IN.search(path.read_text(encoding="utf-8"))
        }

        assert found == {THE_DOOR}


@pytest.mark.django_db
class TestOtherDoors:
    def test_of_wagtail_leads_to_the_sign_in_page(self, client):
        user = UserFactory(administrator=True)

        answer = client.post("/cms/login/", {"username": user.email, "password": PASSWORD})

        assert answer.headers["Location"] == "/en/account/sign-in/"
        assert "_auth_user_id" not in client.session

    def test_of_wagtails_front_end_is_not_there(self):
        with pytest.raises(NoReverseMatch):
            reverse("wagtailcore_login")

    @pytest.mark.parametrize(
        "path",
        [
            "/admin/login/",
            "/django-admin/login/",
            "/accounts/login/",
            "/accounts/signup/",
            "/accounts/confirm-email/",
            "/accounts/password/reset/",
            "/en/account/signup/",
            "/en/account/confirm-email/",
            "/en/account/password/reset/",
            "/cms/password_reset/",
            "/_util/login/",
        ],
    )
    def test_are_not_there(self, client, path):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in {404, 405}
