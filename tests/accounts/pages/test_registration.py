"""Creating an account, from the landing page to the code."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import CodeChallenge, NoticeEdition, User
from tests.accounts.pages.conftest import EMAIL, PASSWORD
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/en/account/register/"
VIDEO = "/en/videos/harbour/"
# The new address, and the second in which the answer was made.
CHANGING = {"Location", "Expires"}


@pytest.fixture
def terms():
    return NoticeEdition.objects.create(
        kind="terms",
        version=3,
        locale="en",
        title="Terms of use",
        body_html="<p>Be fair.</p>",
        published_at=timezone.now(),
    )


class TestLanding:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_leads_to_both_doors_with_the_page_somebody_was_on(
        self, client, parse, locale, direction
    ):
        page = parse(client.get(f"/{locale}/account/", {"next": VIDEO}))

        links = [link["href"] for link in page.main.select("a.button")]
        query = "?next=%2Fen%2Fvideos%2Fharbour%2F"
        assert links == [
            f"/{locale}/account/register/{query}",
            f"/{locale}/account/sign-in/{query}",
        ]
        assert (page.html["lang"], page.html["dir"]) == (locale, direction)


class TestForm:
    @pytest.mark.parametrize("locale", ["en", "fr", "uk", "ar"])
    def test_asks_once_for_a_password_that_may_be_pasted(self, client, parse, locale):
        page = parse(client.get(f"/{locale}/account/register/"))

        [password] = page.select("input[type=password]")
        assert password["autocomplete"] == "new-password"
        assert not password.has_attr("onpaste")
        assert page.select("[data-password-toggle]")
        assert len(page.select("[data-password-rules] [data-pattern]")) >= 5

    @pytest.mark.parametrize("fields", [{}, {"password": "short"}])
    def test_reads_the_rules_out_with_the_password(self, client, parse, register, fields):
        page = parse(register(**fields) if fields else client.get("/en/account/register/"))

        described = page.select_one("input[type=password]")["aria-describedby"].split()
        assert page.find(id=described[-1]).select("[data-password-rules] li")
        assert ("id_password_error" in described) == bool(fields)

    @pytest.mark.parametrize(("locale", "name"), [("fr", "Égypte"), ("ar", "مصر")])
    def test_names_countries_in_the_readers_language(self, client, parse, locale, name):
        page = parse(client.get(f"/{locale}/account/register/"))

        assert page.select_one("select[name=country_code] option[value=EG]").text == name

    def test_asks_for_no_terms_when_there_are_none(self, client, parse):
        page = parse(client.get(PAGE))

        assert page.select_one("[name=terms]") is None

    def test_asks_for_the_terms_of_the_current_version_with_an_empty_tick(
        self, client, parse, terms
    ):
        page = parse(client.get(PAGE))

        assert not page.select_one("input[name=terms]").has_attr("checked")
        assert page.select_one("input[name=terms_version]")["value"] == "3"
        assert page.select_one("a[href='/en/account/notices/terms/']")["target"] == "_blank"

    def test_is_not_for_somebody_signed_in(self, client):
        client.force_login(UserFactory())

        assert client.get(PAGE).status_code == 302


class TestSending:
    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_leads_to_the_inbox_with_the_page_somebody_was_on(self, client, register, locale):
        response = register(locale=locale, next=VIDEO)

        flow = CodeChallenge.objects.get()
        assert response.status_code == 302
        assert response.url == (
            f"/{locale}/account/code/{flow.id}/?next=%2Fen%2Fvideos%2Fharbour%2F"
        )
        assert (flow.email, flow.locale, flow.next) == (EMAIL, locale, VIDEO)

    def test_answers_the_same_for_an_address_that_has_an_account(self, client, register):
        UserFactory(email="known@broadcaster.example")

        new, known = register(), register(email="known@broadcaster.example")

        assert (new.status_code, new.content) == (known.status_code, known.content)
        flows = [str(flow.id) for flow in CodeChallenge.objects.order_by("created_at")]
        assert [new.url, known.url] == [f"/en/account/code/{flow}/" for flow in flows]
        assert _names(new) == _names(known)

    def test_accepts_the_terms_that_were_shown(self, register, terms):
        register(terms="on", terms_version="3")

        assert CodeChallenge.objects.get().pending_profile["terms_version"] == 3

    def test_keeps_no_secret_in_the_address(self, client, register):
        response = register()

        [secret] = client.session["account_flow_secrets"].values()
        assert secret
        assert secret not in response.url

    def test_makes_no_user_yet(self, register):
        register()

        assert not User.objects.exists()


class TestMistakes:
    def test_keep_what_was_typed_but_the_password(self, client, parse, register):
        response = register(email="nobody", first_name="Ада", country_code="FR", next=VIDEO)

        page = parse(response)
        assert response.status_code == 422
        assert page.select_one("[name=email]")["value"] == "nobody"
        assert page.select_one("[name=first_name]")["value"] == "Ада"
        assert page.select_one("option[selected][value=FR]")
        assert page.select_one("[name=next]")["value"] == VIDEO
        assert PASSWORD not in response.content.decode()

    def test_name_each_broken_rule_of_the_password(self, parse, register):
        page = parse(register(password="short"))

        errors = [each.text for each in page.select("#id_password_error li")]
        assert len(errors) >= 4
        assert len(set(errors)) == len(errors)

    def test_terms_have_to_be_accepted(self, parse, register, terms):
        page = parse(register(terms_version="3"))

        assert page.select_one("#id_terms_error")
        assert not CodeChallenge.objects.exists()

    def test_terms_that_changed_meanwhile_are_asked_again(self, parse, register, terms):
        page = parse(register(terms_version="2", terms="on"))

        assert "have changed" in page.select_one("#id_terms_error").text
        assert not page.select_one("input[name=terms]").has_attr("checked")
        assert page.select_one("input[name=terms_version]")["value"] == "3"

    def test_a_program_that_fills_in_everything_gets_no_mail(self, parse, register):
        page = parse(register(website="https://spam.example/"))

        assert page.select_one(".error-summary")
        assert not page.select_one("[name=website]").get("value")
        assert not CodeChallenge.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("email", "ann@broadcaster.example\r\nBcc: all@example.org"),
            ("email", "ann@broadcaster.example,bob@example.org"),
            ("email", "a" * 10_000 + "@example.org"),
            ("first_name", "Ann\r\nBcc: all@example.org"),
            ("first_name", "Ann\x00"),
            ("last_name", "x" * 151),
            ("organisation", "x" * 1_000_000),
            ("organisation", "See https://spam.example/"),
            ("position", "\x1b[31mEditor"),
            ("country_code", "XX"),
            ("password", "x" * 1_000_000),
        ],
    )
    def test_are_errors_of_their_field(self, parse, register, field, value):
        response = register(**{field: value})

        assert response.status_code == 422
        assert parse(response).select_one(f"#id_{field}_error")
        assert not CodeChallenge.objects.exists()

    @pytest.mark.parametrize(
        ("field", "typed", "kept"),
        [
            ("first_name", "مها\u200f", "مها"),
            ("first_name", "A\u200bnn\u202e", "Ann"),
            ("organisation", "  Radio   Nord ", "Radio Nord"),
        ],
    )
    def test_invisible_characters_are_none(self, register, field, typed, kept):
        register(**{field: typed})

        assert CodeChallenge.objects.get().pending_profile[field] == kept

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Ann+desk@Broadcaster.example", "ann+desk@broadcaster.example"),
            ("ann@rundfunk-köln.example", "ann@rundfunk-köln.example"),
            ("\u200fann@broadcaster.example\u200b", "ann@broadcaster.example"),
        ],
    )
    def test_unusual_addresses_are_addresses(self, register, typed, kept):
        assert register(email=typed).status_code == 302
        assert CodeChallenge.objects.get().email == kept

    def test_a_password_may_have_emoji(self, register):
        assert register(password="Harbour-Lantern-4827-🦑🧭").status_code == 302

    def test_a_body_that_is_not_utf_8_is_no_fault_of_ours(self, client):
        body = b"email=%ff%fe&password=%ed%a0%80&first_name=%ed%a0%80"
        response = client.post(PAGE, body, content_type="application/x-www-form-urlencoded")

        assert response.status_code == 422


class TestTooOften:
    def test_a_second_time_says_when_and_offers_the_first_code(self, client, parse, register):
        first = register()

        response = register(next=VIDEO)

        page = parse(response)
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60
        assert page.select_one(f".notice a[href^='{first.url}']")
        assert page.select_one("[name=next]")["value"] == VIDEO
        assert page.select_one("[name=email]")["value"] == EMAIL

    def test_another_browser_is_not_led_to_the_first_code(self, parse, register):
        register()

        response = register(using=Client())

        assert response.status_code == 429
        assert not parse(response).select_one(".notice a")

    def test_from_one_place_says_when(self, settings, parse, register):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"register": "1/m/ip"}
        register()

        response = register(email="bob@broadcaster.example", next=VIDEO)

        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60
        assert parse(response).select_one("[name=next]")["value"] == VIDEO


def _names(response):
    return {name: response[name] for name in response.headers if name not in CHANGING}
