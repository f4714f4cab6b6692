"""Limits that hold however many requests come at once."""

from functools import partial

import pytest
from django.db import transaction

from accounts.models import CodeChallenge, User
from accounts.services.codes import (
    AddressTakenError,
    CodeExhaustedError,
    CodesPausedError,
    Flow,
    FlowGoneError,
    TicketRefusedError,
    TooSoonError,
    WrongCodeError,
    resend,
)
from accounts.services.password_reset import set_password
from accounts.services.verification import Verified, verify
from cms.core.models import OutboxMessage
from tests.accounts.services.conftest import NOON
from tests.accounts.services.parallel import all_at_once, count
from tests.factories.accounts import UserFactory

pytestmark = [
    pytest.mark.must_hold,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("queued_tasks"),
]
ADDRESS = "ann@example.org"


@pytest.fixture
def rounds(soak_size):
    return range(soak_size(1, 20))


def guesses(flow, code, number):
    return [
        partial(verify, flow_id=flow.id, code=code, secret="", at=NOON) for _guess in range(number)
    ]


class TestFortyGuesses:
    def test_are_compared_five_times(self, start_registration, wrong_code_for, rounds):
        for number in rounds:
            address = f"ann{number}@example.org"
            flow = start_registration(address)

            outcomes = all_at_once(guesses(flow, wrong_code_for(address), 40))

            assert count(outcomes, WrongCodeError) == 5
            assert count(outcomes, CodeExhaustedError) == 35
            assert CodeChallenge.objects.get(pk=flow.id).attempts == 5

    def test_are_compared_five_times_for_an_address_nobody_has(self, start_reset, rounds):
        for number in rounds:
            flow = start_reset(f"nobody{number}@example.org")

            outcomes = all_at_once(guesses(flow, "123456", 40))

            assert count(outcomes, WrongCodeError) == 5
            assert count(outcomes, CodeExhaustedError) == 35

    def test_get_the_right_code_accepted_once(self, start_registration, code_for, rounds):
        for number in rounds:
            address = f"ann{number}@example.org"
            flow = start_registration(address)
            call = partial(
                verify, flow_id=flow.id, code=code_for(address), secret=flow.secret, at=NOON
            )

            outcomes = all_at_once([call] * 40)

            assert count(outcomes, Verified) == 1
            assert count(outcomes, FlowGoneError) + count(outcomes, CodeExhaustedError) == 39
            assert User.objects.filter(email=address).count() == 1


class TestACallersTransaction:
    def test_cannot_take_an_attempt_back(self, start_registration):
        flow = start_registration(ADDRESS)

        with pytest.raises(RuntimeError), transaction.atomic():
            verify(flow_id=flow.id, code="123456", secret="", at=NOON)


class TestTwentyRequests:
    def test_mail_one_code_for_a_new_address(self, start_registration, mails_to, rounds):
        for number in rounds:
            address = f"ann{number}@example.org"

            outcomes = all_at_once([partial(start_registration, address)] * 20)

            assert count(outcomes, Flow) == 1
            assert count(outcomes, TooSoonError) == 19
            assert len(mails_to(address)) == 1
            assert CodeChallenge.objects.filter(email=address).count() == 1

    def test_mail_one_code_for_a_reset(self, start_reset, mails_to, rounds):
        for number in rounds:
            user = UserFactory(email=f"ann{number}@example.org")

            outcomes = all_at_once([partial(start_reset, user.email)] * 20)

            assert count(outcomes, Flow) == 1
            assert count(outcomes, TooSoonError) == 19
            assert len(mails_to(user.email)) == 1

    def test_send_another_code_once(self, start_registration, mails_to, later, rounds):
        for number in rounds:
            address = f"ann{number}@example.org"
            flow = start_registration(address)

            outcomes = all_at_once([partial(resend, flow_id=flow.id, at=later(minutes=1))] * 20)

            assert count(outcomes, Flow) == 1
            assert count(outcomes, TooSoonError) == 19
            assert len(mails_to(address)) == 2

    def test_stay_below_ten_mails_a_day(self, start_registration, start_reset, later):
        UserFactory(email=ADDRESS)
        for minute in range(12):
            calls = [
                partial(start_registration, ADDRESS, at=later(minutes=minute)),
                partial(start_reset, ADDRESS, at=later(minutes=minute)),
            ]
            all_at_once(calls * 10)

        assert OutboxMessage.objects.filter(to=ADDRESS).count() == 10


