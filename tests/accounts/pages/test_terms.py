"""Accepting a new version of the terms of use."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import translation

from accounts.models import Consent, ConsentSource
from accounts.pages.terms_gate import after_sign_in, terms_first
from accounts.services.consents import accepted_version
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.notices import NoticeEditionFactory

pytestmark = pytest.mark.django_db

NEXT = "/en/videos/grey-heron/"
ASK = f"/en/account/terms/?next={NEXT}"


@pytest.fixture
def media_user():
    return UserFactory()


@pytest.fixture
def signed_in(client, media_user):
    client.force_login(media_user)
    return client


def send(client, version, **more):
    return client.post("/en/account/terms/", {"version": version, "next": NEXT, **more})


class TestAcceptTerms:
    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_shows_the_text_in_the_language_of_the_page(self, signed_in, locale):
        NoticeEditionFactory(locale=locale, body_html="<p>What applies.</p>")

        response = signed_in.get(f"/{locale}/account/terms/?next={NEXT}")

        drawn = BeautifulSoup(response.content, "html.parser")
        assert drawn.select_one(".prose").get_text() == "What applies."
        assert drawn.select_one("input[name=next]")["value"] == NEXT

    def test_says_what_changed_and_where_the_accepted_version_is(self, signed_in, media_user):
        NoticeEditionFactory()
        send(signed_in, 1)
        NoticeEditionFactory(version=2, change_note="Agencies may resell.")

        response = signed_in.get(ASK)

        assert "Agencies may resell." in response.content.decode()
        assert "/en/account/notices/terms/1/" in response.content.decode()

    def test_records_the_acceptance_and_leads_back(self, signed_in, media_user):
        edition = NoticeEditionFactory()

        response = send(signed_in, 1)

        consent = Consent.objects.get(user=media_user)
        assert response["Location"] == NEXT
        assert (consent.edition, consent.source) == (edition, ConsentSource.TERMS_PAGE)
        assert consent.shown == "I accept version 1 of the terms of use."

    def test_changes_nothing_when_read(self, signed_in, media_user):
        NoticeEditionFactory()

        signed_in.get(ASK)
        signed_in.head(ASK)

        assert accepted_version(media_user) == 0

    @pytest.mark.parametrize("version", ["1", "", "x", "3"])
    def test_asks_again_when_another_version_was_on_the_screen(
        self, signed_in, media_user, version
    ):
        NoticeEditionFactory()
        NoticeEditionFactory(version=2)

        response = send(signed_in, version)

        assert response.status_code == 422
        assert accepted_version(media_user) == 0

    def test_goes_on_when_there_is_nothing_to_accept(self, signed_in):
        assert signed_in.get(ASK)["Location"] == NEXT

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil"])
    def test_does_not_lead_to_other_hosts(self, signed_in, target):
        NoticeEditionFactory()

        response = signed_in.get("/en/account/terms/", {"next": target})

        drawn = BeautifulSoup(response.content, "html.parser")
        assert not drawn.select("input[name=next]")

    def test_needs_the_csrf_token(self, media_user):
        NoticeEditionFactory()
        client = Client(enforce_csrf_checks=True)
        client.force_login(media_user)

        assert send(client, 1).status_code == 403
        assert accepted_version(media_user) == 0


class TestMyAccount:
    def test_asks_somebody_who_is_signed_in_already(self, signed_in):
        NoticeEditionFactory()

        response = signed_in.get("/en/account/profile/")

        assert response["Location"] == "/en/account/terms/?next=%2Fen%2Faccount%2Fprofile%2F"

    def test_asks_for_nothing_before_closing_or_taking_data_along(self, signed_in):
        NoticeEditionFactory()

        assert signed_in.get("/en/account/profile/close/").status_code == 200
        assert signed_in.post("/en/account/profile/export/").status_code == 200

    def test_asks_for_nothing_before_public_pages(self, signed_in):
        NoticeEditionFactory()

        assert signed_in.get("/en/").status_code == 200


class TestTermsGate:
    def test_leads_to_new_terms_and_back_to_the_screen(self, rf, media_user):
        NoticeEditionFactory()
        request = rf.get("/en/account/profile/?tab=1")
        request.user = media_user

        with translation.override("en"):
            response = terms_first(request)

        assert response["Location"] == (
            "/en/account/terms/?next=%2Fen%2Faccount%2Fprofile%2F%3Ftab%3D1"
        )

    def test_lets_staff_and_everybody_else_pass(self, rf, media_user):
        request = rf.get("/en/account/profile/")
        request.user = media_user
        assert terms_first(request) is None

        NoticeEditionFactory()
        request.user = UserFactory(editor=True)
        assert terms_first(request) is None

    def test_stands_between_signing_in_and_the_target(self, media_user):
        assert after_sign_in(media_user, NEXT) == NEXT

        NoticeEditionFactory()
        with translation.override("fr"):
            asked = after_sign_in(media_user, NEXT)

        assert asked == "/fr/account/terms/?next=%2Fen%2Fvideos%2Fgrey-heron%2F"


class TestSigningIn:
    def sign_in(self, client, user):
        return client.post(
            f"/en/account/sign-in/?next={NEXT}",
            {"email": user.email, "password": PASSWORD, "next": NEXT},
        )

    def test_leads_by_the_terms_to_the_page_one_was_on(self, client, media_user):
        NoticeEditionFactory()

        response = self.sign_in(client, media_user)

        assert response["Location"] == "/en/account/terms/?next=%2Fen%2Fvideos%2Fgrey-heron%2F"
        assert send(client, 1)["Location"] == NEXT

    def test_comes_first_when_nobody_is_signed_in(self, client):
        NoticeEditionFactory()

        response = client.get(ASK)

        assert response["Location"] == "/en/account/sign-in/?next=%2Fen%2Fvideos%2Fgrey-heron%2F"

    def test_leads_straight_on_without_new_terms(self, client, media_user):
        assert self.sign_in(client, media_user)["Location"] == NEXT
