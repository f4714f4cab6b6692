import json

import pytest
from django.utils import timezone

from accounts.models import AccountStatus, MediaAccount, NoticeEdition
from accounts.services.verified_addresses import vouch_for_address
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(user):
    vouch_for_address(user)
    return MediaAccount.objects.create(user=user, organisation="Channel 5", country_code="BE")


class TestRead:
    def test_shows_who_somebody_is(self, signed_in, user, account):
        content = signed_in.get("me").json()

        assert content["id"] == str(user.uuid)
        assert content["organisation"] == "Channel 5"
        assert content["download_access"] == {"allowed": True, "reason": ""}
        assert content["terms"]["accepted"]
        assert content["second_factors"] == []

    @pytest.mark.parametrize("status", [AccountStatus.PENDING, AccountStatus.REFUSED])
    def test_says_why_downloads_are_closed(self, signed_in, account, status):
        MediaAccount.objects.update(status=status, refusal_reason="No press card.")

        content = signed_in.get("me").json()

        assert content["download_access"] == {"allowed": False, "reason": status}
        assert content["refusal_reason"] == "No press card."

    def test_is_for_those_who_are_signed_in(self, api):
        assert api.get("me").status_code == 401

    def test_shows_staff_without_a_media_account(self, api):
        api.sign_in(UserFactory(editor=True, email="staff@example.org"), PASSWORD)

        content = api.get("me").json()

        assert content["status"] is None
        assert content["download_access"]["allowed"]


class TestChange:
    def test_keeps_what_is_left_out(self, signed_in, user, account):
        body = {"first_name": "Zoé", "organisation": "RTBF", "preferred_language": "fr"}

        content = signed_in.patch("me", body).json()

        assert content["first_name"] == "Zoé"
        assert content["last_name"] == user.last_name
        assert content["organisation"] == "RTBF"
        assert content["country_code"] == "BE"
        assert signed_in.get("me").json() == content

    def test_takes_nothing_that_is_no_part_of_the_profile(self, signed_in, user, account):
        response = signed_in.patch("me", {"status": "approved", "email": "eve@example.org"})

        pointers = {fault["pointer"] for fault in response.json()["errors"]}
        assert response.status_code == 400
        assert pointers == {"/status", "/email"}


class TestClose:
    def test_erases_the_person_and_ends_every_session(self, signed_in, new_client, user, account):
        elsewhere = new_client()
        elsewhere.sign_in(user, PASSWORD)

        response = signed_in.delete("me", {"password": PASSWORD})

        assert response.status_code == 204
        assert not signed_in.is_signed_in()
        assert not elsewhere.is_signed_in()
        user.refresh_from_db()
        assert user.closed_at
        assert "ann" not in user.email

    @pytest.mark.parametrize("body", [None, {}, {"password": "Wrong-Lantern-4827"}])
    def test_needs_the_password(self, signed_in, user, account, body):
        response = signed_in.delete("me", body)

        assert response.status_code == 400
        assert response.json()["errors"][0]["pointer"] == "/password"
        assert signed_in.is_signed_in()

    def test_locks_after_five_wrong_passwords(self, signed_in, account):
        refused = [signed_in.delete("me", {"password": "Wrong-Lantern-4827"}) for _time in range(5)]

        response = signed_in.delete("me", {"password": PASSWORD})

        assert [answer.status_code for answer in refused] == [400] * 5
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0

    def test_is_not_for_staff(self, api):
        api.sign_in(UserFactory(editor=True), PASSWORD)

        assert api.delete("me", {"password": PASSWORD}).status_code == 403
        assert api.is_signed_in()


class TestAddress:
    def test_changes_when_the_code_comes_back(self, signed_in, user, account, code_for):
        body = {"email": "ann@broadcaster.example", "password": PASSWORD}
        started = signed_in.post("email", body).json()
        code = code_for("ann@broadcaster.example")

        content = signed_in.post(
            "verify", {"flow": started["flow"], "secret": started["secret"], "code": code}
        ).json()

        assert content["purpose"] == "change"
        assert content["account"]["email"] == "ann@broadcaster.example"
        assert not content["newsletter_offer"]
        assert signed_in.get("me").json()["email"] == "ann@broadcaster.example"

    def test_needs_the_password(self, signed_in, account):
        body = {"email": "ann@broadcaster.example", "password": "Wrong-Lantern-4827"}

        response = signed_in.post("email", body)

        assert response.json()["errors"][0]["pointer"] == "/password"

    def test_must_be_another_one(self, signed_in, user, account):
        response = signed_in.post("email", {"email": user.email, "password": PASSWORD})

        assert response.status_code == 400
        assert response.json()["errors"][0]["pointer"] == "/email"

    def test_answers_alike_for_an_address_that_is_taken(self, signed_in, account):
        UserFactory(email="taken@example.org")

        taken = signed_in.post("email", {"email": "taken@example.org", "password": PASSWORD})
        free = signed_in.post("email", {"email": "free@example.org", "password": PASSWORD})

        assert taken.status_code == free.status_code == 202
        assert taken.json().keys() == free.json().keys()


