"""How many codes the whole newsroom sends in an hour."""

import pytest

from accounts.models import CodeAllowance, CodeChallenge, CodeHour
from accounts.services import code_ceiling
from accounts.services.codes import CodesPausedError, TooSoonError, purge_codes, resend
from accounts.services.verification import verify
from cms.core.models import OutboxMessage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LIMIT = 3


@pytest.fixture(autouse=True)
def _low_ceiling(settings):
    settings.CODE_MAILS_PER_HOUR = LIMIT


@pytest.fixture
def reach_it(start_reset):
    """Ask for as many codes as the hour has."""

    def ask(**options):
        for number in range(LIMIT):
            start_reset(f"nobody{number}@example.org", **options)

    return ask


def counted():
    return list(CodeHour.objects.order_by("begins_at").values_list("codes", flat=True))


class TestCeiling:
    def test_is_the_same_for_everybody_until_the_next_hour_of_the_clock(
        self, start_registration, start_reset, reach_it, later
    ):
        UserFactory(email="known@example.org")
        reach_it(at=later(minutes=10))

        for start in (start_registration, start_reset):
            for address in ("known@example.org", "new@example.org"):
                with pytest.raises(CodesPausedError) as refusal:
                    start(address, at=later(minutes=59, seconds=50.5))
                assert refusal.value.retry_after_seconds == 10

        assert start_registration(at=later(minutes=60)).email == "ann@example.org"

    def test_leaves_nothing_of_what_it_refuses(self, start_registration, reach_it):
        reach_it()

        with pytest.raises(CodesPausedError):
            start_registration("new@example.org")

        assert not OutboxMessage.objects.filter(to="new@example.org").exists()
        assert CodeChallenge.objects.count() == CodeAllowance.objects.count() == LIMIT
        assert counted() == [LIMIT]

    def test_leaves_the_mailed_code_valid(self, start_registration, start_reset, code_for, later):
        flow = start_registration()
        for number in range(2):
            start_reset(f"nobody{number}@example.org")

        with pytest.raises(CodesPausedError):
            resend(flow_id=flow.id, at=later(minutes=2))

        code = code_for("ann@example.org")
        assert verify(flow_id=flow.id, code=code, secret=flow.secret, at=later(minutes=3)).user

    def test_counts_no_request_that_came_too_soon(self, start_registration, later):
        start_registration()

        for seconds in range(10):
            with pytest.raises(TooSoonError):
                start_registration(at=later(seconds=seconds))

        assert counted() == [1]

    def test_counts_every_sending_of_a_flow(self, start_registration, later):
        flow = start_registration()

        resend(flow_id=flow.id, at=later(minutes=2))

        assert counted() == [2]


class TestAlarm:
    def test_is_in_the_log_once_an_hour(self, start_registration, reach_it, later, caplog):
        for hour in range(2):
            reach_it(at=later(minutes=hour * 60))
            for _time in range(4):
                with pytest.raises(CodesPausedError):
                    start_registration(at=later(minutes=hour * 60 + 1))

        errors = [record for record in caplog.records if record.levelname == "ERROR"]
        assert [(error.event, error.limit) for error in errors] == [("codes_paused", LIMIT)] * 2

    def test_is_a_warning_as_long_as_it_lasts(self, reach_it, later):
        assert code_ceiling.warning(later()) == ""

        reach_it()

        assert "CODE_MAILS_PER_HOUR" in code_ceiling.warning(later(minutes=59))
        assert code_ceiling.warning(later(minutes=60)) == ""


class TestPurging:
    def test_forgets_hours_of_the_day_before(self, start_registration, later):
        start_registration()
        start_registration(at=later(minutes=60))

        purge_codes(later(minutes=24 * 60 + 1))

        assert [hour.begins_at for hour in CodeHour.objects.all()] == [later(minutes=60)]
