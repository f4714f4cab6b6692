"""Choosing a new password with a mailed code."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.test import Client

from accounts.models import AuthEvent, AuthEventKind, User
from accounts.services.codes import FlowGoneError, TicketRefusedError
from accounts.services.password_reset import set_password
from accounts.services.passwords import PasswordRefusedError
from accounts.services.verification import verify
from tests.accounts.services.conftest import NOON
from tests.accounts.signed_in import SIGN_IN
from tests.factories.accounts import MediaAccountFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "ann@example.org"
NEW_PASSWORD = "Lantern-Harbour-7284"


@pytest.fixture
def user():
    return UserFactory(email=ADDRESS)


@pytest.fixture
def get_ticket(user, start_reset, code_for):
    """Begin a reset and type its code."""

    def get(at=NOON, *, typed_at=None):
        flow = start_reset(user.email, at=at)
        code = code_for(user.email)
        return verify(flow_id=flow.id, code=code, secret="", at=typed_at or at)

    return get


def choose(verified, password=NEW_PASSWORD, *, at=NOON):
    return set_password(flow_id=verified.flow_id, ticket=verified.ticket, password=password, at=at)


class TestVerifyAReset:
    def test_signs_nobody_in(self, user, get_ticket):
        verified = get_ticket()

        assert verified.user is None
        assert verified.needs_password is False
        assert verified.purpose == "reset"
        assert verified.ticket

    def test_brings_the_page_somebody_was_on(self, user, start_reset, code_for):
        flow = start_reset(ADDRESS, next_page="/en/videos/harbour/")

        verified = verify(flow_id=flow.id, code=code_for(ADDRESS), secret="", at=NOON)

        assert verified.next == "/en/videos/harbour/"

    def test_gives_a_planter_nothing(self, user, start_reset, code_for):
        planted = start_reset(ADDRESS)
        victims = verify(flow_id=planted.id, code=code_for(ADDRESS), secret="", at=NOON)

        for ticket in ("", planted.secret, code_for(ADDRESS)):
            with pytest.raises(TicketRefusedError):
                set_password(flow_id=planted.id, ticket=ticket, password=NEW_PASSWORD, at=NOON)
        with pytest.raises(FlowGoneError):
            verify(flow_id=planted.id, code=code_for(ADDRESS), secret=planted.secret, at=NOON)

        assert choose(victims) == user


class TestSetPassword:
    def test_sets_it_and_tells_the_owner(self, user, get_ticket, mails_to):
        choose(get_ticket())

        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)
        assert mails_to(ADDRESS)[-1].template == "accounts/password_changed"
        assert AuthEvent.objects.filter(kind=AuthEventKind.PASSWORD_RESET, user=user).exists()

    def test_works_once(self, user, get_ticket):
        verified = get_ticket()
        choose(verified)

        with pytest.raises(TicketRefusedError):
            choose(verified, "Other-Choice-3321")

        user.refresh_from_db()
        assert user.check_password(NEW_PASSWORD)

    @pytest.mark.parametrize("ticket", ["", "invented"])
    def test_refuses_another_ticket(self, get_ticket, ticket):
        with pytest.raises(TicketRefusedError):
            set_password(
                flow_id=get_ticket().flow_id, ticket=ticket, password=NEW_PASSWORD, at=NOON
            )

    def test_leaves_the_ticket_usable_after_a_weak_password(self, user, get_ticket):
        verified = get_ticket()

        with pytest.raises(PasswordRefusedError):
            choose(verified, "Password1234!")

        assert choose(verified).check_password(NEW_PASSWORD)

    def test_refuses_a_password_made_of_what_is_known_of_the_owner(self, user, get_ticket):
        MediaAccountFactory(user=user, organisation="Tidewater")

        with pytest.raises(PasswordRefusedError):
            choose(get_ticket(), "Tidewater-4827-x")

    @pytest.mark.parametrize(("typed_after", "works_until"), [(1, 29), (29, 43)])
    def test_leaves_a_quarter_of_an_hour_and_the_rest_of_the_flow(
        self, user, get_ticket, later, typed_after, works_until
    ):
        verified = get_ticket(typed_at=later(minutes=typed_after))

        with pytest.raises(TicketRefusedError):
            choose(verified, at=later(minutes=works_until + 2))
        assert choose(verified, at=later(minutes=works_until)) == user

    def test_ends_the_other_resets(self, user, get_ticket, later):
        other = get_ticket()
        verified = get_ticket(later(minutes=2))

        choose(verified, at=later(minutes=3))

        with pytest.raises(TicketRefusedError):
            choose(other, "Other-Choice-3321", at=later(minutes=3))

    @pytest.mark.parametrize("change", [{"is_active": False}, {"closed_at": NOON}])
    def test_refuses_an_account_that_was_switched_off_meanwhile(self, user, get_ticket, change):
        verified = get_ticket()
        User.objects.filter(pk=user.pk).update(**change)

        with pytest.raises(TicketRefusedError):
            choose(verified)

        user.refresh_from_db()
        assert not user.check_password(NEW_PASSWORD)

    def test_refuses_when_the_address_changed_meanwhile(self, user, get_ticket):
        verified = get_ticket()
        User.objects.filter(pk=user.pk).update(email="moved@example.org")

        with pytest.raises(TicketRefusedError):
            choose(verified)

    def test_ends_every_session_and_token(self, user, get_ticket):
        devices = [Client(), Client()]
        for device in devices:
            device.force_login(user)

        choose(get_ticket())

        for device in devices:
            device.get("/en/account/")
            assert SESSION_KEY not in device.session

    def test_opens_the_lock_of_the_address_and_no_other(self, client, user, get_ticket):
        others = UserFactory()
        for email in (user.email, others.email):
            for number in range(5):
                client.post(SIGN_IN, {"email": email, "password": f"wrong {number}"})

        choose(get_ticket())

        assert client.post(SIGN_IN, {"email": others.email, "password": "x"}).status_code == 429
        sent = {"email": user.email, "password": NEW_PASSWORD}
        assert client.post(SIGN_IN, sent).status_code == 302

    def test_keeps_the_second_factor(self, user, get_ticket):
        TOTP.activate(user, generate_totp_secret())

        choose(get_ticket())

        assert user.authenticator_set.filter(type="totp").exists()

    def test_proves_the_address_of_staff_too(self, get_ticket, user):
        User.objects.filter(pk=user.pk).update(is_staff=True)

        choose(get_ticket())

        assert EmailAddress.objects.get(user=user).verified
        assert User.objects.get(pk=user.pk).is_staff

    def test_gives_a_password_to_somebody_who_had_none(self, start_reset, code_for):
        invited = UserFactory(email="new@example.org", password=None)
        flow = start_reset(invited.email)
        verified = verify(flow_id=flow.id, code=code_for(invited.email), secret="", at=NOON)

        assert choose(verified).check_password(NEW_PASSWORD)

    def test_refuses_a_registration_whose_address_was_taken(
        self, start_registration, code_for, later
    ):
        flow = start_registration("new@example.org")
        verified = verify(flow_id=flow.id, code=code_for("new@example.org"), secret="", at=NOON)
        owner = UserFactory(email="new@example.org")

        with pytest.raises(TicketRefusedError):
            choose(verified)

        owner.refresh_from_db()
        assert not owner.check_password(NEW_PASSWORD)
