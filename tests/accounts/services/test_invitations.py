"""Inviting staff."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.serializers import serialize

from accounts.models import AuthEvent, AuthEventKind, Invitation, User
from accounts.services import invitations, role_specs, staff
from accounts.services.invitations import InvitationGoneError, InvitationRefusedError
from accounts.services.passwords import PasswordRefusedError
from accounts.services.roles import group_of, set_up_roles
from cms.core.mail.sending import drain_outbox
from cms.core.models import OutboxMessage
from tests.accounts.services.parallel import all_at_once, count
from tests.factories.accounts import PASSWORD, UserFactory

AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
NEW_PASSWORD = "Harbour-Lantern-4827"
LINK = re.compile(r"/(?:en|fr|uk|ar)/account/invitation/([\w-]+)/")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_dir")]


@pytest.fixture
def press_officers():
    set_up_roles()
    return group_of(role_specs.PRESS_OFFICER)


@pytest.fixture
def invite(press_officers):
    def run(email="Elodie@Example.org", *, by=None, locale="fr", at=AT):
        return invitations.invite(email=email, roles=[press_officers], by=by, locale=locale, at=at)

    return run


@pytest.fixture
def read_token(read_mail):
    """Send what waits, and return the token in the latest message."""

    def read():
        drain_outbox()
        return LINK.search(read_mail()[-1].get_body(("plain",)).get_content())[1]

    return read


def accept(token, *, password=NEW_PASSWORD, at=AT):
    return invitations.accept(
        token, password=password, first_name="Élodie", last_name="Martin", at=at
    )


def edit(user, **changes):
    """Change fields as the editor's form does."""
    former = User.objects.get(pk=user.pk)
    changed = {name for name, value in changes.items() if getattr(former, name) != value}
    for name in changed:
        setattr(user, name, changes[name])
    user.save()
    staff.note_edited(user, changed, former=former, by=None, at=AT)


class TestInviting:
    def test_makes_a_member_of_staff_without_a_password(self, invite, press_officers):
        invited = invite()

        user = User.objects.get()
        assert (user.email, user.is_staff) == ("elodie@example.org", True)
        assert list(user.groups.all()) == [press_officers]
        assert not user.has_usable_password()
        assert user.preferred_language == "fr"
        assert (invited.user, invited.is_new, invited.has_link) == (user, True, True)

    def test_proves_the_address(self, invite):
        user = invite().user

        address = EmailAddress.objects.get(user=user)
        assert (address.email, address.verified, address.primary) == (user.email, True, True)

    def test_mails_a_link_in_the_language_of_the_invitation(self, invite, read_mail):
        invite()
        drain_outbox()

        (message,) = read_mail()
        assert message["To"] == "elodie@example.org"
        assert message["Content-Language"] == "fr"
        for kind in ("plain", "html"):
            assert "/fr/account/invitation/" in message.get_body((kind,)).get_content()

    def test_keeps_the_token_unreadable_everywhere(self, invite, read_token):
        invite()
        before = serialize("json", OutboxMessage.objects.all())

        token = read_token()

        stored = serialize("json", [*OutboxMessage.objects.all(), *Invitation.objects.all()])
        log = serialize("json", AuthEvent.objects.all())
        assert token not in before + stored + log

    def test_is_in_the_log_with_whoever_invited(self, invite):
        administrator = UserFactory(administrator=True)

        user = invite(by=administrator).user

        event = AuthEvent.objects.get(kind=AuthEventKind.INVITED)
        assert (event.user, event.actor, event.at) == (user, administrator, AT)

    def test_gives_a_media_user_roles_and_leaves_the_password(self, invite, read_mail):
        user = UserFactory(email="elodie@example.org", preferred_language="uk")

        invited = invite()
        drain_outbox()

        user.refresh_from_db()
        assert (invited.is_new, invited.has_link) == (False, False)
        assert user.is_staff
        assert user.check_password(PASSWORD)
        (message,) = read_mail()
        assert message["Content-Language"] == "uk"
        assert "/cms/" in message.get_body(("plain",)).get_content()
        assert "invitation" not in message.get_body(("plain",)).get_content()

    @pytest.mark.parametrize(
        "address", ["", "elodie", "elodie@", "a@[127.0.0.1]", "a@example.org\nBcc: b@c.org"]
    )
    def test_refuses_what_is_no_address(self, invite, address):
        with pytest.raises(InvitationRefusedError):
            invite(address)

        assert not User.objects.exists()

    def test_refuses_an_account_that_is_switched_off(self, invite):
        user = UserFactory(email="elodie@example.org", is_active=False)

        with pytest.raises(InvitationRefusedError):
            invite()

        assert not user.groups.exists()

    def test_refuses_an_account_that_was_closed(self, invite):
        user = UserFactory(email="elodie@example.org", closed_at=AT)

        with pytest.raises(InvitationRefusedError):
            invite()

        assert not user.groups.exists()