class TestTheLastCodesOfAnHour:
    def test_are_sent_exactly(self, start_registration, start_reset, settings, rounds, later):
        settings.CODE_MAILS_PER_HOUR = 7
        for number in rounds:
            hour = later(minutes=60 * number)
            calls = [
                partial(start, f"{letter}{number}@example.org", at=hour)
                for letter in "abcdefghij"
                for start in (start_registration, start_reset)
            ]

            outcomes = all_at_once(calls)

            assert count(outcomes, Flow) == 7
            assert count(outcomes, CodesPausedError) == 13


class TestGuessingWhileCodesAreSent:
    def test_compares_at_most_five_guesses_a_code(
        self, start_registration, wrong_code_for, later, rounds
    ):
        for number in rounds:
            address = f"ann{number}@example.org"
            flow = start_registration(address)
            wrong = wrong_code_for(address)
            calls = [
                *guesses(flow, wrong, 30),
                partial(resend, flow_id=flow.id, at=later(minutes=1)),
            ]

            outcomes = all_at_once(calls)

            # A guess may hit the fresh code, though once in a hundred thousand rounds only.
            assert count(outcomes, Flow) == 1
            assert count(outcomes, WrongCodeError) <= 10
            assert CodeChallenge.objects.get(pk=flow.id).attempts <= 5


class TestTwoFlowsOfOneAddress:
    def test_make_one_user(self, start_registration, code_for, later, rounds):
        for number in rounds:
            address = f"ann{number}@example.org"
            calls = []
            for minute in range(2):
                flow = start_registration(address, at=later(minutes=minute))
                calls.append(
                    partial(
                        verify,
                        flow_id=flow.id,
                        code=code_for(address),
                        secret=flow.secret,
                        at=later(minutes=2),
                    )
                )

            outcomes = all_at_once(calls)

            assert count(outcomes, Verified) == 1
            assert count(outcomes, AddressTakenError) == 1
            assert User.objects.filter(email=address).count() == 1

    def test_set_one_password(self, start_reset, code_for, later, rounds):
        for number in rounds:
            user = UserFactory(email=f"ann{number}@example.org")
            calls = []
            for minute in range(2):
                flow = start_reset(user.email, at=later(minutes=minute))
                verified = verify(
                    flow_id=flow.id, code=code_for(user.email), secret="", at=later(minutes=2)
                )
                calls.append(
                    partial(
                        set_password,
                        flow_id=flow.id,
                        ticket=verified.ticket,
                        password=f"Harbour-Lantern-482{minute}",
                        at=later(minutes=3),
                    )
                )

            outcomes = all_at_once(calls)

            assert count(outcomes, User) == 1
            assert count(outcomes, TicketRefusedError) == 1


class TestOneTicket:
    def test_sets_one_password(self, start_reset, code_for, mails_to, rounds):
        for number in rounds:
            user = UserFactory(email=f"ann{number}@example.org")
            flow = start_reset(user.email)
            ticket = verify(flow_id=flow.id, code=code_for(user.email), secret="", at=NOON).ticket
            calls = [
                partial(
                    set_password,
                    flow_id=flow.id,
                    ticket=ticket,
                    password=f"Harbour-Lantern-48{letter}7",
                    at=NOON,
                )
                for letter in range(10)
            ]

            outcomes = all_at_once(calls)

            assert count(outcomes, User) == 1
            assert count(outcomes, TicketRefusedError) == 9
            assert len(mails_to(user.email)) == 2
