"""Registering: what is asked, what is kept, and whose password counts in the end."""

import pytest

from accounts.models import (
    AccountStatus,
    AuthEvent,
    AuthEventKind,
    CodeChallenge,
    Consent,
    ConsentSource,
    NoticeEdition,
    NoticeKind,
    User,
)
from accounts.services.codes import AddressTakenError, FlowGoneError
from accounts.services.consents import terms_to_accept
from accounts.services.password_reset import set_password
from accounts.services.passwords import PasswordRefusedError
from accounts.services.registration import Profile
from accounts.services.verification import verify
from cms.core.models import OutboxMessage
from tests.accounts.services.conftest import NOON, PASSWORD
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "ann@example.org"


@pytest.fixture
def finish(code_for):
    """Type the mailed code as the one who began the flow."""

    def type_code(flow, at=NOON):
        return verify(flow_id=flow.id, code=code_for(flow.email), secret=flow.secret, at=at).user

    return type_code


@pytest.fixture
def terms():
    return NoticeEdition.objects.create(
        kind=NoticeKind.TERMS, version=3, locale="fr", title="T", body_html="", published_at=NOON
    )


class TestRegister:
    @pytest.mark.parametrize("email", [ADDRESS, "known@example.org"])
    def test_refuses_a_weak_password_whoever_has_the_address(self, start_registration, email):
        UserFactory(email="known@example.org")

        with pytest.raises(PasswordRefusedError):
            start_registration(email, password="Password1234!")

        assert not CodeChallenge.objects.exists()

    @pytest.mark.parametrize(
        "password", ["Ann-Example-4827!", "Marguerite-4827-x", "Tidewater-4827-x"]
    )
    def test_refuses_a_password_made_of_what_was_said(self, start_registration, password):
        profile = Profile(first_name="Marguerite", organisation="Tidewater")

        with pytest.raises(PasswordRefusedError):
            start_registration("ann.example@mail.example", password=password, profile=profile)

    def test_notes_it_without_the_address(self, start_registration):
        start_registration(ADDRESS)

        event = AuthEvent.objects.get(kind=AuthEventKind.REGISTRATION_REQUESTED)
        assert (event.user, event.detail) == (None, {"purpose": "verify"})
        assert len(event.email_digest) == 64

    def test_accepts_a_profile_nobody_could_store(self, start_registration, finish):
        profile = Profile(
            first_name="A\nBcc: x" + "n" * 500,
            last_name="\x00\u202eMünch\t\t",
            organisation="o" * 10_000,
            position="\ud800",
            country_code="fra",
        )

        user = finish(start_registration(ADDRESS, profile=profile))

        user.refresh_from_db()
        assert user.first_name.startswith("A Bcc: xnnn")
        assert len(user.first_name) == 150
        assert user.last_name == "Münch"
        assert len(user.media_account.organisation) == 200
        assert user.media_account.position == ""
        assert user.media_account.country_code == ""


