"""Who is written to when a code is due, and the writing.

Whether an address is known decides here and nowhere else, at every sending anew: an
account may have been made, switched off or closed since the flow began.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.dates import in_words
from accounts.models import CodeChallenge, CodePurpose, User
from accounts.services.languages import language_of
from cms.core import mail
from cms.core.models import OutboxMessage

CODE_TEMPLATES = {
    CodePurpose.VERIFY: "accounts/verify_code",
    CodePurpose.RESET: "accounts/reset_code",
    CodePurpose.CHANGE: "accounts/change_code",
}


@dataclass(frozen=True)
class Plan:
    """What an address is sent: a code, a word to the owner, or nothing.

    ``user`` is whose flow it is; ``owner`` is told that the address is theirs already.
    """

    is_real: bool
    user: User | None = None
    owner: User | None = None


def plan_for(challenge: CodeChallenge) -> Plan:
    """Return what the challenge's address is to be sent now. One query in every case."""
    holder = User.objects.filter(email=challenge.email).first()
    in_use = holder if holder and holder.is_active and not holder.closed_at else None
    match CodePurpose(challenge.purpose):
        case CodePurpose.VERIFY:
            return Plan(is_real=holder is None, owner=in_use)
        case CodePurpose.RESET:
            return Plan(is_real=in_use is not None, user=in_use)
        case CodePurpose.CHANGE:
            is_free = holder is None or holder.pk == challenge.user_id
            return Plan(is_real=is_free, user=challenge.user, owner=None if is_free else in_use)


def send(challenge: CodeChallenge, code: str, plan: Plan) -> None:
    """Queue the message in the caller's transaction.

    Where nobody is written to, a row goes through the outbox all the same, and takes as long.
    """
    if plan.owner:
        _tell_owner(challenge, plan.owner)
    else:
        _send_code(challenge, code, queue=mail.queue if plan.is_real else mail.queue_nothing)


def _send_code(challenge: CodeChallenge, code: str, *, queue: Callable[..., OutboxMessage]) -> None:
    queue(
        template=CODE_TEMPLATES[CodePurpose(challenge.purpose)],
        to=challenge.email,
        locale=challenge.locale,
        context={
            "asked_at": in_words(challenge.created_at, challenge.locale),
            "expires_at": in_words(challenge.expires_at, challenge.locale),
        },
        secrets={"code": code},
    )


def _tell_owner(challenge: CodeChallenge, owner: User) -> None:
    locale = language_of(owner, otherwise=challenge.locale)
    mail.queue(
        template="accounts/already_registered",
        to=owner.email,
        locale=locale,
        context={"asked_at": in_words(challenge.created_at, locale)},
    )
