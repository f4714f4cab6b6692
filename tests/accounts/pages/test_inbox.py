"""The screen that asks for the mailed code."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import CodeAllowance, CodeChallenge, User
from tests.accounts.pages.conftest import EMAIL
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

VIDEO = "/en/videos/harbour/"


@pytest.fixture
def inbox(client, register):
    """Register, and return the address of the screen that asks for the code."""
    return register(next=VIDEO).url


def let_pass(**duration):
    """Move everything that was sent into the past."""
    flow = CodeChallenge.objects.get()
    past = timedelta(**duration)
    CodeChallenge.objects.update(sent_at=flow.sent_at - past, expires_at=flow.expires_at - past)
    CodeAllowance.objects.all().delete()


def words(response):
    return re.sub(r"\s+", " ", BeautifulSoup(response.content, "html.parser").main.text)


class TestAsking:
    def test_says_which_address_and_until_when(self, client, parse, inbox):
        page = parse(client.get(inbox))

        assert page.select_one("bdi.address").text == EMAIL
        time = page.select_one("time[data-local]")
        expires_at = CodeChallenge.objects.get().expires_at
        assert time["datetime"] == expires_at.isoformat()
        assert time.text == f"{expires_at:%H:%M} UTC"
        assert "expires in 30 minutes" in page.main.text

    def test_the_field_is_made_for_codes(self, client, parse, inbox):
        [field] = parse(client.get(inbox)).select("input[name=code]")

        assert field["autocomplete"] == "one-time-code"
        assert field["inputmode"] == "numeric"
        assert int(field["maxlength"]) >= len("123 456")

    def test_offers_a_new_code_and_another_address(self, client, parse, inbox):
        page = parse(client.get(inbox))

        button = page.select_one("form[data-wait-until] button")
        assert not button.has_attr("disabled")
        assert 0 < int(page.select_one("form[data-wait-until]")["data-wait-until"]) <= 60
        again = page.select_one("form[data-wait-until] a")["href"]
        assert again == "/en/account/register/?next=%2Fen%2Fvideos%2Fharbour%2F"

    @pytest.mark.parametrize(("locale", "direction"), [("fr", "ltr"), ("ar", "rtl")])
    def test_speaks_the_language_of_its_address(self, client, parse, inbox, locale, direction):
        page = parse(client.get(inbox.replace("/en/", f"/{locale}/", 1)))

        assert (page.html["lang"], page.html["dir"]) == (locale, direction)

    def test_looks_the_same_for_an_address_that_has_an_account(self, client, parse, register):
        UserFactory(email="known@broadcaster.example")
        new = client.get(register(email="newly@broadcaster.example").url)
        known = client.get(register(email="known@broadcaster.example").url)

        assert new.status_code == known.status_code == 200
        assert words(new).replace("newly@", "known@") == words(known)

    def test_whoever_only_knows_the_flow_learns_no_address(self, inbox):
        response = Client().get(inbox)

        assert response.status_code == 200
        assert EMAIL not in response.content.decode()
        assert "broadcaster" not in response.content.decode()


class TestRightCode:
    @pytest.mark.parametrize("spelling", ["{0}{1}", "{0} {1}", " {0}-{1} "])
    def test_signs_in_and_keeps_the_page_somebody_was_on(
        self, client, inbox, mailed_code, spelling
    ):
        code = mailed_code()

        response = client.post(inbox, {"code": spelling.format(code[:3], code[3:])})

        assert response.status_code == 302
        assert response.url == "/en/account/created/?next=%2Fen%2Fvideos%2Fharbour%2F"
        assert client.session["_auth_user_id"] == str(User.objects.get(email=EMAIL).pk)

    def test_gives_the_session_another_key(self, client, inbox, mailed_code):
        before = client.session.session_key

        client.post(inbox, {"code": mailed_code()})

        assert client.session.session_key != before

    def test_stands_for_no_password_where_one_is_asked_for(self, client, inbox, mailed_code):
        client.post(inbox, {"code": mailed_code()})

        response = client.get("/en/account/security/app/")

        assert response.url.startswith("/en/account/reauthenticate/")

    def test_is_remembered_without_the_address_of_the_page(self, client, inbox, mailed_code):
        bare = inbox.partition("?")[0]

        response = client.post(bare, {"code": mailed_code()})

        assert response.url.endswith("?next=%2Fen%2Fvideos%2Fharbour%2F")

    def test_in_another_browser_asks_for_a_password_first(self, inbox, mailed_code):
        other = Client()

        response = other.post(inbox, {"code": mailed_code()})

        assert response.url.startswith("/en/account/reset/password/")
        assert not User.objects.exists()
        assert "_auth_user_id" not in other.session

    def test_works_once(self, client, inbox, mailed_code):
        code = mailed_code()
        client.post(inbox, {"code": code})

        response = Client().post(inbox, {"code": code})

        assert response.status_code == 410

    def test_is_kept_nowhere(self, client, inbox, mailed_code):
        code = mailed_code()
        client.post(inbox, {"code": code})

        assert code not in str(dict(client.session))
        assert code not in str(client.cookies)


class TestWrongCode:
    def test_says_how_often_one_may_try(self, client, parse, inbox, wrong_code):
        left = []
        for _attempt in range(5):
            page = parse(client.post(inbox, {"code": wrong_code()}))
            left.append(page.select_one("#id_code_error").text.strip())

        assert [re.findall(r"\d+", each) for each in left] == [["4"], ["3"], ["2"], ["1"], []]
        assert "Send a new one" in left[-1]

    def test_used_up_no_longer_promises_any_time(self, client, parse, inbox, wrong_code):
        pages = [parse(client.post(inbox, {"code": wrong_code()})) for _attempt in range(5)]
        pages.append(parse(client.get(inbox)))

        assert ["expires" in page.text for page in pages] == [True] * 4 + [False] * 2

    def test_used_up_says_so_and_still_offers_a_new_one(
        self, client, parse, inbox, wrong_code, mailed_code
    ):
        for _attempt in range(5):
            client.post(inbox, {"code": wrong_code()})

        response = client.post(inbox, {"code": mailed_code()})

        page = parse(response)
        assert response.status_code == 409
        assert "no longer works" in page.select_one(".error-summary").text
        assert page.select_one("[name=action][value=resend]")
        assert page.select_one("[name=next]")["value"] == VIDEO

    @pytest.mark.parametrize("typed", ["", "   ", "x" * 100, "1" * 100_000])
    def test_that_is_none_costs_no_attempt(self, client, inbox, typed):
        response = client.post(inbox, {"code": typed})

        assert response.status_code == 422
        assert CodeChallenge.objects.get().attempts == 0

    def test_is_counted_for_a_known_address_alike(self, client, register):
        UserFactory(email=EMAIL)
        inbox = register().url

        response = client.post(inbox, {"code": "123456"})

        assert response.status_code == 422
        assert "4 more times" in response.content.decode()


class TestExpiredCode:
    def test_says_so_before_anything_is_typed(self, client, parse, inbox):
        let_pass(minutes=31)

        response = client.get(inbox)

        assert response.status_code == 200
        assert "has expired" in parse(response).select_one(".error-summary").text

    def test_is_refused(self, client, parse, inbox, mailed_code):
        let_pass(minutes=31)

        response = client.post(inbox, {"code": mailed_code()})

        assert response.status_code == 409
        assert "has expired" in parse(response).select_one(".error-summary").text

    def test_a_new_one_has_thirty_minutes_again(self, client, inbox, mailed_code):
        let_pass(minutes=31)
        old = mailed_code()

        response = client.post(inbox, {"action": "resend", "next": VIDEO}, follow=True)

        assert "A new code is on its way" in words(response)
        assert "expires in 30 minutes" in words(response)
        assert client.post(inbox, {"code": old}).status_code == 422
        assert client.post(inbox, {"code": mailed_code()}).url.startswith("/en/account/created/")


class TestSendingAnother:
    @pytest.fixture(params=[False, True])
    def _saving_of_sessions(self, request, settings):
        settings.SESSION_SAVE_EVERY_REQUEST = request.param

    @pytest.mark.usefixtures("_saving_of_sessions")
    def test_too_soon_says_when_and_the_mailed_code_stays_valid(
        self, client, parse, inbox, mailed_code
    ):
        response = client.post(inbox, {"action": "resend", "next": VIDEO})

        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60
        assert "another code in" in parse(response).select_one(".error-summary").text
        assert client.post(inbox, {"code": mailed_code()}).status_code == 302

    def test_says_when_the_newsroom_sends_none(self, client, settings, inbox, mailed_code):
        settings.CODE_MAILS_PER_HOUR = 1
        let_pass(minutes=2)

        response = client.post(inbox, {"action": "resend"})

        assert response.status_code == 503
        assert "We cannot send codes at the moment." in words(response)
        assert client.post(inbox, {"code": mailed_code()}).status_code == 302

    def test_goes_back_to_the_screen_with_the_page_somebody_was_on(self, client, inbox):
        let_pass(minutes=2)

        response = client.post(inbox, {"action": "resend", "next": VIDEO})

        assert response.url == f"{inbox}&sent=1"

    def test_from_one_place_says_when(self, settings, client, inbox):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"resend": "1/h/ip"}
        let_pass(minutes=2)
        client.post(inbox, {"action": "resend"})

        response = client.post(inbox, {"action": "resend"})

        assert response.status_code == 429
        assert int(response["Retry-After"]) > 60


class TestNoFlow:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_leads_on(self, client, parse, method):
        response = getattr(client, method)(f"/en/account/code/{uuid4()}/?next={VIDEO}")

        assert response.status_code == 410
        links = [link["href"] for link in parse(response).main.select("a.button")]
        assert len(links) == 3
        assert all(link.endswith("?next=%2Fen%2Fvideos%2Fharbour%2F") for link in links)

    def test_after_success_leads_on(self, client, inbox, mailed_code):
        client.post(inbox, {"code": mailed_code()})

        assert client.get(inbox).url.startswith("/en/account/profile/?next=")

    def test_that_was_made_up_leads_those_who_are_signed_in_to_their_account(self, client):
        client.force_login(UserFactory(email=EMAIL))

        assert client.get(f"/en/account/code/{uuid4()}/").url == "/en/account/profile/"


class TestEveryAnswer:
    def test_is_for_one_reader(self, client, inbox):
        answers = [
            client.get(inbox),
            client.post(inbox, {"code": "x" * 99}),
            client.post(inbox, {"action": "resend"}),
            client.get(f"/en/account/code/{uuid4()}/"),
        ]

        assert all("no-store" in answer["Cache-Control"] for answer in answers)


def test_a_busy_inbox_asks_the_database_as_often_as_a_quiet_one(
    client, register, django_assert_max_num_queries
):
    inboxes = [register(email=f"ann{number}@broadcaster.example").url for number in range(4)]

    for inbox in inboxes:
        with django_assert_max_num_queries(6):
            client.get(inbox)
