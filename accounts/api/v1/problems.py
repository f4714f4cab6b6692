"""The problems of the account API, and which of them each refusal of a service is."""

from collections.abc import Callable
from typing import Any

from accounts.services.address_change import OwnAddressError
from accounts.services.codes import (
    CodeExhaustedError,
    CodeExpiredError,
    CodesPausedError,
    FlowGoneError,
    TicketRefusedError,
    TooSoonError,
    WrongCodeError,
)
from accounts.services.passwords import PasswordRefusedError
from accounts.services.pending_sign_in import WrongFactorError
from accounts.services.rate_limits import TooManyRequestsError
from accounts.services.signing_in import (
    NothingPendingError,
    SignInRefusedError,
    TooManyAttemptsError,
)
from cms.core.api.problems import (
    INVALID_INPUT,
    TOO_MANY_REQUESTS,
    Fault,
    Problem,
    ProblemType,
    register,
)
from cms.core.mail.outbox import RecipientRefusedError

CSRF_FAILED = ProblemType(
    "csrf-failed",
    403,
    "The CSRF token is missing or wrong",
    "A browser must prove that the request comes from its own page. GET /api/v1/account/session "
    "answers csrf_token and sets its cookie; send the token back in the header X-CSRFToken. It "
    "changes at every sign-in. Pages of other origins must be among those the newsroom lists. "
    "Programs without a browser send X-Client: app instead and use no cookies.",
)
SESSION_ENDED = ProblemType(
    "session-ended",
    401,
    "This session has ended",
    "The header X-Session-Token names a session that has expired, was ended, or belongs to an "
    "account that may not sign in any more. Forget the token and sign in again.",
)
INVALID_CREDENTIALS = ProblemType(
    "invalid-credentials",
    401,
    "The e-mail address or the password is not right",
    "Which of the two is not told, nor whether there is an account.",
)
SECOND_FACTOR_REQUIRED = ProblemType(
    "second-factor-required",
    401,
    "A second factor is needed",
    "The password is right. Send a code of one of the methods to "
    "/api/v1/account/session/second-factor in the same session.",
)
NO_SIGN_IN_PENDING = ProblemType(
    "no-sign-in-pending",
    409,
    "No sign-in waits for a second factor",
    "The sign-in took too long, or was never begun in this session. Begin again with the password.",
)
SIGN_IN_LOCKED = ProblemType(
    "sign-in-locked",
    429,
    "Too many failed attempts",
    "Nothing was compared. Wait as many seconds as the header Retry-After says. A password reset "
    "is possible all the while.",
)
CODE_SENT_RECENTLY = ProblemType(
    "code-sent-recently",
    429,
    "A code was sent a moment ago",
    "Nothing was sent, and the code that was mailed stays valid. Wait as many seconds as the "
    "header Retry-After says before asking for another.",
)
CODES_PAUSED = ProblemType(
    "codes-paused",
    503,
    "No codes are sent for a while",
    "The newsroom has sent as many codes in this hour as it may. Nothing was sent, and codes that "
    "were mailed stay valid. Wait as many seconds as the header Retry-After says.",
)
WRONG_CODE = ProblemType(
    "wrong-code",
    422,
    "The code is not right",
    "The member attempts_left says how often another may be tried. A code of another flow never "
    "fits.",
)
CODE_EXPIRED = ProblemType(
    "code-expired",
    409,
    "The code has expired",
    "Ask for a new one with resend: it has its full time again.",
)
CODE_EXHAUSTED = ProblemType(
    "code-exhausted",
    409,
    "Too many wrong codes",
    "Even the right code does not work any more. Ask for a new one with resend.",
)
FLOW_GONE = ProblemType(
    "flow-gone",
    409,
    "This flow is over",
    "A code of it was accepted already, it is older than a day, or there never was one. Begin "
    "again.",
)
TICKET_REFUSED = ProblemType(
    "ticket-refused",
    409,
    "This ticket does not work any more",
    "It was used, is too old, or belongs to another flow. Begin again.",
)
TERMS_OUTDATED = ProblemType(
    "terms-outdated",
    409,
    "This is not the current version of the terms",
    "Show the current version, which GET /api/v1/account/terms answers, and send its number.",
)
ACCOUNT_PROBLEMS = (
    CSRF_FAILED,
    SESSION_ENDED,
    INVALID_CREDENTIALS,
    SECOND_FACTOR_REQUIRED,
    NO_SIGN_IN_PENDING,
    SIGN_IN_LOCKED,
    CODE_SENT_RECENTLY,
    CODES_PAUSED,
    WRONG_CODE,
    CODE_EXPIRED,
    CODE_EXHAUSTED,
    FLOW_GONE,
    TICKET_REFUSED,
    TERMS_OUTDATED,
)
register(*ACCOUNT_PROBLEMS)


