"""My account: details, password and address."""

import pytest
from django.test import Client

from accounts.models import (
    AccountStatus,
    AuthEvent,
    AuthEventKind,
    CodeChallenge,
    MediaAccount,
    User,
)
from tests.accounts.pages.conftest import EMAIL
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

PROFILE = "/en/account/profile/"
VIDEO = "/en/videos/harbour/"
QUERY = "?next=%2Fen%2Fvideos%2Fharbour%2F"
CHOSEN = "Granite-Window-5931"
OWN_SCREENS = [
    PROFILE,
    "/en/account/profile/password/",
    "/en/account/profile/email/",
    "/en/account/profile/newsletter/",
    "/en/account/profile/close/",
    "/en/account/created/",
]


@pytest.fixture
def owner(client):
    user = UserFactory(email=EMAIL, preferred_language="en")
    MediaAccount.objects.create(user=user, organisation="Radio Nord", country_code="NO")
    client.force_login(user)
    return user


class TestStrangers:
    @pytest.mark.parametrize("path", OWN_SCREENS)
    def test_sign_in_first_and_come_back(self, client, path):
        response = client.get(path)

        assert response.url == f"/en/account/sign-in/?next={path}"

    def test_send_nothing(self, client):
        assert client.post("/en/account/profile/export/").url == "/en/account/profile/"


class TestProfile:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_shows_what_is_known(self, client, parse, owner, locale, direction):
        page = parse(client.get(f"/{locale}/account/profile/"))

        assert page.select_one("[name=organisation]")["value"] == "Radio Nord"
        assert page.select_one("option[selected][value=NO]")
        assert page.select_one("bdi.address").text == EMAIL
        assert page.html["dir"] == direction

    def test_saves_what_is_changed(self, client, owner):
        fields = {
            "first_name": "Анна",
            "last_name": "Nord",
            "organisation": "TV Sør",
            "position": "Editor",
            "country_code": "UA",
            "preferred_language": "fr",
        }

        response = client.post(PROFILE, fields | {"next": VIDEO})

        assert response.url == f"{PROFILE}{QUERY}&done=saved"
        owner.refresh_from_db()
        account = owner.media_account
        saved = {name: getattr(owner, name, getattr(account, name, "")) for name in fields}
        assert saved == fields

    def test_mistakes_keep_what_was_typed(self, client, parse, owner):
        response = client.post(PROFILE, {"organisation": "See www.spam.example", "last_name": "N"})

        page = parse(response)
        assert response.status_code == 422
        assert page.select_one("#id_organisation_error")
        assert page.select_one("[name=last_name]")["value"] == "N"

    @pytest.mark.parametrize(
        ("status", "words"),
        [
            (AccountStatus.APPROVED, "Downloads are open"),
            (AccountStatus.PENDING, "is looking at your account"),
            (AccountStatus.REFUSED, "did not open downloads"),
        ],
    )
    def test_says_where_the_account_stands(self, client, parse, owner, status, words):
        from accounts.services.verified_addresses import vouch_for_address

        vouch_for_address(owner)
        MediaAccount.objects.update(status=status, refusal_reason="Not a newsroom.")

        page = parse(client.get(PROFILE))

        assert words in page.main.text
        assert ("Not a newsroom." in page.main.text) == (status == AccountStatus.REFUSED)

    def test_asks_staff_for_what_concerns_them(self, client, parse):
        client.force_login(UserFactory(is_staff=True))

        page = parse(client.get(PROFILE))

        assert page.select_one("[name=first_name]")
        assert not page.select_one("[name=organisation]")
        assert not page.select_one("a[href^='/en/account/profile/close/']")

    def test_staff_get_no_media_account_by_saving(self, client):
        client.force_login(UserFactory(is_staff=True))

        client.post(PROFILE, {"first_name": "Ada", "preferred_language": "fr"})

        assert User.objects.get().preferred_language == "fr"
        assert not MediaAccount.objects.exists()

    def test_carries_the_page_somebody_was_on(self, client, parse, owner):
        page = parse(client.get(PROFILE + QUERY))

        own = [link["href"] for link in page.main.select("a[href*='/account/']")]
        assert own
        assert all(href.endswith(QUERY) for href in own)
        assert page.select_one(f"a.button[href='{VIDEO}']")


