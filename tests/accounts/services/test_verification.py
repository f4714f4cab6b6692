"""What a right code brings, and to whom."""

import uuid

import pytest
from allauth.account.models import EmailAddress

from accounts.models import CodeChallenge, MediaAccount, User
from accounts.services import codes
from accounts.services.password_reset import set_password
from accounts.services.registration import Profile
from accounts.services.verification import verify
from tests.accounts.services.conftest import NOON, PASSWORD

pytestmark = pytest.mark.django_db


class TestVerifyARegistration:
    def test_creates_the_user_with_a_proved_address(self, start_registration, code_for):
        flow = start_registration("Ann@Example.org", profile=Profile(first_name="Ann"))

        verified = verify(
            flow_id=flow.id, code=code_for("ann@example.org"), secret=flow.secret, at=NOON
        )

        user = User.objects.get(email="ann@example.org")
        assert verified.user == user
        assert verified.needs_password is False
        assert user.check_password(PASSWORD)
        assert user.first_name == "Ann"
        assert EmailAddress.objects.get(user=user).verified
        assert MediaAccount.objects.filter(user=user).exists()

    def test_creates_nobody_before(self, start_registration):
        start_registration("ann@example.org")

        assert not User.objects.filter(email="ann@example.org").exists()

    def test_gives_a_planter_nothing(self, start_registration, code_for):
        planted = start_registration("ann@example.org", profile=Profile(organisation="Trap"))

        verified = verify(flow_id=planted.id, code=code_for("ann@example.org"), secret="", at=NOON)

        assert verified.user is None
        assert verified.needs_password
        assert not User.objects.filter(email="ann@example.org").exists()
        user = set_password(
            flow_id=planted.id, ticket=verified.ticket, password="Own-Choice-5913", at=NOON
        )
        assert user.check_password("Own-Choice-5913")
        assert user.media_account.organisation == ""

    def test_erases_what_was_pending(self, start_registration, code_for):
        flow = start_registration("ann@example.org", profile=Profile(first_name="Ann"))

        verify(flow_id=flow.id, code=code_for("ann@example.org"), secret=flow.secret, at=NOON)

        challenge = CodeChallenge.objects.get(pk=flow.id)
        assert challenge.pending_password == ""
        assert challenge.pending_profile == {}

    def test_accepts_a_code_once(self, start_registration, code_for):
        flow = start_registration("ann@example.org")
        code = code_for("ann@example.org")
        verify(flow_id=flow.id, code=code, secret=flow.secret, at=NOON)

        with pytest.raises(codes.FlowGoneError):
            verify(flow_id=flow.id, code=code, secret=flow.secret, at=NOON)

    def test_knows_no_invented_flow(self):
        with pytest.raises(codes.FlowGoneError):
            verify(flow_id=uuid.uuid4(), code="123456", secret="", at=NOON)
