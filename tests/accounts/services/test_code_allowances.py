"""How often an address may be sent something."""

import pytest

from accounts.models import CodeAllowance
from accounts.services.code_allowances import next_send_at, purge_allowances, spend
from accounts.services.codes import TooSoonError, resend
from cms.core.models import OutboxMessage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "ann@example.org"


def use_up(count, at_of):
    for number in range(count):
        spend(email=ADDRESS, purpose="verify", at=at_of(number))


class TestSpend:
    def test_allows_the_next_sending_a_minute_later(self, later):
        allowed_at = spend(email=ADDRESS, purpose="verify", at=later())

        assert allowed_at == later(minutes=1)
        spend(email=ADDRESS, purpose="verify", at=later(minutes=1))

    def test_refuses_within_the_minute_and_says_how_long(self, later):
        spend(email=ADDRESS, purpose="verify", at=later())

        with pytest.raises(TooSoonError) as refusal:
            spend(email=ADDRESS, purpose="verify", at=later(seconds=20.5))

        assert refusal.value.retry_after_seconds == 40

    def test_lets_the_purposes_cool_down_apart(self, later):
        spend(email=ADDRESS, purpose="verify", at=later())

        spend(email=ADDRESS, purpose="reset", at=later(seconds=1))

    def test_counts_every_spelling_of_an_address_as_one(self, later):
        spend(email=ADDRESS, purpose="verify", at=later())

        with pytest.raises(TooSoonError):
            spend(email=" ANN@Example.org", purpose="verify", at=later(seconds=1))

    def test_lets_addresses_alone(self, later):
        spend(email=ADDRESS, purpose="verify", at=later())

        spend(email="ann+news@example.org", purpose="verify", at=later())

    def test_allows_ten_in_a_day_over_all_purposes(self, later):
        use_up(9, lambda number: later(minutes=number))
        spend(email=ADDRESS, purpose="reset", at=later(minutes=9))

        with pytest.raises(TooSoonError) as refusal:
            spend(email=ADDRESS, purpose="change", at=later(minutes=10))

        assert refusal.value.retry_after_seconds == (24 * 60 - 10) * 60

    def test_opens_again_one_by_one_a_day_after_each(self, later):
        use_up(10, lambda number: later(minutes=number))
        day = 24 * 60

        spend(email=ADDRESS, purpose="verify", at=later(minutes=day))
        with pytest.raises(TooSoonError) as refusal:
            spend(email=ADDRESS, purpose="reset", at=later(minutes=day, seconds=30))

        assert refusal.value.retry_after_seconds == 30

    def test_counts_nothing_when_it_refuses(self, later):
        spend(email=ADDRESS, purpose="verify", at=later())
        for seconds in range(1, 30):
            with pytest.raises(TooSoonError):
                spend(email=ADDRESS, purpose="verify", at=later(seconds=seconds))

        assert spend(email=ADDRESS, purpose="verify", at=later(minutes=1)) == later(minutes=2)

    def test_does_not_store_the_address(self, later):
        spend(email=ADDRESS, purpose="verify", at=later())

        assert "ann" not in str(CodeAllowance.objects.values().get())

    def test_remembers_across_a_rotation_of_the_secret_key(self, later, settings):
        spend(email=ADDRESS, purpose="verify", at=later())
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-key-" + "y" * 48

        with pytest.raises(TooSoonError):
            spend(email=ADDRESS, purpose="verify", at=later(seconds=1))


class TestNextSendAt:
    def test_is_now_for_an_address_nobody_used(self, noon):
        assert next_send_at(email=ADDRESS, purpose="verify", at=noon) == noon

    def test_counts_down_the_minute(self, later):
        spend(email=ADDRESS, purpose="verify", at=later())

        at = later(seconds=10)

        assert next_send_at(email=ADDRESS, purpose="verify", at=at) == later(minutes=1)

    def test_waits_for_the_day_when_all_are_used_up(self, later):
        use_up(10, lambda number: later(minutes=number))

        allowed_at = next_send_at(email=ADDRESS, purpose="reset", at=later(minutes=30))

        assert allowed_at == later(minutes=24 * 60)


class TestPurgeAllowances:
    def test_deletes_what_was_not_touched_for_a_day(self, later):
        spend(email=ADDRESS, purpose="verify", at=later())
        spend(email="bob@example.org", purpose="verify", at=later(minutes=2))

        purge_allowances(later(minutes=24 * 60 + 1))

        assert CodeAllowance.objects.count() == 1


class TestTheDailyCap:
    def test_holds_for_resends_and_new_flows_together(self, start_registration, start_reset, later):
        flow = start_registration(ADDRESS)
        for number in range(1, 5):
            resend(flow_id=flow.id, at=later(minutes=number))
        for number in range(5):
            start_reset(ADDRESS, at=later(minutes=10 + number))

        with pytest.raises(TooSoonError):
            resend(flow_id=flow.id, at=later(minutes=60))

        assert OutboxMessage.objects.filter(to=ADDRESS).count() == 5  # nobody has the address

    def test_counts_the_word_to_the_owner(self, start_registration, mails_to, later):
        UserFactory(email=ADDRESS)
        for number in range(10):
            start_registration(ADDRESS, at=later(minutes=number))

        with pytest.raises(TooSoonError):
            start_registration(ADDRESS, at=later(minutes=10))

        assert len(mails_to(ADDRESS)) == 10
