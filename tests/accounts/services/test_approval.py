"""Deciding on media accounts."""

from datetime import UTC, datetime

import pytest

from accounts.models import AccountStatus, AuthEvent, AuthEventKind, MediaAccount, TrustedDomain
from accounts.services import approval, role_specs
from accounts.services.access import download_refusal
from accounts.services.address_change import follow_new_address
from accounts.services.approval import DecisionOvertakenError, OwnAccountError, ReasonMissingError
from accounts.services.domains import DomainRefusedError
from accounts.services.roles import group_of, set_up_roles
from accounts.services.verification import verify
from cms.core.mail.sending import drain_outbox
from cms.core.models import OutboxMessage
from tests.accounts.services.conftest import NOON
from tests.accounts.services.parallel import all_at_once, count
from tests.factories.accounts import MediaAccountFactory, UserFactory

AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_dir")]


@pytest.fixture
def officer():
    set_up_roles()
    return UserFactory(
        email="officer@example.org",
        preferred_language="fr",
        roles=[group_of(role_specs.MEDIA_OFFICER)],
    )


@pytest.fixture
def _manual(settings):
    settings.ACCOUNTS_APPROVAL = "manual"


@pytest.fixture
def sent(read_mail):
    """Send what waits; return each message by its recipient."""

    def read():
        drain_outbox()
        return {message["To"]: message for message in read_mail()}

    return read


def account_at(address, **fields):
    return MediaAccountFactory(user=UserFactory(email=address), **fields)


def status_of(account):
    return MediaAccount.objects.get(pk=account.pk).status


class TestNewAccounts:
    def test_are_approved_when_nobody_is_asked(self, officer, sent):
        account = MediaAccountFactory(pending=True)

        approval.decide_on_new_account(account, at=AT)

        assert status_of(account) == AccountStatus.APPROVED
        assert sent() == {}

    @pytest.mark.usefixtures("_manual")
    def test_wait_and_both_sides_are_told(self, officer, sent):
        account = account_at("ann@radio.example", organisation="Radio Estuaire")

        approval.decide_on_new_account(account, at=AT)

        assert status_of(account) == AccountStatus.PENDING
        messages = sent()
        assert set(messages) == {"officer@example.org", "ann@radio.example"}
        to_officer = messages["officer@example.org"]
        assert to_officer["Content-Language"] == "fr"
        text = to_officer.get_body(("plain",)).get_content()
        assert "Radio Estuaire" in text
        assert "/cms/media-accounts/" in text

    @pytest.mark.usefixtures("_manual")
    def test_are_brought_to_administrators_where_there_is_no_officer(self, sent):
        UserFactory(email="root@example.org", administrator=True)
        UserFactory(email="gone@example.org", administrator=True, is_active=False)
        account = account_at("ann@radio.example")

        approval.decide_on_new_account(account, at=AT)

        assert set(sent()) == {"root@example.org", "ann@radio.example"}

    @pytest.mark.usefixtures("_manual")
    @pytest.mark.parametrize(
        ("trusted", "address"),
        [
            ("radio.example", "ann@radio.example"),
            ("bücher.example", "ann@bücher.example"),
            ("bücher.example", "ann@xn--bcher-kva.example"),
        ],
    )
    def test_of_a_trusted_domain_are_approved_at_once(self, officer, sent, trusted, address):
        TrustedDomain.objects.create(domain=trusted)
        account = account_at(address)

        approval.decide_on_new_account(account, at=AT)

        assert status_of(account) == AccountStatus.APPROVED
        assert account.decided_at == AT
        assert sent() == {}

    @pytest.mark.usefixtures("_manual")
    @pytest.mark.parametrize("address", ["a@news.radio.example", "a@radio.example.evil.example"])
    def test_of_another_domain_wait(self, officer, address):
        TrustedDomain.objects.create(domain="radio.example")
        account = account_at(address)

        approval.decide_on_new_account(account, at=AT)

        assert status_of(account) == AccountStatus.PENDING


@pytest.mark.usefixtures("_manual")
class TestRegistering:
    def test_lets_the_account_wait(self, start_registration, code_for, officer):
        flow = start_registration("ann@radio.example")

        user = verify(
            flow_id=flow.id, code=code_for("ann@radio.example"), secret=flow.secret, at=NOON
        ).user

        assert user.media_account.status == AccountStatus.PENDING
        assert download_refusal(user) == "pending"
        assert OutboxMessage.objects.filter(to=officer.email).count() == 1

    def test_opens_the_account_of_a_trusted_domain(self, start_registration, code_for):
        TrustedDomain.objects.create(domain="radio.example")
        flow = start_registration("ann@radio.example")

        user = verify(
            flow_id=flow.id, code=code_for("ann@radio.example"), secret=flow.secret, at=NOON
        ).user

        assert download_refusal(user) == ""


