"""What a right code earns: a ticket to set a password, once, for the client that typed it."""

import uuid
from datetime import datetime

from accounts.models import CodeChallenge
from accounts.services import code_digests, code_endings
from accounts.services.codes import TICKET_LIFETIME, TicketRefusedError
from accounts.services.tokens import new_token


def hand_out_ticket(challenge: CodeChallenge, *, at: datetime) -> str:
    """Use the code up and return the one-time ticket it earns."""
    ticket = new_token()
    code_endings.settle(
        challenge, at=at, ticket_digest=code_digests.digest_of(challenge.pk, ticket)
    )
    return ticket


def redeemable(*, flow_id: uuid.UUID, ticket: str, at: datetime) -> CodeChallenge:
    """Return the challenge whose ticket this is. The ticket stays usable.

    Raises:
        TicketRefusedError: it is unknown, used or too old.
    """
    verified = CodeChallenge.objects.filter(consumed_at=None, verified_at__isnull=False)
    challenge = verified.select_related("user__media_account").filter(pk=flow_id).first()
    if challenge is None or not challenge.ticket_digest:
        raise TicketRefusedError
    if not code_digests.fits(challenge.ticket_digest, challenge.pk, ticket):
        raise TicketRefusedError
    if at >= _ticket_expires_at(challenge):
        raise TicketRefusedError
    return challenge


def redeem(challenge: CodeChallenge, *, at: datetime) -> None:
    """Use the ticket up.

    Raises:
        TicketRefusedError: another request was first.
    """
    if not CodeChallenge.objects.filter(pk=challenge.pk, consumed_at=None).update(consumed_at=at):
        raise TicketRefusedError


def _ticket_expires_at(challenge: CodeChallenge) -> datetime:
    # A code that is typed in its last minute leaves time to think of a password.
    verified_at = challenge.verified_at or challenge.sent_at
    return max(challenge.expires_at, verified_at + TICKET_LIFETIME)
