"""The screens between an invitation and the editor, in a real browser."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Page

from accounts.models import User
from accounts.services import invitations
from accounts.services.roles import set_up_roles
from tests.functional.media_accounts import LOCALES, Mailbox, fill, store_site, submit
from tests.functional.test_account_screens import SLOWLY, check
from tests.staff import enrol


@pytest.fixture
def site(live_server, settings) -> Callable[[str], str]:
    settings.BASE_URL = live_server.url
    store_site()
    set_up_roles()
    return lambda path: f"{live_server.url}{path}"


@pytest.fixture
def mailbox(settings, tmp_path) -> Mailbox:
    settings.MAIL_DIR = tmp_path / "mail"
    return Mailbox(settings.MAIL_DIR)


@pytest.fixture
def invited(site, mailbox) -> User:
    invitations.invite(
        email="elodie@example.org",
        roles=[Group.objects.get(name="Press officer")],
        by=None,
        locale="en",
        at=timezone.now(),
    )
    return User.objects.get()


def sign_in(page: Page, user: User, address: str) -> None:
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.mark.parametrize("locale", LOCALES)
def test_screens_of_an_invitation(site, mailbox, invited, page: Page, locale):
    (message,) = mailbox.messages(invited.email)
    text = message.get_body(("plain",)).get_content()
    link = re.search(r"/account/invitation/[\w-]+/", text).group()

    page.goto(site(f"/{locale}{link}"), **SLOWLY)
    check(page, locale, "invitation")

    fill(page, first_name="Élodie", password="short")
    submit(page)
    check(page, locale, "invitation-refused")

    page.goto(site(f"/{locale}/account/invitation/made-up/"), **SLOWLY)
    check(page, locale, "invitation-gone")


@pytest.mark.parametrize("locale", LOCALES)
def test_screens_before_the_editor(site, invited, page: Page, locale):
    sign_in(page, invited, site("/"))
    with translation.override(locale):
        set_up, use = reverse("mfa_index"), reverse("accounts_use_factor")

    page.goto(site(f"{set_up}?next=/cms/"), **SLOWLY)
    check(page, locale, "factor-needed")

    enrol(invited)
    page.goto(site(f"{use}?next=/cms/"), **SLOWLY)
    check(page, locale, "factor-unused")

    fill(page, code="000000")
    submit(page)
    check(page, locale, "factor-refused")
