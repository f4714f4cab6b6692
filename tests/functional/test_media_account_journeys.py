"""A journalist comes from a video, gets an account, and is back at the video, signed in."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.services.verified_addresses import vouch_for_address
from tests.factories.accounts import UserFactory
from tests.functional.media_accounts import (
    CHOSEN,
    EMAIL,
    PASSWORD,
    Mailbox,
    fill,
    let_pass,
    shoot,
    store_site,
    submit,
    video_path,
)

SLOWLY = {"timeout": 60_000}
in_three_languages = pytest.mark.parametrize("locale", ["en", "fr", "ar"])


@pytest.fixture
def site(live_server, settings, tmp_path) -> Callable[[str], str]:
    """Store a video in every language; return how to find an address."""
    settings.BASE_URL = live_server.url
    settings.MAIL_DIR = tmp_path / "mail"
    store_site()
    return lambda path: f"{live_server.url}{path}"


@pytest.fixture
def mailbox(site, settings) -> Mailbox:
    return Mailbox(settings.MAIL_DIR)


@pytest.fixture
def owner(site) -> User:
    user = UserFactory(email=EMAIL, password=PASSWORD)
    vouch_for_address(user)
    return user


def open_video(page: Page, site: Callable[[str], str], locale: str = "en") -> None:
    page.goto(site(video_path(locale)), **SLOWLY)


def register(page: Page) -> None:
    """Ask for an account, from the page of a video."""
    with page.expect_navigation():
        page.locator(".download-offer .button-main").click()
    fill(page, email=EMAIL, password=PASSWORD)
    submit(page)


def type_code(page: Page, code: str) -> None:
    fill(page, code=code)
    submit(page)


def assert_speaks(page: Page, locale: str) -> None:
    """Make sure that the screen is in the language and runs in its direction."""
    html = page.locator("html")
    expect(html).to_have_attribute("lang", locale)
    expect(html).to_have_attribute("dir", "rtl" if locale == "ar" else "ltr")


class TestRegistering:
    @in_three_languages
    def test_leads_back_to_the_video_signed_in(self, site, mailbox, page: Page, locale):
        open_video(page, site, locale)
        shoot(page, f"{locale}-01-video")
        with page.expect_navigation():
            page.locator(".download-offer .button-main").click()
        shoot(page, f"{locale}-02-register")
        fill(page, email=EMAIL, password=PASSWORD, first_name="Ann", organisation="Radio Nord")
        page.locator("[name=country_code]").select_option("NO")
        shoot(page, f"{locale}-03-register-filled")
        submit(page)
        shoot(page, f"{locale}-04-inbox")
        assert mailbox.messages()[-1]["Content-Language"] == locale

        code = mailbox.code()
        type_code(page, f"{code[:3]} {code[3:]}")
        expect(page).to_have_url(re.compile(f"/{locale}/account/created/"))
        shoot(page, f"{locale}-05-created")
        submit(page)

        expect(page).to_have_url(site(video_path(locale)))
        expect(page.locator("[data-account-member]")).to_contain_text("Ann")
        expect(page.locator("[data-account-visitor]")).to_be_hidden()
        shoot(page, f"{locale}-06-video-signed-in")
        assert User.objects.get().preferred_language == locale

    def test_offers_the_newsletter_by_one_button(self, site, mailbox, page: Page):
        open_video(page, site)
        register(page)
        type_code(page, mailbox.code())

        with page.expect_navigation():
            page.locator("section form button").click()

        expect(page.locator(".notice-good")).to_be_visible()
        assert User.objects.get().subscriptions.get().locale == "en"
        expect(page.locator("a.button-main")).to_have_attribute("href", video_path("en"))

    def test_of_a_known_address_writes_to_its_owner(self, site, owner, mailbox, page: Page):
        open_video(page, site)
        register(page)

        expect(page).to_have_url(re.compile("/account/code/"))
        assert not re.search(r"\b\d{6}\b", mailbox.messages()[-1].get_body().get_content())


class TestCodes:
    @in_three_languages
    def test_an_expired_one_is_replaced(self, site, mailbox, page: Page, locale):
        open_video(page, site, locale)
        register(page)
        let_pass(minutes=31)
        type_code(page, mailbox.code())
        expect(page.locator(".error-summary")).to_be_focused()
        assert_speaks(page, locale)
        shoot(page, f"{locale}-expired")

        with page.expect_navigation():
            page.locator("form[data-wait-until] button").click()
        expect(page.locator(".notice-good")).to_be_visible()
        assert [mail["Content-Language"] for mail in mailbox.messages()] == [locale] * 2
        type_code(page, mailbox.code())

        expect(page).to_have_url(re.compile(f"/{locale}/account/created/"))

    @in_three_languages
    def test_five_wrong_ones_use_it_up_and_another_helps(self, site, mailbox, page: Page, locale):
        open_video(page, site, locale)
        register(page)
        for _attempt in range(5):
            type_code(page, mailbox.wrong_code())
            expect(page.locator("#id_code_error")).to_be_visible()
        assert_speaks(page, locale)
        shoot(page, f"{locale}-used-up")
        type_code(page, mailbox.code())
        expect(page.locator(".error-summary")).to_be_visible()
        assert not User.objects.exists()

        let_pass(minutes=2)
        page.reload()
        page.goto(page.url)
        with page.expect_navigation():
            page.locator("form[data-wait-until] button").click()
        type_code(page, mailbox.code())
        submit(page)

        expect(page).to_have_url(site(video_path(locale)))

    def test_the_button_waits_for_the_permitted_moment(self, site, mailbox, page: Page):
        page.clock.install()
        open_video(page, site)
        register(page)
        button = page.locator("form[data-wait-until] button")
        expect(button).to_have_attribute("aria-disabled", "true")

        button.click(force=True)
        page.clock.run_for(61_000)

        expect(button).not_to_have_attribute("aria-disabled", "true")
        expect(page.locator("[data-wait-status]")).not_to_be_empty()
        assert len(mailbox.messages()) == 1
        # The server is asked, though an earlier press was in vain; its clock says it is too soon.
        with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            button.click()
        assert sent.value.status == 429

    def test_tells_the_time_of_the_reader(self, browser: Browser, site, mailbox):
        context = browser.new_context(timezone_id="Asia/Tokyo", locale="en-GB")
        page = context.new_page()
        open_video(page, site)
        register(page)

        expect(page.locator("time[data-local]")).to_have_text(re.compile("GMT.9|JST"))
        context.close()


@pytest.mark.usefixtures("owner")
class TestReset:
    @pytest.fixture
    def telephone(self, browser: Browser) -> Iterator[Page]:
        """Open a narrow browser of its own."""
        context = browser.new_context(viewport={"width": 320, "height": 640})
        context.set_default_timeout(60_000)
        yield context.new_page()
        context.close()

    def start(self, page: Page, site: Callable[[str], str], locale: str = "en") -> None:
        open_video(page, site, locale)
        with page.expect_navigation():
            page.locator(".download-offer .button:not(.button-main)").click()
        with page.expect_navigation():
            page.locator("main a[href*='/account/reset/']").click()
        fill(page, email=EMAIL)
        submit(page)

    @in_three_languages
    def test_on_another_device_leads_back_to_the_video(
        self, telephone: Page, site, mailbox, page: Page, locale
    ):
        self.start(page, site, locale)
        telephone.goto(page.url)
        assert_speaks(telephone, locale)
        expect(telephone.locator("main")).not_to_contain_text(EMAIL)

        type_code(telephone, mailbox.code())
        shoot(telephone, f"{locale}-new-password-phone")
        fill(telephone, password="short")
        submit(telephone)
        assert telephone.locator("#id_password_error li").count() >= 4
        shoot(telephone, f"{locale}-new-password-refused-phone")
        fill(telephone, password=CHOSEN)
        submit(telephone)
        shoot(telephone, f"{locale}-password-updated-phone")
        submit(telephone)
        fill(telephone, email=EMAIL, password=CHOSEN)
        submit(telephone)

        expect(telephone).to_have_url(site(video_path(locale)))
        assert_speaks(telephone, locale)

    def test_here_after_it_was_done_elsewhere_leads_on(
        self, telephone: Page, site, mailbox, page: Page
    ):
        self.start(page, site)
        telephone.goto(page.url)
        type_code(telephone, mailbox.code())

        type_code(page, mailbox.code())

        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main a.button-main")).to_have_attribute(
            "href", re.compile("/account/sign-in/.*videos")
        )
        shoot(page, "en-over")


class TestByKeyboard:
    @in_three_languages
    def test_from_the_video_to_the_video(self, site, mailbox, page: Page, locale):
        open_video(page, site, locale)
        self.press_on(page, ".download-offer .button-main")
        self.type_into(page, "email", EMAIL)
        self.type_into(page, "password", PASSWORD)
        self.press_on(page, "main button.button-main")
        self.type_into(page, "code", mailbox.code())
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"/{locale}/account/created/"))
        self.press_on(page, "main a.button-main")

        expect(page).to_have_url(site(video_path(locale)))

    def test_mistakes_take_the_focus_and_lead_to_the_field(self, site, page: Page):
        page.goto(site("/en/account/register/"), **SLOWLY)
        self.press_on(page, "main button.button-main")

        expect(page.locator(".error-summary")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        expect(page.locator("[name=email]")).to_be_focused()

    def test_the_password_can_be_read(self, site, page: Page):
        page.goto(site("/en/account/register/"), **SLOWLY)
        self.type_into(page, "password", "Harbour")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        expect(page.locator("[name=password]")).to_have_attribute("type", "text")
        assert page.locator(".password-rules .is-met").count() >= 3

    def press_on(self, page: Page, selector: str) -> None:
        self.reach(page, selector)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def type_into(self, page: Page, name: str, text: str) -> None:
        self.reach(page, f"main [name={name}]:not([type=hidden])")
        page.keyboard.insert_text(text)

    def reach(self, page: Page, selector: str) -> None:
        """Press Tab until the element has the focus."""
        wanted = page.locator(selector).first
        expect(wanted).to_be_visible()
        for _press in range(60):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"{selector} cannot be reached")


class TestWithoutScript:
    @pytest.fixture
    def page(self, browser: Browser) -> Page:
        context = browser.new_context(java_script_enabled=False)
        context.set_default_timeout(60_000)
        yield context.new_page()
        context.close()

    def test_leads_back_to_the_video(self, site, mailbox, page: Page):
        open_video(page, site, "ar")
        register(page)
        with page.expect_navigation():
            page.locator("form[data-wait-until] button").click()
        expect(page.locator(".error-summary")).to_be_focused()
        shoot(page, "ar-too-soon")
        type_code(page, mailbox.code())
        submit(page)

        expect(page).to_have_url(site(video_path("ar")))
