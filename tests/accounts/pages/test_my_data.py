"""Newsletter, export and closing, and the page after the registration."""

import json
from urllib.parse import unquote

import pytest

from accounts.models import (
    AccountStatus,
    Consent,
    MediaAccount,
    Subscription,
    User,
)
from accounts.services.verified_addresses import vouch_for_address
from tests.accounts.pages.conftest import EMAIL
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

VIDEO = "/en/videos/harbour/"
QUERY = "?next=%2Fen%2Fvideos%2Fharbour%2F"
NEWSLETTER = "/en/account/profile/newsletter/"
CLOSE = "/en/account/profile/close/"


@pytest.fixture
def owner(client):
    user = UserFactory(email=EMAIL)
    vouch_for_address(user)
    MediaAccount.objects.create(user=user)
    client.force_login(user)
    return user


class TestCreated:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_leads_back(self, client, parse, owner, locale, direction):
        page = parse(client.get(f"/{locale}/account/created/{QUERY}"))

        assert page.select_one("a.button-main")["href"] == VIDEO
        assert page.html["dir"] == direction

    def test_without_a_page_leads_home(self, client, parse, owner):
        page = parse(client.get("/fr/account/created/"))

        assert page.select_one("a.button-main")["href"] == "/fr/"

    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_one_button_subscribes_to_the_newsletter_of_this_language(
        self, client, parse, owner, locale
    ):
        path = f"/{locale}/account/created/"
        shown = parse(client.get(path)).select_one("#newsletter").find_next("p").text

        response = client.post(path, {"next": VIDEO})

        assert response.url == f"{path}{QUERY}"
        subscription = Subscription.objects.get()
        assert (subscription.locale, subscription.source) == (locale, "account_created")
        assert Consent.objects.get().shown == shown
        assert not parse(client.get(path)).select_one("#newsletter + p + form")

    def test_looking_subscribes_nobody(self, client, owner):
        client.get("/en/account/created/")
        client.head("/en/account/created/")

        assert not Subscription.objects.exists()

    def test_says_honestly_that_downloads_wait(self, client, parse, owner):
        MediaAccount.objects.update(status=AccountStatus.PENDING)

        page = parse(client.get("/en/account/created/"))

        assert "looks at new accounts" in page.main.text
        assert "can download footage" not in page.main.text


class TestNewsletter:
    def test_lists_every_language_in_its_own_name(self, client, parse, owner):
        page = parse(client.get(NEWSLETTER))

        names = [each.text for each in page.main.select("strong[lang]")]
        assert names == ["English", "Français", "Українська", "العربيّة"]

    def test_names_the_language_on_every_button(self, client, parse, owner):
        page = parse(client.get(NEWSLETTER))

        buttons = page.main.select("form button")
        names = [
            " ".join(page.find(id=part).text.strip() for part in button["aria-labelledby"].split())
            for button in buttons
        ]
        assert len(set(names)) == len(buttons) > 1
        assert "Subscribe English" in names

    def test_starts_and_ends_by_a_button(self, client, owner):
        client.post(NEWSLETTER, {"locale": "uk"})
        started = Subscription.objects.get()
        assert (started.locale, started.state, started.source) == ("uk", "active", "preferences")

        response = client.post(NEWSLETTER, {"locale": "uk", "action": "end", "next": VIDEO})

        assert response.url == f"{NEWSLETTER}{QUERY}&done=saved"
        assert Subscription.objects.get().state == "ended"
        assert Consent.objects.get().withdrawal_source == "preferences"

    @pytest.mark.parametrize(
        "fields", [{}, {"locale": "xx"}, {"locale": "fr", "action": "end"}, {"locale": "\x00"}]
    )
    def test_of_no_language_changes_nothing(self, client, owner, fields):
        assert client.post(NEWSLETTER, fields).status_code in (302, 404)
        assert not Subscription.objects.exists()


class TestExport:
    PAGE = "/en/account/profile/export/"

    def test_is_a_file_for_its_owner(self, client, owner):
        response = client.post(self.PAGE)

        assert response["Content-Type"] == "application/json"
        assert response["Content-Disposition"].startswith("attachment; filename=")
        assert "no-store" in response["Cache-Control"]
        assert EMAIL in json.dumps(json.loads(response.content))

    def test_needs_a_button(self, client, owner):
        response = client.get(self.PAGE)

        assert response.status_code == 302
        assert response.url == "/en/account/profile/"

    def test_leads_back_to_the_button_when_the_session_has_ended(self, client, owner):
        client.logout()

        response = client.post(self.PAGE, follow=True)

        address, _status = response.redirect_chain[-1]
        assert address.startswith("/en/account/sign-in/")
        assert "next=/en/account/profile/" in unquote(address)

    def test_is_not_made_all_day_long(self, client, owner, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"export": "1/h/user"}
        assert client.post(self.PAGE).status_code == 200

        refused = client.post(self.PAGE)

        assert refused.status_code == 429
        assert int(refused["Retry-After"]) > 0


class TestClosing:
    def send(self, client, **fields):
        return client.post(CLOSE, {"current_password": PASSWORD, "is_sure": "on"} | fields)

    def test_says_goodbye_and_signs_out(self, client, parse, owner):
        response = self.send(client)

        assert response.url == "/en/account/closed/"
        assert parse(client.get(response.url)).h1
        assert client.get("/en/account/profile/").status_code == 302
        user = User.objects.get()
        assert user.closed_at
        assert EMAIL not in user.email

    @pytest.mark.parametrize("missing", [{"is_sure": ""}, {"current_password": "not this one"}])
    def test_needs_password_and_tick(self, client, owner, missing):
        assert self.send(client, **missing).status_code == 422
        assert User.objects.get().closed_at is None

    def test_is_not_for_staff(self, client):
        client.force_login(UserFactory(is_staff=True))

        assert self.send(client).status_code == 403
