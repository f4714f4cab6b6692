"""A forgotten password: address, code, new password, and back to signing in."""

import pytest
from django.test import Client

from accounts.models import CodeChallenge, User
from tests.accounts.pages.conftest import EMAIL
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

VIDEO = "/en/videos/harbour/"
QUERY = "?next=%2Fen%2Fvideos%2Fharbour%2F"
NEW = "/en/account/reset/password/"
CHOSEN = "Granite-Window-5931"


@pytest.fixture
def owner():
    return UserFactory(email=EMAIL)


@pytest.fixture
def ticket(client, owner, start_reset, mailed_code):
    """Type the right code, in the browser that is to choose the password."""
    inbox = start_reset(EMAIL, next=VIDEO).url
    return client.post(inbox, {"code": mailed_code()})


class TestAskingForACode:
    def test_leads_to_the_inbox(self, owner, start_reset):
        response = start_reset(EMAIL, next=VIDEO)

        assert response.url == f"/en/account/code/{CodeChallenge.objects.get().id}/{QUERY}"

    def test_answers_the_same_for_an_unknown_address(self, client, owner, start_reset):
        known, unknown = start_reset(EMAIL), start_reset("nobody@broadcaster.example")

        assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
        screens = [client.get(each.url).content.decode() for each in (known, unknown)]
        assert len(screens[0]) - len(screens[1]) == len(EMAIL) - len("nobody@broadcaster.example")

    def test_an_unknown_address_can_be_tried_to_the_end(self, client, start_reset):
        inbox = start_reset("nobody@broadcaster.example").url

        answers = [client.post(inbox, {"code": "123456"}).status_code for _try in range(6)]

        assert answers == [422] * 5 + [409]

    def test_too_soon_offers_the_first_code(self, owner, parse, start_reset):
        first = start_reset(EMAIL)

        response = start_reset(EMAIL)

        assert response.status_code == 429
        assert parse(response).select_one(f".notice a[href^='{first.url}']")

    def test_waits_for_everybody_when_the_newsroom_sends_no_codes(
        self, owner, settings, parse, start_reset, register
    ):
        settings.CODE_MAILS_PER_HOUR = 1
        start_reset("first@broadcaster.example")
        addresses = (EMAIL, "nob@broadcaster.example")

        resets = [start_reset(address, using=Client()) for address in addresses]
        registrations = [register(email=address, using=Client()) for address in addresses]

        for known, unknown in (resets, registrations):
            assert (known.status_code, unknown.status_code) == (503, 503)
            assert 0 < int(known["Retry-After"]) <= 3_600
            assert "We cannot send codes at the moment. Try again in" in known.text
            pages = [parse(response) for response in (known, unknown)]
            for page, address in zip(pages, addresses, strict=True):
                page.find("input", {"name": "csrfmiddlewaretoken"})["value"] = ""
                page.find("input", {"value": address})["value"] = ""
            assert str(pages[0]) == str(pages[1])

    @pytest.mark.parametrize("typed", ["", "nobody", "ann@broadcaster.example\nBcc: x@example.org"])
    def test_wants_an_address(self, parse, start_reset, typed):
        response = start_reset(typed, next=VIDEO)

        assert response.status_code == 422
        assert parse(response).select_one("#id_email_error")
        assert parse(response).select_one("[name=next]")["value"] == VIDEO


class TestChoosingAPassword:
    def test_ends_where_one_signs_in(self, client, parse, ticket):
        assert ticket.url == f"{NEW}{QUERY}"

        response = client.post(NEW, {"password": CHOSEN, "next": VIDEO})

        assert response.url == f"/en/account/reset/done/{QUERY}"
        assert User.objects.get().check_password(CHOSEN)

    def test_signs_nobody_in(self, client, ticket):
        client.post(NEW, {"password": CHOSEN})

        assert "_auth_user_id" not in client.session

    def test_signs_other_browsers_out(self, client, owner, ticket):
        other = Client()
        other.force_login(owner)

        client.post(NEW, {"password": CHOSEN})

        assert other.get("/en/account/created/").status_code == 302

    def test_needs_no_page_in_the_address(self, client, ticket):
        response = client.post(NEW, {"password": CHOSEN})

        assert response.url == f"/en/account/reset/done/{QUERY}"

    def test_without_the_right_code_leads_to_the_start(self, client, parse):
        response = client.get(f"{NEW}{QUERY}")

        assert response.status_code == 410
        links = [link["href"] for link in parse(response).main.select("a.button")]
        assert f"/en/account/reset/{QUERY}" in links

    def test_works_once(self, client, ticket):
        client.post(NEW, {"password": CHOSEN})

        assert client.post(NEW, {"password": "Another-Lantern-4827"}).status_code == 410

    def test_belongs_to_the_browser_that_typed_the_code(self, ticket):
        assert Client().get(NEW).status_code == 410

    def test_is_for_the_key_that_the_session_gets_with_the_ticket(
        self, client, owner, start_reset, mailed_code
    ):
        inbox = start_reset(EMAIL).url
        planted = client.session.session_key

        client.post(inbox, {"code": mailed_code()})

        assert client.session.session_key != planted
        client.cookies["sessionid"] = planted
        assert client.get(NEW).status_code == 410

    def test_keeps_the_ticket_out_of_the_page(self, client, ticket):
        secret = client.session["account_flow_ticket"]["ticket"]

        response = client.get(NEW)

        assert secret not in response.content.decode()
        assert secret not in ticket.url


class TestAnotherDevice:
    def test_finishes_what_one_began_elsewhere(self, owner, start_reset, mailed_code):
        inbox = start_reset(EMAIL, next=VIDEO).url
        telephone = Client()

        telephone.post(inbox, {"code": mailed_code()})
        response = telephone.post(NEW, {"password": CHOSEN})

        assert response.url == f"/en/account/reset/done/{QUERY}"
        assert User.objects.get().check_password(CHOSEN)

    def test_gives_nothing_to_whoever_planted_the_flow(
        self, client, owner, start_reset, mailed_code
    ):
        inbox = start_reset(EMAIL).url
        Client().post(inbox, {"code": mailed_code()})

        assert client.post(NEW, {"password": "Planted-Lantern-4827"}).status_code == 410
        assert not User.objects.get().check_password("Planted-Lantern-4827")


class TestPlantedRegistration:
    def test_takes_the_password_of_the_one_who_has_the_mailbox(self, client, register, mailed_code):
        inbox = register(password="Planted-Lantern-4827", first_name="Mallory").url
        victim = Client()
        victim.post(inbox, {"code": mailed_code()})

        response = victim.post(NEW, {"password": CHOSEN})

        assert response.url.startswith("/en/account/created/")
        user = User.objects.get()
        assert (user.check_password(CHOSEN), user.first_name) == (True, "")
        assert victim.session["_auth_user_id"] == str(user.pk)


class TestUpdated:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_leads_to_signing_in_and_back(self, client, parse, locale, direction):
        page = parse(client.get(f"/{locale}/account/reset/done/{QUERY}"))

        links = [link["href"] for link in page.main.select("a.button")]
        assert links == [f"/{locale}/account/sign-in/{QUERY}", VIDEO]
        assert page.html["dir"] == direction


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_no_hop_leads_to_another_site(client, owner, start_reset, mailed_code, target):
    first = start_reset(EMAIL, next=target)
    second = client.post(first.url, {"code": mailed_code(), "next": target})
    third = client.post(second.url, {"password": CHOSEN, "next": target})

    assert "evil" not in first.url + second.url + third.url
    assert "evil" not in client.get(third.url).content.decode()
