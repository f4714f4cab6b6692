"""Everything that is kept about a person, for that person."""

import json

import pytest
from django.apps import apps

from accounts.models import AuthEvent, AuthEventKind, User
from accounts.services import exporting
from accounts.services.exporting import export_data
from tests.factories.accounts import UserFactory
from tests.factories.people import ADDRESS, AT, BROWSER, IP_ADDRESS, SECRET, known_person

EXPORTED = {
    "accounts.AuthEvent.user",
    "accounts.Consent.user",
    "accounts.MediaAccount.user",
    "accounts.Subscription.user",
    "accounts.User_groups.user",
    "account.EmailAddress.user",
    "mfa.Authenticator.user",
    "usersessions.UserSession.user",
}
LEFT_OUT = {
    # For a day, and only until the code is typed.
    "accounts.CodeChallenge.user",
    # Staff: who did what in the newsroom is the newsroom's record, not the person's data.
    "accounts.AuthEvent.actor",
    "accounts.Invitation.user",
    "accounts.Invitation.invited_by",
    "accounts.MediaAccount.decided_by",
    "accounts.TrustedDomain.added_by",
    "accounts.User_user_permissions.user",
}
# The editor's own tables. Media users never reach it.
EDITOR_APPS = {
    "core",
    "news",
    "videos",
    "wagtail_localize",
    "wagtailadmin",
    "wagtailcore",
    "wagtaildocs",
    "wagtailimages",
    "wagtailusers",
}


def references_to_users():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            is_ours = field.is_relation and not field.auto_created and field.related_model is User
            if is_ours and model._meta.app_label not in EDITOR_APPS:
                yield f"{model._meta.label}.{field.name}"


class TestSections:
    def test_cover_every_table_that_knows_a_user(self):
        assert set(references_to_users()) == EXPORTED | LEFT_OUT


@pytest.mark.django_db
class TestExportData:
    @pytest.fixture
    def person(self, rf):
        return known_person(rf)

    def test_holds_every_section(self, person):
        data = export_data(person, at=AT)

        assert data["account"]["email"] == ADDRESS
        assert data["email_addresses"] == [{"email": ADDRESS, "verified": True, "primary": True}]
        assert data["media_account"]["organisation"] == "Lantern Press"
        assert [row["kind"] for row in data["consents"]] == ["terms", "newsletter"]
        assert data["subscriptions"][0]["locale"] == "fr"
        assert data["sessions"][0]["ip_address"] == IP_ADDRESS
        assert data["second_factors"][0]["type"] == "totp"
        assert data["security_events"][0]["user_agent"] == BROWSER

    def test_is_ready_to_be_json(self, person):
        data = export_data(person, at=AT)

        assert json.loads(json.dumps(data)) == data
        assert data["exported_at"] == "2026-09-14T08:00:00+00:00"

    def test_holds_no_secret(self, person):
        text = json.dumps(export_data(person, at=AT))

        assert SECRET not in text
        assert "digest" not in text
        assert person.password not in text
        for session in person.usersession_set.all():
            assert session.session_key not in text

    def test_holds_nothing_of_others(self, person, rf):
        UserFactory(email="other@example.org")

        assert "other@example.org" not in json.dumps(export_data(person, at=AT))

    def test_tells_what_staff_did_without_saying_who(self, person):
        officer = UserFactory(editor=True, email="officer@example.org")
        AuthEvent.objects.create(kind=AuthEventKind.APPROVED, user=person, actor=officer, at=AT)

        data = export_data(person, at=AT)

        assert data["security_events"][-1]["was_done_by_staff"]
        assert "officer@example.org" not in json.dumps(data)

    def test_is_noted_in_the_log(self, person):
        export_data(person, at=AT)

        assert AuthEvent.objects.filter(user=person, kind=AuthEventKind.DATA_EXPORTED).exists()

    def test_works_for_an_account_with_nothing(self):
        data = export_data(UserFactory(), at=AT)

        assert (data["media_account"], data["subscriptions"]) == (None, [])

    def test_takes_sections_of_other_packages(self, person):
        exporting.register("downloads", lambda user: [user.email])

        try:
            assert export_data(person, at=AT)["downloads"] == [ADDRESS]
        finally:
            del exporting._sections["downloads"]