class TestChangingThePassword:
    PAGE = "/en/account/profile/password/"

    def send(self, client, **fields):
        return client.post(self.PAGE, {"current_password": PASSWORD, "password": CHOSEN} | fields)

    def test_keeps_this_session_and_ends_the_others(self, client, owner):
        other = Client()
        other.force_login(owner)

        response = self.send(client, next=VIDEO)

        assert response.url == f"{PROFILE}{QUERY}&done=password"
        assert User.objects.get().check_password(CHOSEN)
        assert client.get(PROFILE).status_code == 200
        assert other.get(PROFILE).status_code == 302

    def test_needs_the_present_one(self, client, parse, owner):
        response = self.send(client, current_password="not this one")

        assert response.status_code == 422
        assert parse(response).select_one("#id_current_password_error")
        assert User.objects.get().check_password(PASSWORD)

    def test_is_noted_with_where_it_came_from(self, client, owner):
        self.send(client)

        event = AuthEvent.objects.get(kind=AuthEventKind.PASSWORD_CHANGED, user=owner)
        assert event.ip_address == "127.0.0.1"

    def test_names_each_broken_rule(self, client, parse, owner):
        page = parse(self.send(client, password="short"))

        errors = [each.text for each in page.select("#id_password_error li")]
        assert len(errors) >= 4

    def test_guessing_the_present_one_is_stopped(self, client, owner):
        answers = [self.send(client, current_password=f"guess {n}") for n in range(6)]

        assert [each.status_code for each in answers] == [422] * 5 + [429]
        assert int(answers[-1]["Retry-After"]) > 0


class TestChangingTheAddress:
    PAGE = "/en/account/profile/email/"
    NEW = "ann@other.example"

    def send(self, client, **fields):
        values = {"email": self.NEW, "current_password": PASSWORD} | fields
        return client.post(self.PAGE, values)

    def test_waits_for_the_code_sent_to_the_new_one(self, client, owner, mailed_code):
        inbox = self.send(client, next=VIDEO).url
        assert User.objects.get().email == EMAIL

        response = client.post(inbox, {"code": mailed_code(self.NEW)})

        assert response.url == f"{PROFILE}{QUERY}&done=address"
        assert User.objects.get().email == self.NEW

    def test_needs_the_password(self, client, owner):
        assert self.send(client, current_password="not this one").status_code == 422
        assert not CodeChallenge.objects.exists()

    def test_answers_the_same_when_somebody_has_it(self, client, owner):
        UserFactory(email="taken@other.example")

        free, taken = self.send(client), self.send(client, email="taken@other.example")

        assert (free.status_code, free.content) == (taken.status_code, taken.content)

    def test_is_in_the_log_with_the_place(self, client, owner):
        self.send(client)

        event = AuthEvent.objects.get(kind=AuthEventKind.ADDRESS_CHANGE_REQUESTED)
        assert event.ip_address == "127.0.0.1"

    def test_is_not_tried_for_ever(self, client, owner, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"change_email": "2/h/user"}
        for number in range(2):
            assert self.send(client, email=f"ann{number}@other.example").status_code == 302

        refused = self.send(client)

        assert refused.status_code == 429
        assert int(refused["Retry-After"]) > 0

    def test_is_no_change_to_ones_own(self, client, parse, owner):
        response = self.send(client, email=EMAIL.upper())

        assert response.status_code == 422
        assert parse(response).select_one("#id_email_error")

    def test_is_finished_where_it_began(self, client, owner, mailed_code):
        inbox = self.send(client).url
        other = Client()
        other.force_login(UserFactory())

        response = other.post(inbox, {"code": mailed_code(self.NEW)})

        assert response.status_code == 302
        assert User.objects.filter(email=self.NEW).count() == 0

    def test_to_a_stranger_there_is_nothing_to_type_a_code_for(self, client, owner):
        inbox = self.send(client).url

        assert Client().get(inbox).status_code == 410


@pytest.mark.parametrize("path", OWN_SCREENS)
def test_no_screen_asks_the_database_more_when_there_is_more(
    client, owner, path, django_assert_max_num_queries
):
    for locale in ("en", "fr"):
        owner.subscriptions.create(
            email=EMAIL, locale=locale, state="active", source="api", started_at=owner.date_joined
        )

    with django_assert_max_num_queries(14):
        client.get(path)
