"""Flows with mailed codes: their clocks, their attempts, another code, and their end."""

import uuid
from functools import partial

import pytest

from accounts.models import AuthEvent, AuthEventKind, CodeAllowance, CodeChallenge
from accounts.services.codes import (
    CodeExhaustedError,
    CodeExpiredError,
    FlowGoneError,
    TooSoonError,
    WrongCodeError,
    flow_of,
    resend,
)
from accounts.services.verification import verify
from cms.core.mail.outbox import RecipientRefusedError
from tests.accounts.services.conftest import NOON
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "ann@example.org"


@pytest.fixture
def exhaust(wrong_code_for):
    """Type five wrong codes into a flow."""

    def type_wrong_codes(flow, at=NOON):
        for _attempt in range(5):
            with pytest.raises(WrongCodeError):
                verify(flow_id=flow.id, code=wrong_code_for(flow.email), secret="", at=at)

    return type_wrong_codes


class TestStart:
    def test_mails_one_code(self, start_registration, mails_to):
        start_registration(ADDRESS)

        assert [mail.template for mail in mails_to(ADDRESS)] == ["accounts/verify_code"]

    def test_tells_when_the_code_expires_and_when_another_may_be_sent(
        self, start_registration, later
    ):
        flow = start_registration(ADDRESS)

        assert flow.expires_at == later(minutes=30)
        assert flow.resend_at == later(minutes=1)

    def test_mails_nothing_within_a_minute_and_leaves_the_code_valid(
        self, start_registration, code_for, mails_to, later
    ):
        flow = start_registration(ADDRESS)
        code = code_for(ADDRESS)

        with pytest.raises(TooSoonError):
            start_registration(ADDRESS, at=later(seconds=30))

        assert len(mails_to(ADDRESS)) == 1
        assert verify(flow_id=flow.id, code=code, secret=flow.secret, at=later(seconds=31)).user

    def test_writes_in_the_language_of_the_screen(self, start_registration, mails_to):
        start_registration(ADDRESS, locale="ar")
        start_registration("bob@example.org", locale="tlh")

        assert mails_to(ADDRESS)[0].locale == "ar"
        assert mails_to("bob@example.org")[0].locale == "en"

    @pytest.mark.parametrize(
        "email",
        [
            "",
            "ann",
            "ann@",
            "ann@example.org\nBcc: bob@example.org",
            "a@b@example.org",
            "a@[127.0.0.1]",
            '"a b"@example.org',
            "ann@\ud800.example",
            "ann@" + "ü" * 70 + ".example",
            "ann@" + ".".join(["example"] * 35),
            "a" * 10_000_000 + "@example.org",
        ],
        ids=lambda email: ascii(email)[:30],
    )
    def test_refuses_what_is_no_plain_address(self, start_reset, email):
        with pytest.raises(RecipientRefusedError):
            start_reset(email)

        assert not CodeAllowance.objects.exists()


class TestThePageSomebodyWasOn:
    @pytest.fixture(params=["registration", "reset"])
    def begin(self, request, start_registration, start_reset):
        if request.param == "registration":
            return partial(start_registration, ADDRESS)
        return partial(start_reset, UserFactory(email=ADDRESS).email)

    @pytest.mark.parametrize("target", ["/en/videos/harbour/?t=4#cut", "https://front.example/v"])
    def test_survives_every_step(self, begin, code_for, later, settings, target):
        settings.FRONTEND_ORIGINS = ["https://front.example"]

        flow = begin(next_page=target)
        shown = flow_of(flow.id, at=NOON)
        again = resend(flow_id=flow.id, at=later(minutes=1))
        verified = verify(
            flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=later(minutes=2)
        )

        assert [flow.next, shown.next, again.next, verified.next] == [target] * 4

    @pytest.mark.parametrize(
        "target",
        ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""],
    )
    def test_is_forgotten_when_it_may_not_be_followed(self, begin, target):
        flow = begin(next_page=target)

        assert flow.next == ""
        assert CodeChallenge.objects.get().next == ""


