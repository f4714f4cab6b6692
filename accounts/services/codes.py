"""One-time codes by mail: starting a flow, sending another code, checking what was typed.

A flow is a row of ``CodeChallenge``. Unknown addresses get a flow as well, a decoy that no
code fits, and every step of it takes the same path. What a right code is good for is the
business of ``verification`` and ``password_reset``.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest

from accounts.addresses import normalise_address
from accounts.models import AuthEventKind, CodeChallenge, CodePurpose, User
from accounts.services import auth_log, code_allowances, code_ceiling, code_digests, code_mails
from accounts.services.code_allowances import COOLDOWN, MAX_SENDS
from accounts.services.code_errors import (
    AddressTakenError,
    CodeExhaustedError,
    CodeExpiredError,
    CodesPausedError,
    FlowGoneError,
    TicketRefusedError,
    TooSoonError,
    WrongCodeError,
)
from accounts.services.languages import known_language
from accounts.services.next_page import safe_next
from accounts.services.tokens import new_token
from cms.core.mail.outbox import checked_address

__all__ = [
    "CODE_LIFETIME",
    "COOLDOWN",
    "MAX_ATTEMPTS",
    "MAX_SENDS",
    "TICKET_LIFETIME",
    "AddressTakenError",
    "CodeExhaustedError",
    "CodeExpiredError",
    "CodesPausedError",
    "Flow",
    "FlowGoneError",
    "TicketRefusedError",
    "TooSoonError",
    "WrongCodeError",
    "flow_of",
    "purge_codes",
    "resend",
    "start",
]

CODE_LIFETIME = timedelta(minutes=30)
TICKET_LIFETIME = timedelta(minutes=15)
RETENTION = timedelta(hours=24)
MAX_ATTEMPTS = 5
STARTED = {
    CodePurpose.VERIFY: AuthEventKind.REGISTRATION_REQUESTED,
    CodePurpose.RESET: AuthEventKind.RESET_REQUESTED,
    CodePurpose.CHANGE: AuthEventKind.ADDRESS_CHANGE_REQUESTED,
}


@dataclass(frozen=True)
class Flow:
    """What the one who began a flow may know of it.

    ``secret`` is told once, to the client that began the flow; whoever shows it with the
    code is the same person. ``resend_at`` is from when on another code may be sent. The code
    ``is_used_up`` after too many wrong ones.
    """

    id: uuid.UUID
    purpose: str
    email: str
    expires_at: datetime
    resend_at: datetime
    next: str
    secret: str = field(default="", repr=False)
    is_used_up: bool = False


def start(
    *,
    purpose: CodePurpose,
    email: str,
    next_page: str,
    locale: str,
    at: datetime,
    user: User | None = None,
    pending_password: str = "",
    pending_profile: Mapping[str, Any] | None = None,
    request: HttpRequest | None = None,
) -> Flow:
    """Begin a flow and send what its address is to be sent.

    Raises:
        TooSoonError: the address may not be sent anything yet.
        CodesPausedError: nobody is, in this hour.
        RecipientRefusedError: it is not a plain e-mail address.
    """
    challenge = CodeChallenge(
        purpose=purpose,
        email=checked_address(normalise_address(email)),
        user=user,
        pending_password=pending_password,
        pending_profile=dict(pending_profile or {}),
        next=safe_next(next_page),
        locale=known_language(locale),
        created_at=at,
    )
    secret = new_token()
    challenge.initiator_digest = code_digests.digest_of(challenge.id, secret)
    with transaction.atomic():
        resend_at = _send(challenge, at=at)
        challenge.save(force_insert=True)
        _record(STARTED[purpose], challenge, request=request, at=at)
    return _flow(challenge, resend_at=resend_at, secret=secret)


def resend(*, flow_id: uuid.UUID, at: datetime) -> Flow:
    """Send a new code for an open flow; the old one is dead, and all attempts are back.

    Raises:
        FlowGoneError: there is no such flow, or a code of it was accepted.
        TooSoonError, CodesPausedError: nothing was sent; a code that was mailed stays valid.
    """
    challenge = _open_challenge(flow_id)
    with transaction.atomic():
        resend_at = _send(challenge, at=at)
        renewed = open_challenges().filter(pk=challenge.pk)
        if not renewed.update(
            user=challenge.user,
            is_real=challenge.is_real,
            code_digest=challenge.code_digest,
            attempts=0,
            sent_at=challenge.sent_at,
            expires_at=challenge.expires_at,
        ):
            raise FlowGoneError
    return _flow(challenge, resend_at=resend_at)


def flow_of(flow_id: uuid.UUID, *, at: datetime) -> Flow:
    """Return an open flow, expired or not.

    Raises:
        FlowGoneError: there is no such flow, or a code of it was accepted.
    """
    challenge = _open_challenge(flow_id)
    resend_at = code_allowances.next_send_at(
        email=challenge.email, purpose=challenge.purpose, at=at
    )
    return _flow(challenge, resend_at=resend_at)


def check(
    *, flow_id: uuid.UUID, code: str, at: datetime, request: HttpRequest | None = None
) -> CodeChallenge:
    """Return the challenge when the code fits; each call pays one attempt, before comparing.

    Raises:
        FlowGoneError, CodeExpiredError, CodeExhaustedError: nothing was compared.
        WrongCodeError: the code does not fit.
    """
    challenge = _pay_attempt(flow_id, at)
    digits = code_digests.read_digits(code)
    if not code_digests.fits(challenge.code_digest, challenge.pk, digits):
        raise WrongCodeError(_record_refusal(challenge, request=request, at=at))
    return challenge


def is_initiator(challenge: CodeChallenge, secret: str) -> bool:
    """Say whether the secret is the one that the flow's beginner was told."""
    return code_digests.fits(challenge.initiator_digest, challenge.pk, secret)