class TestCorrectingTheAddress:
    def test_mails_the_invitation_to_the_right_one(self, invite, read_token):
        user = invite().user
        read_token()

        edit(user, email="right@example.org")

        accept(read_token())
        assert User.objects.get(email="right@example.org").check_password(NEW_PASSWORD)

    def test_of_somebody_with_a_password_mails_no_link(self, invite, read_token):
        invite()
        user = accept(read_token())

        edit(user, email="right@example.org")

        assert not OutboxMessage.objects.filter(to="right@example.org").exists()
        assert AuthEvent.objects.filter(kind=AuthEventKind.INVITED).count() == 1


class TestAccepting:
    def test_sets_password_and_name(self, invite, read_token):
        invite()

        user = accept(read_token())

        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)
        assert user.get_full_name() == "Élodie Martin"
        assert AuthEvent.objects.filter(kind=AuthEventKind.INVITATION_ACCEPTED, user=user).exists()

    def test_works_once(self, invite, read_token):
        invite()
        token = read_token()
        accept(token)

        with pytest.raises(InvitationGoneError):
            accept(token, password="Lantern-Harbour-7284")

        assert User.objects.get().check_password(NEW_PASSWORD)

    def test_works_for_seven_days(self, invite, read_token):
        invite()
        token = read_token()

        assert invitations.find(token, at=AT + timedelta(days=6, hours=23))
        with pytest.raises(InvitationGoneError):
            accept(token, at=AT + timedelta(days=7))

    def test_works_with_the_latest_link_only(self, invite, read_token):
        user = invite().user
        first = read_token()
        invitations.send_invitation(user, by=None, at=AT + timedelta(hours=1))
        second = read_token()

        with pytest.raises(InvitationGoneError):
            accept(first)
        assert accept(second)

    def test_refuses_a_weak_password_and_keeps_the_link(self, invite, read_token):
        invite()
        token = read_token()

        with pytest.raises(PasswordRefusedError):
            accept(token, password="short")

        assert accept(token)

    def test_refuses_a_password_like_the_name(self, invite, read_token):
        invite()

        with pytest.raises(PasswordRefusedError):
            accept(read_token(), password="Elodie-Martin-2026!")

    def test_is_over_when_the_password_was_reset_first(self, invite, read_token):
        user = invite().user
        token = read_token()
        user.set_password(PASSWORD)
        user.save()

        with pytest.raises(InvitationGoneError):
            accept(token)

    def test_is_over_when_the_account_is_switched_off(self, invite, read_token):
        invite()
        token = read_token()
        User.objects.update(is_active=False)

        with pytest.raises(InvitationGoneError):
            accept(token)

    @pytest.mark.usefixtures("transactional_db", "queued_tasks")
    def test_works_for_one_of_several_browsers_at_once(self, invite, read_token):
        invite()
        token = read_token()

        outcomes = all_at_once([lambda: accept(token)] * 4)

        assert count(outcomes, User) == 1
        assert count(outcomes, InvitationGoneError) == 3
        assert AuthEvent.objects.filter(kind=AuthEventKind.INVITATION_ACCEPTED).count() == 1

    @pytest.mark.parametrize("changes", [{"email": "right@example.org"}, {"is_active": False}])
    def test_is_over_when_an_administrator_changed_the_account(self, invite, read_token, changes):
        user = invite().user
        token = read_token()

        edit(user, **changes)
        edit(user, is_active=True)

        with pytest.raises(InvitationGoneError):
            accept(token)

    def test_refuses_a_made_up_token(self):
        with pytest.raises(InvitationGoneError):
            accept("made-up")