class TestDeciding:
    def test_approving_opens_the_account_and_tells(self, officer, sent):
        account = MediaAccountFactory(pending=True)

        approval.approve(account, by=officer, at=AT)

        account.refresh_from_db()
        assert account.status == AccountStatus.APPROVED
        assert (account.decided_by, account.decided_at) == (officer, AT)
        assert set(sent()) == {account.user.email}
        event = AuthEvent.objects.get(kind=AuthEventKind.APPROVED)
        assert (event.user, event.actor) == (account.user, officer)

    def test_refusing_says_why(self, officer, sent):
        account = MediaAccountFactory(pending=True)

        approval.refuse(account, by=officer, reason=" No press card. ", at=AT)

        account.refresh_from_db()
        assert (account.status, account.refusal_reason) == ("refused", "No press card.")
        message = sent()[account.user.email]
        for kind in ("plain", "html"):
            assert "No press card." in message.get_body((kind,)).get_content()
        assert AuthEvent.objects.filter(kind=AuthEventKind.REFUSED).count() == 1

    def test_refusing_needs_a_reason(self, officer):
        account = MediaAccountFactory(pending=True)

        with pytest.raises(ReasonMissingError):
            approval.refuse(account, by=officer, reason="  ", at=AT)

        assert status_of(account) == AccountStatus.PENDING

    def test_a_decision_can_be_taken_back(self, officer):
        account = MediaAccountFactory(refused=True)

        approval.approve(account, by=officer, at=AT)
        account.refresh_from_db()
        assert (account.status, account.refusal_reason) == (AccountStatus.APPROVED, "")

        approval.refuse(account, by=officer, reason="Lost the card.", at=AT)
        assert status_of(account) == AccountStatus.REFUSED

    def test_the_second_of_two_officers_is_told(self, officer, sent):
        account = MediaAccountFactory(pending=True)
        as_seen_by_the_second = MediaAccount.objects.get(pk=account.pk)
        approval.approve(account, by=officer, at=AT)

        with pytest.raises(DecisionOvertakenError) as overtaken:
            approval.refuse(as_seen_by_the_second, by=UserFactory(), reason="No.", at=AT)

        assert overtaken.value.account.decided_by == officer
        assert status_of(account) == AccountStatus.APPROVED
        assert len(sent()) == 1

    def test_deciding_the_same_twice_mails_once(self, officer, sent):
        account = MediaAccountFactory(pending=True)
        approval.approve(account, by=officer, at=AT)

        with pytest.raises(DecisionOvertakenError):
            approval.approve(account, by=officer, at=AT)

        assert len(sent()) == 1


@pytest.mark.usefixtures("transactional_db", "queued_tasks")
class TestOfficersAtOnce:
    def test_make_one_decision(self, officer, sent):
        account = MediaAccountFactory(pending=True)

        def as_seen_waiting():
            return MediaAccount(pk=account.pk, user=account.user, status=AccountStatus.PENDING)

        def approve():
            approval.approve(as_seen_waiting(), by=officer, at=AT)

        def refuse():
            approval.refuse(as_seen_waiting(), by=officer, reason="No.", at=AT)

        outcomes = all_at_once([approve, refuse] * 3)

        assert count(outcomes, type(None)) == 1
        assert count(outcomes, DecisionOvertakenError) == 5
        assert AuthEvent.objects.filter(user=account.user).count() == 1
        assert len(sent()) == 1


class TestOnesOwnAccount:
    def test_is_decided_by_somebody_else(self, officer):
        account = MediaAccountFactory(user=officer, pending=True)

        with pytest.raises(OwnAccountError):
            approval.approve(account, by=officer, at=AT)

        assert status_of(account) == AccountStatus.PENDING

    def test_is_left_out_when_its_domain_is_trusted(self, officer):
        account = MediaAccountFactory(user=officer, pending=True)

        assert approval.trust_domain("example.org", by=officer, at=AT) == []
        assert status_of(account) == AccountStatus.PENDING


@pytest.mark.usefixtures("_manual")
class TestAnotherAddress:
    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("ann@private.example", AccountStatus.PENDING),
            ("ann.b@radio.example", AccountStatus.APPROVED),
            ("ann@tv.example", AccountStatus.APPROVED),
        ],
    )
    def test_keeps_the_approval_where_the_domain_does(self, officer, address, status):
        TrustedDomain.objects.create(domain="tv.example")
        account = account_at("ann@radio.example")
        account.user.email = address
        account.user.save()

        follow_new_address(account.user, former="ann@radio.example", locale="en", at=AT)

        assert status_of(account) == status
        asked = OutboxMessage.objects.filter(to=officer.email)
        assert asked.exists() == (status == AccountStatus.PENDING)

    def test_changes_nothing_where_nobody_is_asked(self, settings):
        settings.ACCOUNTS_APPROVAL = "none"
        account = account_at("ann@private.example")

        follow_new_address(account.user, former="ann@radio.example", locale="en", at=AT)

        assert status_of(account) == AccountStatus.APPROVED


class TestTrustingADomain:
    def test_approves_whoever_waits_there(self, officer):
        waiting = account_at("ann@Radio.example", pending=True)
        refused = account_at("bob@radio.example", refused=True)
        elsewhere = account_at("eve@other.example", pending=True)

        approved = approval.trust_domain("@RADIO.example", by=officer, at=AT)

        assert approved == [waiting]
        assert status_of(waiting) == AccountStatus.APPROVED
        assert status_of(refused) == AccountStatus.REFUSED
        assert status_of(elsewhere) == AccountStatus.PENDING
        assert TrustedDomain.objects.get().domain == "radio.example"
        assert TrustedDomain.objects.get().added_by == officer

    def test_is_the_same_in_every_spelling(self, officer):
        approval.trust_domain("Bücher.example", by=officer, at=AT)
        approval.trust_domain("xn--bcher-kva.example", by=officer, at=AT)

        assert TrustedDomain.objects.get().domain == "bücher.example"

    @pytest.mark.parametrize("domain", ["gmail.com", "GMAIL.com", "radio", "", "a b.example"])
    def test_refuses_what_is_no_organisations_domain(self, officer, domain):
        with pytest.raises(DomainRefusedError):
            approval.trust_domain(domain, by=officer, at=AT)

        assert not TrustedDomain.objects.exists()