def translate(error: Exception) -> Exception:
    """Return the problem that a service's refusal is, and any other exception as it is."""
    for kind, make in REFUSALS:
        if isinstance(error, kind):
            return make(error)
    return error


def wrong_password(pointer: str) -> Problem:
    """Return the problem of a password that was asked for once more and does not fit."""
    fault = Fault("wrong", "This is not the password of the account.", pointer=pointer)
    return Problem(INVALID_INPUT, errors=[fault])


def _broken_rules(error: Any) -> Problem:
    return Problem(
        INVALID_INPUT,
        detail="The password breaks a rule.",
        errors=[Fault(rule.code, str(rule.message), pointer="/password") for rule in error.rules],
    )


def _wait(kind: ProblemType) -> Callable[[Any], Problem]:
    return lambda error: Problem(kind, headers={"Retry-After": str(error.retry_after_seconds)})


def _wrong_code(error: Any) -> Problem:
    fault = Fault("wrong", WRONG_CODE.title + ".", pointer="/code")
    return Problem(WRONG_CODE, errors=[fault], extra={"attempts_left": error.attempts_left})


def _wrong_factor(error: Any) -> Problem:
    fault = Fault("wrong", WRONG_CODE.title + ".", pointer="/code")
    return Problem(WRONG_CODE, detail=fault.detail, errors=[fault])


def _conflict(kind: ProblemType, code: str, pointer: str) -> Callable[[Any], Problem]:
    fault = Fault(code, kind.title + ".", pointer=pointer)
    return lambda error: Problem(kind, errors=[fault])


def _bad_address(error: Any) -> Problem:
    fault = Fault("invalid", "This is not a plain e-mail address.", pointer="/email")
    return Problem(INVALID_INPUT, errors=[fault])


def _own_address(error: Any) -> Problem:
    fault = Fault("unchanged", "This is your address already.", pointer="/email")
    return Problem(INVALID_INPUT, errors=[fault])


# The first that fits counts, so a special kind stands before the general one.
REFUSALS: tuple[tuple[type[Exception], Callable[[Any], Problem]], ...] = (
    (PasswordRefusedError, _broken_rules),
    (RecipientRefusedError, _bad_address),
    (OwnAddressError, _own_address),
    (SignInRefusedError, lambda error: Problem(INVALID_CREDENTIALS)),
    (TooManyAttemptsError, _wait(SIGN_IN_LOCKED)),
    (NothingPendingError, lambda error: Problem(NO_SIGN_IN_PENDING)),
    (WrongFactorError, _wrong_factor),
    (TooManyRequestsError, _wait(TOO_MANY_REQUESTS)),
    (CodesPausedError, _wait(CODES_PAUSED)),
    (TooSoonError, _wait(CODE_SENT_RECENTLY)),
    (WrongCodeError, _wrong_code),
    (CodeExpiredError, _conflict(CODE_EXPIRED, "expired", "/code")),
    (CodeExhaustedError, _conflict(CODE_EXHAUSTED, "exhausted", "/code")),
    (FlowGoneError, _conflict(FLOW_GONE, "gone", "/flow")),
    (TicketRefusedError, _conflict(TICKET_REFUSED, "refused", "/ticket")),
)
