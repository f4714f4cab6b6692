"""What a right code is good for, by purpose. The three kinds of flow end here."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from accounts.models import CodeChallenge, CodePurpose, User
from accounts.services import code_endings, codes
from accounts.services.address_change import change_address
from accounts.services.code_tickets import hand_out_ticket
from accounts.services.codes import AddressTakenError, Flow, FlowGoneError, flow_of, resend
from accounts.services.registration import create_account

__all__ = ["Flow", "Verified", "flow_of", "resend", "verify"]


@dataclass(frozen=True)
class Verified:
    """What a right code brought.

    ``user`` is the new or changed account, None while a password is missing. With a
    ``ticket`` the same client may set the password, once, for at least 15 minutes.
    ``needs_password`` says that it registers with the ticket and brings its own password.
    """

    flow_id: uuid.UUID
    purpose: str
    user: User | None
    ticket: str = field(repr=False)
    needs_password: bool
    next: str


def verify(
    *,
    flow_id: uuid.UUID,
    code: str,
    secret: str,
    at: datetime,
    request: HttpRequest | None = None,
) -> Verified:
    """Accept or refuse a typed code. A code is accepted once.

    Whoever types the code of their own mailbox into a flow that a stranger began must not
    serve the stranger. The password and the profile that came with a registration count
    only with the secret of the client that sent them; without it the client that typed the
    code is asked for a password. A reset is finished by the client that typed the code, and
    an address is changed only by the client that asked for it.

    Raises:
        FlowGoneError, CodeExpiredError, CodeExhaustedError: nothing was compared.
        WrongCodeError: the code does not fit.
    """
    challenge = codes.check(flow_id=flow_id, code=code, at=at, request=request)
    is_initiator = codes.is_initiator(challenge, secret)
    match CodePurpose(challenge.purpose):
        case CodePurpose.VERIFY if is_initiator:
            return _finished(challenge, _register(challenge, at=at, request=request))
        case CodePurpose.VERIFY:
            return _waiting(challenge, needs_password=True, at=at)
        case CodePurpose.RESET:
            return _waiting(challenge, needs_password=False, at=at)
        case CodePurpose.CHANGE if is_initiator:
            return _finished(challenge, change_address(challenge, at=at, request=request))
    raise FlowGoneError


def _register(challenge: CodeChallenge, *, at: datetime, request: HttpRequest | None) -> User:
    try:
        with transaction.atomic():
            code_endings.settle(challenge, at=at, consumed_at=at)
            return create_account(
                challenge,
                password_hash=challenge.pending_password,
                details=challenge.pending_profile,
                at=at,
                request=request,
            )
    except AddressTakenError:
        code_endings.abandon(challenge, at=at)
        raise


def _finished(challenge: CodeChallenge, user: User) -> Verified:
    return Verified(
        flow_id=challenge.pk,
        purpose=challenge.purpose,
        user=user,
        ticket="",
        needs_password=False,
        next=challenge.next,
    )


def _waiting(challenge: CodeChallenge, *, needs_password: bool, at: datetime) -> Verified:
    return Verified(
        flow_id=challenge.pk,
        purpose=challenge.purpose,
        user=None,
        ticket=hand_out_ticket(challenge, at=at),
        needs_password=needs_password,
        next=challenge.next,
    )
