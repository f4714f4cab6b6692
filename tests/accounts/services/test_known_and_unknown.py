"""Nobody can find out who has an account: every step answers and works alike."""

from dataclasses import replace

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import CodeAllowance, CodeChallenge, User
from accounts.services.closing import close_account
from accounts.services.code_endings import consume_open
from accounts.services.codes import Flow, flow_of, resend
from accounts.services.verification import verify
from cms.core.models import OutboxMessage
from tests.accounts.services.conftest import NOON
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
KNOWN = "known@example.org"
UNKNOWN = "other@example.org"
OFF = "aside@example.org"


@pytest.fixture(autouse=True)
def accounts():
    UserFactory(email=KNOWN)
    UserFactory(email=OFF, is_active=False)


@pytest.fixture
def begin(start_registration, start_reset):
    """Begin a registration or a reset."""
    return {"registration": start_registration, "reset": start_reset}


def answer_of(step):
    """Return what a caller can tell of a step: what it answers or raises, and its queries."""
    with CaptureQueriesContext(connection) as queries:
        try:
            answer = step()
        except Exception as error:  # noqa: BLE001 - whatever it raises is the answer
            answer = (type(error), vars(error))
    if isinstance(answer, Flow):
        answer = replace(answer, id=None, email="", secret=len(answer.secret))
    return answer, [query["sql"].split()[0] for query in queries.captured_queries]


def walk(begin, email, later):
    """Take twelve steps from the request to the end, none of which knows the code."""
    answers = [answer_of(lambda: begin(email))]
    flow = CodeChallenge.objects.get(email=email)

    def type_code(at=NOON):
        return answer_of(lambda: verify(flow_id=flow.pk, code="12", secret="", at=at))

    answers += [
        answer_of(lambda: begin(email, at=later(seconds=10))),
        answer_of(lambda: flow_of(flow.pk, at=NOON)),
        type_code(),
        answer_of(lambda: resend(flow_id=flow.pk, at=later(seconds=30))),
        *(type_code() for _attempt in range(4)),
        type_code(),
        answer_of(lambda: resend(flow_id=flow.pk, at=later(minutes=1))),
        type_code(at=later(minutes=32)),
    ]
    return answers


class TestTheTwelveSteps:
    @pytest.mark.parametrize("kind", ["registration", "reset"])
    @pytest.mark.parametrize("other", [UNKNOWN, OFF])
    def test_answer_and_work_alike(self, begin, later, kind, other):
        known = walk(begin[kind], KNOWN, later)
        unknown = walk(begin[kind], other, later)

        assert len(known) == 12
        assert known == unknown

    @pytest.mark.parametrize("kind", ["registration", "reset"])
    def test_leave_the_same_rows(self, begin, later, kind):
        for email in (KNOWN, UNKNOWN):
            walk(begin[kind], email, later)

        rows = CodeChallenge.objects.filter(email__in=[KNOWN, UNKNOWN])
        stored = {
            tuple(row[name] for name in ("locale", "created_at", "expires_at", "attempts", "next"))
            for row in rows.values()
        }
        assert len(stored) == 1
        assert len({len(row.code_digest) for row in rows}) == 1
        assert CodeAllowance.objects.count() == 2


class TestClosing:
    """Whoever began a flow for somebody's address does not learn that the account was closed."""

    @pytest.mark.parametrize("kind", ["registration", "reset"])
    @pytest.mark.parametrize("tried", [0, 5])
    def test_of_the_account_does_not_show(self, begin, later, kind, tried):
        flows = {email: begin[kind](email).id for email in (KNOWN, UNKNOWN)}

        def type_code(email, at=NOON):
            step = {"flow_id": flows[email], "code": "12", "secret": "", "at": at}
            return answer_of(lambda: verify(**step))

        for email in flows:
            for _attempt in range(tried):
                type_code(email)
        close_account(User.objects.get(email=KNOWN), at=NOON)

        known, unknown = (
            [
                answer_of(lambda email=email: flow_of(flows[email], at=NOON)),
                type_code(email),
                answer_of(lambda email=email: resend(flow_id=flows[email], at=later(minutes=1))),
                type_code(email, at=later(minutes=32)),
            ]
            for email in (KNOWN, UNKNOWN)
        )
        assert known == unknown


class TestRegister:
    @pytest.mark.parametrize("email", [KNOWN, UNKNOWN, OFF])
    def test_pays_the_hash_of_the_password(self, start_registration, monkeypatch, email):
        hashed = []
        encode = hashers.MD5PasswordHasher.encode
        monkeypatch.setattr(
            hashers.MD5PasswordHasher,
            "encode",
            lambda *args: hashed.append(1) or encode(*args),
        )

        start_registration(email)

        assert hashed == [1]


class TestTheMail:
    def test_tells_the_owner_of_a_known_address(self, start_registration, mails_to):
        start_registration("KNOWN@example.org")

        assert [mail.template for mail in mails_to(KNOWN)] == ["accounts/already_registered"]

    def test_tells_the_owner_again_at_a_resend(self, start_registration, mails_to, later):
        flow = start_registration(KNOWN)

        resend(flow_id=flow.id, at=later(minutes=1))

        assert [mail.template for mail in mails_to(KNOWN)] == ["accounts/already_registered"] * 2

    def test_goes_in_the_language_of_the_owner(self, start_registration, mails_to):
        UserFactory(email="olena@example.org", preferred_language="uk")

        start_registration("olena@example.org", locale="fr")

        assert mails_to("olena@example.org")[0].locale == "uk"

    @pytest.mark.parametrize("email", [UNKNOWN, OFF])
    def test_does_not_go_to_who_cannot_reset(self, start_reset, mails_to, email, later):
        flow = start_reset(email)
        resend(flow_id=flow.id, at=later(minutes=1))

        assert mails_to(email) == []

    def test_does_not_go_to_an_account_that_is_off(self, start_registration, mails_to):
        start_registration(OFF)

        assert mails_to(OFF) == []

    def test_is_thrown_away_when_nobody_gets_it(
        self, start_reset, read_mail, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            start_reset(UNKNOWN)

        assert read_mail() == []
        assert not OutboxMessage.objects.exists()


class TestADecoy:
    @pytest.mark.parametrize("kind", ["registration", "reset"])
    def test_is_fitted_by_no_code(self, begin, kind):
        email = KNOWN if kind == "registration" else UNKNOWN
        begin[kind](email)

        challenge = CodeChallenge.objects.get(email=email)

        assert challenge.is_real is False
        assert challenge.user is None


def test_a_flow_tells_nothing_when_the_owner_finishes_another(start_reset, code_for, later):
    flows = [start_reset(email) for email in (KNOWN, UNKNOWN)]
    mailed = code_for(KNOWN)

    consume_open(user=User.objects.get(email=KNOWN), at=NOON)

    known, unknown = (
        [
            answer_of(lambda flow=flow: flow_of(flow.id, at=NOON)),
            answer_of(lambda flow=flow: verify(flow_id=flow.id, code=mailed, secret="", at=NOON)),
            answer_of(lambda flow=flow: resend(flow_id=flow.id, at=later(minutes=2))),
        ]
        for flow in flows
    )
    assert known == unknown
