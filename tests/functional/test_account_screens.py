"""Every account screen in a real browser: accessible, in its language, on a narrow telephone."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import AccountStatus, ConsentSource, MediaAccount, NoticeEdition, User
from accounts.services.consents import accept_terms
from accounts.services.verified_addresses import vouch_for_address
from tests.accounts.signed_in import code_for
from tests.factories.accounts import UserFactory
from tests.functional.media_accounts import (
    EMAIL,
    LOCALES,
    PASSWORD,
    Mailbox,
    fill,
    shoot,
    store_site,
    submit,
    video_path,
)
from tests.leftovers import english_lines

SLOWLY = {"timeout": 60_000}
OPEN_SCREENS = [
    "",
    "sign-in/",
    "register/",
    "reset/",
    "reset/done/",
    "reset/password/",
    "closed/",
    "inactive/",
    "notices/",
    "notices/terms/",
    "notices/privacy/1/",  # no longer the present version
]
OWN_SCREENS = [
    "created/",
    "profile/",
    "profile/password/",
    "profile/email/",
    "profile/newsletter/",
    "profile/close/",
    "security/",
    "security/app/",  # the question who it is, which comes before every change
    "sessions/",
    "sign-out/",
]
PROVED_SCREENS = ["", "app/remove/", "passkeys/add/", "recovery-codes/", "recovery-codes/new/"]
NARROW = 320


@pytest.fixture
def site(live_server, settings, tmp_path) -> Callable[[str], str]:
    settings.BASE_URL = live_server.url
    settings.MAIL_DIR = tmp_path / "mail"
    store_site()
    for kind, version in (("terms", 1), ("privacy", 1), ("privacy", 2)):
        NoticeEdition.objects.create(
            kind=kind,
            version=version,
            locale="en",
            title=kind,
            body_html="<p>Be fair.</p>",
            published_at=timezone.now(),
        )
    return lambda path: f"{live_server.url}{path}"


@pytest.fixture
def mailbox(site, settings) -> Mailbox:
    return Mailbox(settings.MAIL_DIR)


@pytest.fixture
def owner(site, page: Page) -> User:
    """Sign somebody in whose account the media office refused: the longest of the screens."""
    user = UserFactory(email=EMAIL, password=PASSWORD)
    vouch_for_address(user)
    MediaAccount.objects.create(
        user=user, status=AccountStatus.REFUSED, refusal_reason="Not a newsroom."
    )
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": site("/")}]
    )
    return user


@pytest.fixture
def agreed(owner) -> User:
    """Let the owner have accepted the terms of use."""
    accept_terms(
        owner,
        version=1,
        locale="en",
        shown="I agree.",
        source=ConsentSource.REGISTRATION,
        at=timezone.now(),
    )
    return owner


def check(page: Page, locale: str, name: str) -> None:
    """Look at the screen as wide as a desk and as narrow as a telephone."""
    shoot(page, f"{locale}-{name}")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    html = page.locator("html")
    if locale != "en":
        assert english_lines(page.inner_text("body"), locale) == []
    direction = "rtl" if locale == "ar" else "ltr"
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (locale, direction)
    page.set_viewport_size({"width": NARROW, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW, name
    shoot(page, f"{locale}-{name}-narrow")
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("locale", LOCALES)
def test_screens_for_everybody(site, page: Page, locale):
    titles = {}
    for path in OPEN_SCREENS:
        page.goto(site(f"/{locale}/account/{path}?next={video_path(locale)}"), **SLOWLY)

        check(page, locale, path.replace("/", "-") or "landing")
        titles[urlsplit(page.url).path] = page.title()

    assert len(set(titles.values())) == len(titles) == len(OPEN_SCREENS)


@pytest.mark.parametrize("locale", LOCALES)
def test_screens_of_ones_own(site, agreed, page: Page, locale):
    titles = {}
    for path in OWN_SCREENS:
        page.goto(site(f"/{locale}/account/{path}?next={video_path(locale)}"), **SLOWLY)

        check(page, locale, path.replace("/", "-"))
        titles[urlsplit(page.url).path] = page.title()

    assert len(set(titles.values())) == len(titles) == len(OWN_SCREENS)


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_screens_of_second_factors(site, agreed, page: Page, locale):
    security = site(f"/{locale}/account/security/")
    page.goto(f"{security}app/", **SLOWLY)
    fill(page, password=PASSWORD)
    submit(page)
    check(page, locale, "app-set-up")
    fill(page, code=code_for(page.locator("main code").inner_text().replace(" ", "")))
    submit(page)

    for path in PROVED_SCREENS:
        page.goto(f"{security}{path}")
        assert page.url == f"{security}{path}"
        check(page, locale, f"proved-{path.replace('/', '-')}")


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_screen_that_asks_for_a_second_factor(site, agreed, page: Page, locale):
    TOTP.activate(agreed, generate_totp_secret())
    page.context.clear_cookies()
    page.goto(site(f"/{locale}/account/sign-in/"), **SLOWLY)
    fill(page, email=EMAIL, password=PASSWORD)
    submit(page)

    assert urlsplit(page.url).path == f"/{locale}/account/sign-in/second-factor/"
    check(page, locale, "second-factor")


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_screen_of_new_terms(site, owner, page: Page, locale):
    page.goto(site(f"/{locale}/account/profile/"), **SLOWLY)

    check(page, locale, "terms")
    submit(page)

    assert urlsplit(page.url).path == f"/{locale}/account/profile/"


@pytest.mark.parametrize("locale", LOCALES)
def test_screens_on_which_something_went_wrong(site, mailbox, page: Page, locale):
    page.goto(site(f"/{locale}/account/register/"), **SLOWLY)
    fill(page, email="nobody", password="short")
    submit(page)
    check(page, locale, "register-refused")

    fill(page, email=EMAIL, password=PASSWORD)
    page.locator("[name=terms]").check()
    submit(page)
    check(page, locale, "inbox")
    inbox = page.url

    fill(page, code=mailbox.wrong_code())
    submit(page)
    check(page, locale, "inbox-refused")

    page.context.clear_cookies()
    page.goto(inbox)
    fill(page, code=mailbox.code())
    submit(page)
    check(page, locale, "choose-password")

    page.goto(inbox)
    check(page, locale, "over")


@pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_screens_tell_how_many_rules_a_password_keeps(site, page: Page, locale, direction):
    page.goto(site(f"/{locale}/account/register/"), **SLOWLY)
    status = page.get_by_role("status").and_(page.locator("[data-password-status]"))
    sentences = status.get_attribute("data-statuses").split("\n")
    expect(status).to_have_text("")

    page.locator("[name=password]").press_sequentially("Harbour7")

    expect(status).to_have_text(sentences[4])
    expect(page.locator(".password-rules .is-met")).to_have_count(4)
    expect(status).to_have_css("direction", direction)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_public_pages_set_no_cookie_and_ask_nobody(site, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(site(video_path("en")), **SLOWLY)
    page.wait_for_load_state("networkidle")

    assert page.context.cookies() == []
    assert not [url for url in asked if "/api/" in url]


def test_public_pages_stop_asking_when_nobody_is_signed_in(site, page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site("/en/account/"), **SLOWLY)

    for _visit in range(2):
        page.goto(site(video_path("en")), **SLOWLY)
        page.wait_for_load_state("networkidle")

    assert len([url for url in asked if "/api/" in url]) == 1