class TestTheSecurityLog:
    def test_holds_every_wrong_code_and_the_last_one(self, start_reset, exhaust, later):
        user = UserFactory(email=ADDRESS)
        exhaust(start_reset(ADDRESS))

        events = AuthEvent.objects.filter(user=user).order_by("pk")

        assert [event.kind for event in events] == [
            AuthEventKind.RESET_REQUESTED,
            *[AuthEventKind.CODE_REFUSED] * 4,
            AuthEventKind.CODE_EXHAUSTED,
        ]

    def test_says_from_where(self, start_registration, wrong_code_for, rf):
        flow = start_registration(ADDRESS)
        request = rf.post("/", REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Browser")

        with pytest.raises(WrongCodeError):
            verify(
                flow_id=flow.id, code=wrong_code_for(ADDRESS), secret="", at=NOON, request=request
            )

        event = AuthEvent.objects.get(kind=AuthEventKind.CODE_REFUSED)
        assert (event.ip_address, event.user_agent) == ("203.0.113.7", "Browser")


class TestTheClock:
    def test_accepts_a_code_for_thirty_minutes(self, start_registration, code_for, later):
        flow = start_registration(ADDRESS)

        verified = verify(
            flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=later(minutes=29)
        )

        assert verified.user

    def test_refuses_it_afterwards(self, start_registration, code_for, later):
        flow = start_registration(ADDRESS)

        with pytest.raises(CodeExpiredError):
            verify(
                flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=later(minutes=31)
            )

    @pytest.mark.parametrize("sent_after", [28, 45, 20 * 60])
    def test_begins_again_when_another_code_is_sent(
        self, start_registration, code_for, later, sent_after
    ):
        flow = start_registration(ADDRESS)
        again = resend(flow_id=flow.id, at=later(minutes=sent_after))

        with pytest.raises(CodeExpiredError):
            verify(flow_id=flow.id, code="0", secret=flow.secret, at=later(minutes=sent_after + 31))
        verified = verify(
            flow_id=flow.id,
            code=code_for(ADDRESS),
            secret=flow.secret,
            at=later(minutes=sent_after + 29),
        )

        assert again.expires_at == later(minutes=sent_after + 30)
        assert verified.user

    @pytest.fixture(params=["registration", "reset"])
    def start(self, request, start_registration, start_reset):
        """Return how to begin a flow in which a code is mailed."""

        def reset(address):
            UserFactory(email=address)
            return start_reset(address)

        return start_registration if request.param == "registration" else reset

    def test_is_half_an_hour_from_each_sending_to_the_second(
        self, start, code_for, later, chance, soak_size
    ):
        for number in range(soak_size(5, 300)):
            address = f"ann{number}@example.org"
            flow, sent = start(address), 0
            for _sending in range(chance.randint(0, 3)):
                sent += chance.randint(60, 3 * 60 * 60)
                resend(flow_id=flow.id, at=later(seconds=sent))
            waited = chance.choice([0, 29 * 60, 1_799, 1_800, 31 * 60, chance.randint(0, 3_600)])

            try:
                verify(
                    flow_id=flow.id,
                    code=code_for(address),
                    secret=flow.secret,
                    at=later(seconds=sent + waited),
                )
                is_accepted = True
            except CodeExpiredError:
                is_accepted = False

            assert is_accepted == (waited < 1_800), (sent, waited)


class TestTheAttempts:
    def test_are_five(self, start_registration, code_for, wrong_code_for):
        flow = start_registration(ADDRESS)
        left = []
        for _attempt in range(5):
            with pytest.raises(WrongCodeError) as refusal:
                verify(flow_id=flow.id, code=wrong_code_for(ADDRESS), secret="", at=NOON)
            left.append(refusal.value.attempts_left)

        with pytest.raises(CodeExhaustedError):
            verify(flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=NOON)

        assert left == [4, 3, 2, 1, 0]

    def test_leave_the_right_code_usable_until_the_last(
        self, start_registration, code_for, wrong_code_for
    ):
        flow = start_registration(ADDRESS)
        for _attempt in range(4):
            with pytest.raises(WrongCodeError):
                verify(flow_id=flow.id, code=wrong_code_for(ADDRESS), secret="", at=NOON)

        assert verify(flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=NOON).user

    def test_count_for_each_flow(self, start_registration, code_for, exhaust, later):
        first = start_registration(ADDRESS)
        exhaust(first)

        second = start_registration(ADDRESS, at=later(minutes=2))

        assert verify(
            flow_id=second.id, code=code_for(ADDRESS), secret=second.secret, at=later(minutes=2)
        ).user

    def test_are_paid_for_a_code_of_another_flow(self, start_registration, code_for):
        flow = start_registration(ADDRESS)
        start_registration("bob@example.org")

        with pytest.raises(WrongCodeError) as refusal:
            verify(flow_id=flow.id, code=code_for("bob@example.org"), secret=flow.secret, at=NOON)

        assert refusal.value.attempts_left == 4


class TestResend:
    def test_kills_the_old_code(self, start_registration, code_for, later):
        flow = start_registration(ADDRESS)
        old = code_for(ADDRESS)
        resend(flow_id=flow.id, at=later(minutes=1))

        if old != code_for(ADDRESS):  # one time in a million they are alike
            with pytest.raises(WrongCodeError):
                verify(flow_id=flow.id, code=old, secret=flow.secret, at=later(minutes=2))

    def test_gives_all_attempts_back(self, start_registration, code_for, exhaust, later):
        flow = start_registration(ADDRESS)
        exhaust(flow)

        resend(flow_id=flow.id, at=later(minutes=1))

        assert verify(
            flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=later(minutes=2)
        ).user

    def test_refuses_within_the_minute_and_leaves_the_code_valid(
        self, start_registration, code_for, mails_to, later
    ):
        flow = start_registration(ADDRESS)
        code = code_for(ADDRESS)

        with pytest.raises(TooSoonError) as refusal:
            resend(flow_id=flow.id, at=later(seconds=59))

        assert refusal.value.retry_after_seconds == 1
        assert len(mails_to(ADDRESS)) == 1
        assert verify(flow_id=flow.id, code=code, secret=flow.secret, at=later(minutes=1)).user

    def test_knows_no_finished_flow(self, start_registration, code_for, mails_to, later):
        flow = start_registration(ADDRESS)
        verify(flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=NOON)
        mails = len(mails_to(ADDRESS))

        with pytest.raises(FlowGoneError):
            resend(flow_id=flow.id, at=later(minutes=5))

        assert len(mails_to(ADDRESS)) == mails

    def test_knows_no_invented_flow(self):
        with pytest.raises(FlowGoneError):
            resend(flow_id=uuid.uuid4(), at=NOON)

    def test_keeps_the_page_somebody_was_on(self, start_registration, later):
        flow = start_registration(ADDRESS, next_page="/en/videos/harbour/")

        assert resend(flow_id=flow.id, at=later(minutes=1)).next == "/en/videos/harbour/"

    def test_tells_the_secret_to_nobody(self, start_registration, later):
        flow = start_registration(ADDRESS)

        assert resend(flow_id=flow.id, at=later(minutes=1)).secret == ""

    def test_tells_the_owner_when_the_address_was_taken_meanwhile(
        self, start_registration, mails_to, later
    ):
        flow = start_registration(ADDRESS)
        UserFactory(email=ADDRESS)

        resend(flow_id=flow.id, at=later(minutes=1))

        assert mails_to(ADDRESS)[-1].template == "accounts/already_registered"

    def test_sends_no_code_to_an_account_that_was_switched_off(self, start_reset, mails_to, later):
        user = UserFactory(email=ADDRESS)
        flow = start_reset(ADDRESS)
        type(user).objects.filter(pk=user.pk).update(is_active=False)

        resend(flow_id=flow.id, at=later(minutes=1))

        assert len(mails_to(ADDRESS)) == 1


class TestFlowOf:
    def test_describes_an_expired_flow_too(self, start_registration, later):
        flow = start_registration(ADDRESS)

        shown = flow_of(flow.id, at=later(minutes=40))

        assert (shown.id, shown.email, shown.expires_at) == (flow.id, ADDRESS, flow.expires_at)
        assert shown.resend_at == later(minutes=40)
        assert shown.secret == ""

    def test_looks_the_same_for_a_decoy(self, start_reset):
        UserFactory(email=ADDRESS)
        known, unknown = start_reset(ADDRESS), start_reset("nobody@example.org")

        shown = [flow_of(flow.id, at=NOON) for flow in (known, unknown)]

        assert shown[0].expires_at == shown[1].expires_at
        assert shown[0].resend_at == shown[1].resend_at

    def test_knows_no_finished_flow(self, start_registration, code_for):
        flow = start_registration(ADDRESS)
        verify(flow_id=flow.id, code=code_for(ADDRESS), secret=flow.secret, at=NOON)

        with pytest.raises(FlowGoneError):
            flow_of(flow.id, at=NOON)