class TestTheAccount:
    def test_has_the_profile_and_the_language_of_the_screen(self, start_registration, finish):
        profile = Profile("Ann", "Lee", "Tidewater Radio", "Editor", "fr")

        user = finish(start_registration(ADDRESS, profile=profile, locale="uk"))

        assert (user.first_name, user.last_name, user.preferred_language) == ("Ann", "Lee", "uk")
        account = user.media_account
        assert (account.organisation, account.position) == ("Tidewater Radio", "Editor")
        assert account.country_code == "FR"
        assert not user.is_staff

    def test_is_told_to_its_owner(self, start_registration, finish, mails_to):
        finish(start_registration(ADDRESS, locale="ar"))

        mail = mails_to(ADDRESS)[-1]
        assert (mail.template, mail.locale) == ("accounts/account_created", "ar")

    def test_is_noted_in_the_security_log(self, start_registration, finish):
        user = finish(start_registration(ADDRESS))

        assert AuthEvent.objects.filter(kind=AuthEventKind.ACCOUNT_CREATED, user=user).exists()

    def test_waits_for_a_decision_where_one_is_asked_for(
        self, start_registration, finish, mails_to, settings
    ):
        settings.ACCOUNTS_APPROVAL = "manual"

        user = finish(start_registration(ADDRESS))

        assert user.media_account.status == AccountStatus.PENDING
        assert [mail.template for mail in mails_to(ADDRESS)] == [
            "accounts/verify_code",
            "accounts/waiting_for_approval",
        ]

    def test_keeps_the_consent_as_it_was_shown(self, start_registration, finish, terms):
        user = finish(
            start_registration(
                ADDRESS,
                locale="fr",
                terms_version=3,
                terms_shown="J’accepte.\x00\ud800",
                source=ConsentSource.API,
            )
        )

        consent = Consent.objects.get(user=user)
        assert (consent.version, consent.locale, consent.edition) == (3, "fr", terms)
        assert (consent.shown, consent.source) == ("J’accepte.", ConsentSource.API)
        assert terms_to_accept(user, locale="fr") is None

    def test_dates_the_consent_by_the_tick_and_not_by_the_code(
        self, start_registration, finish, terms, later
    ):
        flow = start_registration(ADDRESS, terms_version=3, at=NOON)

        user = finish(flow, at=later(minutes=20))

        assert Consent.objects.get(user=user).given_at == NOON

    @pytest.mark.parametrize("version", [0, 2, 99, -1, 10**30])
    def test_has_no_consent_to_what_was_never_shown(
        self, start_registration, finish, terms, version
    ):
        user = finish(start_registration(ADDRESS, terms_version=version))

        assert not Consent.objects.filter(user=user).exists()
        assert terms_to_accept(user, locale="fr") == terms


class TestOneUserAnAddress:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("ann@example.org", "ANN@Example.ORG"),
            ("ann@bücher.example", "ann@BU\u0308CHER.example"),
            ("ann@bücher.example", "ann@xn--bcher-kva.example"),
            ("ann@example.org", "  ann@example.org "),
            ("ann@example.org", "ann@ｅxample.org"),
        ],
    )
    def test_holds_for_every_spelling(self, start_registration, finish, later, first, second):
        finish(start_registration(first))

        start_registration(second, at=later(minutes=1))

        assert User.objects.get() == User.objects.get(email=second)
        assert OutboxMessage.objects.filter(template="accounts/already_registered").exists()

    def test_takes_a_plus_address_for_another_one(self, start_registration, finish):
        finish(start_registration("ann@example.org"))
        finish(start_registration("ann+news@example.org"))

        assert User.objects.count() == 2

    def test_ends_the_flow_when_the_address_was_taken_meanwhile(
        self, start_registration, code_for, finish, later
    ):
        flow = start_registration(ADDRESS)
        owner = UserFactory(email=ADDRESS, password="the owner's own")

        with pytest.raises(AddressTakenError):
            finish(flow)
        with pytest.raises(FlowGoneError):
            finish(flow)

        assert User.objects.get(email=ADDRESS).check_password("the owner's own")
        assert owner.pk
        assert CodeChallenge.objects.get().pending_password == ""


class TestAnAttackerWhoRegistersFirst:
    def test_is_left_with_a_password_that_never_counts(
        self, start_registration, code_for, finish, later
    ):
        planted = start_registration(ADDRESS, password="Attacker-Anchor-9173")
        first_code = code_for(ADDRESS)
        own = start_registration(ADDRESS, password=PASSWORD, at=later(minutes=2))

        user = finish(own, at=later(minutes=3))

        assert user.check_password(PASSWORD)
        with pytest.raises(FlowGoneError):
            verify(flow_id=planted.id, code=first_code, secret=planted.secret, at=later(minutes=4))
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_gets_nothing_when_the_victim_types_the_code_there(
        self, start_registration, code_for, later
    ):
        planted = start_registration(
            ADDRESS, password="Attacker-Anchor-9173", profile=Profile(organisation="Trap")
        )

        brought = verify(flow_id=planted.id, code=code_for(ADDRESS), secret="", at=later(minutes=1))
        with pytest.raises(FlowGoneError):
            verify(
                flow_id=planted.id,
                code=code_for(ADDRESS),
                secret=planted.secret,
                at=later(minutes=2),
            )
        user = set_password(
            flow_id=planted.id, ticket=brought.ticket, password=PASSWORD, at=later(minutes=3)
        )

        assert brought.needs_password
        assert brought.user is None
        assert user.check_password(PASSWORD)
        assert user.media_account.organisation == ""
        assert not Consent.objects.filter(user=user).exists()