def open_challenges() -> QuerySet[CodeChallenge]:
    """Return the flows of which no code was accepted yet."""
    return CodeChallenge.objects.filter(verified_at=None, consumed_at=None)


def purge_codes(at: datetime) -> int:
    """Delete flows a day old and counts that do not matter any more; return how many flows."""
    code_allowances.purge_allowances(at)
    code_ceiling.purge_hours(at)
    # A flow that was revived in its last minutes lives as long as its code and ticket do.
    old = CodeChallenge.objects.filter(
        created_at__lt=at - RETENTION, expires_at__lt=at - TICKET_LIFETIME
    )
    return old.delete()[0]


def _send(challenge: CodeChallenge, *, at: datetime) -> datetime:
    """Spend what is allowed, give the challenge a new code, and queue the message."""
    resend_at = code_allowances.spend(email=challenge.email, purpose=challenge.purpose, at=at)
    code_ceiling.spend(at)
    plan = code_mails.plan_for(challenge)
    code = code_digests.new_code()
    # What no digits fit stands where no code will do.
    value = code if plan.is_real else new_token()
    challenge.is_real = plan.is_real
    challenge.user = plan.user
    challenge.code_digest = code_digests.digest_of(challenge.pk, value)
    challenge.sent_at = at
    challenge.expires_at = at + CODE_LIFETIME
    code_mails.send(challenge, code, plan)
    return resend_at


def _pay_attempt(flow_id: uuid.UUID, at: datetime) -> CodeChallenge:
    while True:
        challenge = _open_challenge(flow_id)
        payable = open_challenges().filter(
            pk=flow_id,
            code_digest=challenge.code_digest,
            expires_at__gt=at,
            attempts__lt=MAX_ATTEMPTS,
        )
        # Durable, for a caller's transaction that rolls back would pay the attempt back.
        with transaction.atomic(durable=True):
            if payable.update(attempts=F("attempts") + 1):
                return challenge
        _refuse_unpayable(flow_id, at)  # else another code was sent in between: pay for that one


def _refuse_unpayable(flow_id: uuid.UUID, at: datetime) -> None:
    challenge = _open_challenge(flow_id)
    if challenge.expires_at <= at:
        raise CodeExpiredError
    if challenge.attempts >= MAX_ATTEMPTS:
        raise CodeExhaustedError


def _record_refusal(challenge: CodeChallenge, *, request: HttpRequest | None, at: datetime) -> int:
    """Note the wrong code, and return how many attempts are left."""
    challenge.refresh_from_db(fields=["attempts"])
    left = max(MAX_ATTEMPTS - challenge.attempts, 0)
    kind = AuthEventKind.CODE_REFUSED if left else AuthEventKind.CODE_EXHAUSTED
    _record(kind, challenge, request=request, at=at)
    return left


def _record(
    kind: AuthEventKind, challenge: CodeChallenge, *, request: HttpRequest | None, at: datetime
) -> None:
    auth_log.record(
        kind,
        user=challenge.user,
        email=challenge.email,
        request=request,
        detail={"purpose": challenge.purpose},
        at=at,
    )


def _open_challenge(flow_id: uuid.UUID) -> CodeChallenge:
    challenge = open_challenges().select_related("user").filter(pk=flow_id).first()
    if challenge is None:
        raise FlowGoneError
    return challenge


def _flow(challenge: CodeChallenge, *, resend_at: datetime, secret: str = "") -> Flow:
    return Flow(
        id=challenge.id,
        purpose=challenge.purpose,
        email=challenge.email,
        expires_at=challenge.expires_at,
        resend_at=resend_at,
        next=challenge.next,
        secret=secret,
        is_used_up=challenge.attempts >= MAX_ATTEMPTS,
    )
