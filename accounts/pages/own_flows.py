"""What this browser began and has proved, kept in its session and never in an address.

The session holds the initiator's secrets of the latest flows, and the ticket that a right
code earned. Codes are never kept.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from accounts.addresses import normalise_address
from accounts.services import codes
from accounts.services.codes import Flow

SECRETS = "account_flow_secrets"
TICKET = "account_flow_ticket"
KEPT = 5  # flows


@dataclass(frozen=True)
class Ticket:
    """The permission to choose a password, and what for."""

    flow_id: str
    ticket: str
    purpose: str
    next: str


def remember(request: HttpRequest, flow: Flow) -> None:
    """Keep the secret of a flow that this browser began; the oldest ones go."""
    secrets = {**request.session.get(SECRETS, {}), str(flow.id): flow.secret}
    request.session[SECRETS] = dict(list(secrets.items())[-KEPT:])


def secret_of(request: HttpRequest, flow_id: UUID) -> str:
    """Return the secret of a flow, empty when another browser began it."""
    return str(request.session.get(SECRETS, {}).get(str(flow_id), ""))


def latest_to(request: HttpRequest, email: str, *, at: datetime) -> str:
    """Return the open flow that this browser began for the address, empty when there is none."""
    for flow_id in reversed(request.session.get(SECRETS, {})):
        try:
            flow = codes.flow_of(UUID(flow_id), at=at)
        except codes.FlowGoneError:
            continue
        if flow.email == normalise_address(email):
            return str(flow_id)
    return ""


def forget(request: HttpRequest, flow_id: UUID) -> None:
    """Drop the secret of a flow that is over."""
    secrets = dict(request.session.get(SECRETS, {}))
    if secrets.pop(str(flow_id), None) is not None:
        request.session[SECRETS] = secrets


def keep_ticket(request: HttpRequest, ticket: Ticket) -> None:
    """Remember what the right code earned, under a new key of a session of nobody.

    Whoever planted the former key must not choose the password.
    """
    if not request.user.is_authenticated:
        request.session.cycle_key()
    request.session[TICKET] = asdict(ticket)


def ticket_of(request: HttpRequest) -> Ticket | None:
    """Return the ticket that waits for a password, if there is one."""
    kept = request.session.get(TICKET)
    return Ticket(**kept) if kept else None


def drop_ticket(request: HttpRequest) -> None:
    """Forget the ticket: it was used, or it does not work."""
    request.session.pop(TICKET, None)
