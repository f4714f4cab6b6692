"""Moving an account to another address."""

import pytest
from allauth.account.models import EmailAddress

from accounts.models import (
    AuthEvent,
    AuthEventKind,
    CodeChallenge,
    Subscription,
    SubscriptionSource,
    User,
)
from accounts.services.address_change import OwnAddressError, request_address_change
from accounts.services.codes import AddressTakenError, FlowGoneError, WrongCodeError
from accounts.services.password_reset import set_password
from accounts.services.subscriptions import subscribe
from accounts.services.verification import verify
from accounts.services.verified_addresses import vouch_for_address
from cms.core.models import SiteProfile
from tests.accounts.services.conftest import NOON, PASSWORD
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
OLD = "ann@example.org"
NEW = "ann@harbour.example"


@pytest.fixture
def user():
    user = UserFactory(email=OLD)
    vouch_for_address(user)
    return user


@pytest.fixture
def start_change(user):
    def start(email=NEW, *, at=NOON, locale="en"):
        return request_address_change(user=user, email=email, locale=locale, at=at)

    return start


def finish(flow, code, at=NOON):
    return verify(flow_id=flow.id, code=code, secret=flow.secret, at=at)


class TestAddressChange:
    def test_is_refused_where_nothing_would_change(self, start_change):
        with pytest.raises(OwnAddressError):
            start_change("Ann@Example.org")

        assert not CodeChallenge.objects.exists()

    def test_happens_when_the_code_from_the_new_mailbox_is_typed(
        self, user, start_change, code_for
    ):
        verified = finish(start_change("Ann@Harbour.example"), code_for(NEW))

        user.refresh_from_db()
        assert verified.user == user
        assert user.email == NEW
        [address] = EmailAddress.objects.filter(user=user)
        assert (address.email, address.verified, address.primary) == (NEW, True, True)
        assert AuthEvent.objects.filter(kind=AuthEventKind.ADDRESS_CHANGED, user=user).exists()

    def test_leaves_the_account_alone_until_then(self, user, start_change):
        start_change()

        user.refresh_from_db()
        assert user.email == OLD

    def test_is_told_to_the_old_address(self, start_change, code_for, mails_to):
        SiteProfile.objects.update(contact_email="desk@example.org")
        finish(start_change(), code_for(NEW))

        [notice] = mails_to(OLD)
        assert notice.template == "accounts/address_changed"
        assert [mail.template for mail in mails_to(NEW)] == ["accounts/change_code"]

    def test_takes_the_newsletter_along(self, user, start_change, code_for):
        subscribe(user, locale="fr", source=SubscriptionSource.PREFERENCES, shown="Yes", at=NOON)

        finish(start_change(), code_for(NEW))

        assert Subscription.objects.get(user=user).email == NEW

    def test_needs_the_client_that_asked_for_it(self, user, start_change, code_for):
        flow = start_change()

        with pytest.raises(FlowGoneError):
            verify(flow_id=flow.id, code=code_for(NEW), secret="", at=NOON)

        user.refresh_from_db()
        assert user.email == OLD

    def test_does_not_move_to_an_address_that_somebody_has(self, user, start_change, mails_to):
        UserFactory(email=NEW)
        flow = start_change()

        with pytest.raises(WrongCodeError):
            finish(flow, "123456")

        assert [mail.template for mail in mails_to(NEW)] == ["accounts/already_registered"]

    def test_looks_the_same_when_somebody_has_the_address(self, start_change, later):
        UserFactory(email=NEW)

        taken, free = start_change(), start_change("free@harbour.example")

        assert (taken.expires_at, taken.resend_at) == (free.expires_at, free.resend_at)
        assert taken.purpose == free.purpose == "change"

    def test_ends_when_the_address_was_taken_meanwhile(self, user, start_change, code_for):
        flow = start_change()
        UserFactory(email=NEW)

        with pytest.raises(AddressTakenError):
            finish(flow, code_for(NEW))

        user.refresh_from_db()
        assert user.email == OLD

    @pytest.mark.parametrize("change", [{"is_active": False}, {"closed_at": NOON}])
    def test_does_not_happen_to_an_account_that_is_off(self, user, start_change, code_for, change):
        flow = start_change()
        User.objects.filter(pk=user.pk).update(**change)

        with pytest.raises(FlowGoneError):
            finish(flow, code_for(NEW))

    def test_ends_a_reset_that_began_at_the_old_address(
        self, start_change, start_reset, code_for, later
    ):
        reset = start_reset(OLD)
        code = code_for(OLD)
        finish(start_change(), code_for(NEW))

        with pytest.raises(WrongCodeError):
            verify(flow_id=reset.id, code=code, secret=reset.secret, at=NOON)

    def test_ends_with_a_reset(self, user, start_change, start_reset, code_for):
        change = start_change()
        reset = start_reset(OLD)
        ticket = verify(flow_id=reset.id, code=code_for(OLD), secret="", at=NOON).ticket
        set_password(flow_id=reset.id, ticket=ticket, password=PASSWORD, at=NOON)

        with pytest.raises(FlowGoneError):
            finish(change, code_for(NEW))
