"""The page somebody was on survives every screen, and leads to no other site."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import MediaAccount
from accounts.services.verified_addresses import vouch_for_address
from tests.accounts.pages.conftest import EMAIL
from tests.accounts.signed_in import add_app, sign_in
from tests.factories.accounts import UserFactory
from tests.factories.notices import NoticeEditionFactory

pytestmark = pytest.mark.django_db

OPEN_SCREENS = ["", "register/", "sign-in/", "reset/", "reset/password/", "reset/done/"]
OWN_SCREENS = [
    "created/",
    "profile/",
    "profile/password/",
    "profile/email/",
    "profile/newsletter/",
    "profile/close/",
]
SECURITY_SCREENS = ["security/", "sessions/"]
PROVED_SCREENS = ["app/remove/", "recovery-codes/new/", "passkeys/add/"]
FRONTEND = "https://frontend.example"
GOOD = ["/en/videos/harbour/?part=2", "/ar/videos/%D9%85/", f"{FRONTEND}/watch/7"]
EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert('evil')",
    "https://frontend.example.evil.example/",
    "https://frontend.example@evil.example/",
    "\x00//evil.example",
    "/\r\nSet-Cookie:evil=1",
]


@pytest.fixture(autouse=True)
def _frontend(settings):
    settings.FRONTEND_ORIGINS = [FRONTEND]


@pytest.fixture
def owner(client):
    user = UserFactory(email=EMAIL)
    vouch_for_address(user)
    MediaAccount.objects.create(user=user)
    client.force_login(user)
    return user


@pytest.fixture
def proved(client, owner):
    """Sign in elsewhere and here, set up an app, and say who it is."""
    sign_in(Client(), owner)
    client.logout()
    sign_in(client, owner)
    add_app(client)


@pytest.fixture
def terms():
    return NoticeEditionFactory(kind="terms")


def carried(page, target):
    """Return the forms and the links to account screens that do not carry the target."""
    query = urlencode({"next": target})
    forms = [
        form
        for form in page.main.select("form[method=post]:not([data-repeatable])")
        if not form.select_one("[name=next]") or form.select_one("[name=next]")["value"] != target
    ]
    links = [
        link["href"]
        for link in page.main.select("a[href*='/account/']:not([target=_blank])")
        if query not in link["href"]
    ]
    return forms + links


@pytest.mark.parametrize("target", GOOD)
class TestGood:
    def test_open_screens_carry_it(self, client, parse, target):
        for screen in OPEN_SCREENS:
            page = parse(client.get(f"/en/account/{screen}", {"next": target}))

            assert carried(page, target) == [], screen

    def test_own_screens_carry_it(self, client, parse, owner, target):
        for screen in OWN_SCREENS:
            page = parse(client.get(f"/fr/account/{screen}", {"next": target}))

            assert carried(page, target) == [], screen

    def test_screens_of_security_carry_it(self, client, parse, proved, target):
        for screen in [*SECURITY_SCREENS, *(f"security/{path}" for path in PROVED_SCREENS)]:
            page = parse(client.get(f"/en/account/{screen}", {"next": target}))

            assert carried(page, target) == [], screen

    def test_changes_of_security_keep_it(self, client, proved, target):
        for screen in ("security/recovery-codes/new/", "security/app/remove/", "sessions/"):
            answer = client.post(f"/en/account/{screen}", {"next": target, "end": "others"})

            assert answer.url.endswith(f"?{urlencode({'next': target})}"), screen

    def test_the_screen_of_new_terms_carries_it(self, client, parse, owner, terms, target):
        page = parse(client.get("/en/account/terms/", {"next": target}))

        assert page.main.select_one("form[method=post]")
        assert carried(page, target) == []

    def test_mistakes_keep_it(self, client, parse, target):
        for screen in ("register/", "sign-in/", "reset/"):
            page = parse(client.post(f"/uk/account/{screen}", {"next": target}))

            assert page.select_one(".error-summary"), screen
            assert carried(page, target) == [], screen

    def test_the_inbox_carries_it_in_failure(self, client, parse, register, target):
        inbox = register(next=target).url

        assert carried(parse(client.get(inbox)), target) == []
        for fields in ({"code": "no digits"}, {"action": "resend"}):
            assert carried(parse(client.post(inbox, fields)), target) == []

    def test_the_inbox_leads_to_it(self, client, parse, register, mailed_code, target):
        inbox = register(next=target).url

        created = client.post(inbox, {"code": mailed_code()}).url

        assert parse(client.get(created)).select_one("a.button-main")["href"] == target


@pytest.mark.parametrize("target", EVIL)
class TestEvil:
    def test_is_written_on_no_open_screen(self, client, target):
        for screen in OPEN_SCREENS:
            response = client.get(f"/en/account/{screen}", {"next": target})

            assert "evil" not in _without_language_links(response), screen

    def test_is_written_on_no_screen_of_ones_own(self, client, owner, target):
        for screen in [*OWN_SCREENS, *SECURITY_SCREENS]:
            response = client.get(f"/ar/account/{screen}", {"next": target})

            assert "evil" not in _without_language_links(response), screen

    def test_is_followed_from_nowhere(self, client, register, mailed_code, target):
        inbox = register(next=target).url
        created = client.post(inbox, {"code": mailed_code(), "next": target}).url
        again = client.post(created, {"next": target}).url

        assert "evil" not in inbox + created + again


def _without_language_links(response):
    """Return the page without the switch, whose links repeat the whole address."""
    page = BeautifulSoup(response.content, "html.parser")
    if switch := page.select_one(".languages"):
        switch.decompose()
    return str(page)