class TestExport:
    def test_is_a_file_of_everything(self, signed_in, user, account):
        response = signed_in.post("export")

        assert response.status_code == 200
        assert response["Content-Disposition"].startswith('attachment; filename="account-20')
        content = json.loads(response.content)
        assert content["account"]["email"] == user.email
        assert content["media_account"]["organisation"] == "Channel 5"

    def test_is_for_those_who_are_signed_in(self, api):
        assert api.post("export").status_code == 401


class TestTerms:
    @pytest.fixture(autouse=True)
    def _editions(self, db):
        for locale, title in {"en": "Terms", "fr": "Conditions"}.items():
            NoticeEdition.objects.create(
                kind="terms",
                version=3,
                locale=locale,
                title=title,
                body_html=f"<p>{title}</p>",
                published_at=timezone.now(),
            )

    @pytest.mark.parametrize(
        ("asked", "locale", "title"), [("fr", "fr", "Conditions"), ("ar", "en", "Terms")]
    )
    def test_are_read_in_a_language_that_there_is(self, api, asked, locale, title):
        response = api.get(f"terms?locale={asked}")

        content = response.json()
        assert (content["version"], content["locale"], content["title"]) == (3, locale, title)
        assert content["accepted"] is None
        assert response["Content-Language"] == locale

    def test_open_downloads_when_they_are_accepted(self, signed_in, user, account):
        assert signed_in.get("me").json()["download_access"]["reason"] == "terms"

        response = signed_in.post("terms", {"version": 3, "locale": "fr", "shown": "Oui."})

        assert response.json() == {"required_version": 3, "accepted_version": 3, "accepted": True}
        assert signed_in.get("me").json()["download_access"]["allowed"]
        consent = user.consents.get()
        assert (consent.locale, consent.shown, consent.source) == ("fr", "Oui.", "api")

    @pytest.mark.parametrize("version", [1, 2, 4])
    def test_of_another_version_are_not_accepted(self, signed_in, account, version):
        response = signed_in.post("terms", {"version": version})

        assert response.status_code == 409
        assert response.json()["errors"][0]["pointer"] == "/version"


class TestSubscriptions:
    def test_are_asked_for_with_the_sentence_that_was_shown(self, signed_in, user, account):
        offers = signed_in.get("subscriptions?locale=fr").json()["offers"]
        assert [offer["locale"] for offer in offers] == ["en", "fr", "uk", "ar"]

        response = signed_in.post(
            "subscriptions", {"locale": "fr", "shown": offers[1]["consent_text"]}
        )

        assert response.json()["state"] == "active"
        assert user.consents.get().shown == offers[1]["consent_text"]
        left = signed_in.get("subscriptions").json()["offers"]
        assert [offer["locale"] for offer in left] == ["en", "uk", "ar"]

    def test_end(self, signed_in, account):
        made = signed_in.post("subscriptions", {"locale": "ar", "shown": "Yes."}).json()

        response = signed_in.delete(f"subscriptions/{made['id']}")

        assert response.status_code == 204
        assert signed_in.get("subscriptions").json()["data"][0]["state"] == "ended"

    @pytest.mark.parametrize("name", ["x", "7a1c0a52-52f1-4c1f-9a51-3f0f5d2f7e10"])
    def test_that_are_not_there_are_a_404(self, signed_in, account, name):
        assert signed_in.delete(f"subscriptions/{name}").status_code == 404

    def test_of_others_are_a_404(self, signed_in, new_client, account):
        stranger = new_client()
        stranger.sign_in(UserFactory(), PASSWORD)
        made = stranger.post("subscriptions", {"locale": "ar", "shown": "Yes."}).json()

        assert signed_in.delete(f"subscriptions/{made['id']}").status_code == 404
