"""How flows end: a code is accepted, or a flow has become useless. Each ends once."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import CodeChallenge, CodePurpose, User
from accounts.services.codes import FlowGoneError, open_challenges

NO_DIGEST = ""  # no code fits


def settle(challenge: CodeChallenge, *, at: datetime, **changes: Any) -> None:
    """Use the code up, with further columns in the same UPDATE. What was pending is erased.

    Raises:
        FlowGoneError: another request was first, or another code was sent meanwhile.
    """
    unsettled = open_challenges().filter(pk=challenge.pk, code_digest=challenge.code_digest)
    if not unsettled.update(verified_at=at, pending_password="", pending_profile={}, **changes):
        raise FlowGoneError


def abandon(challenge: CodeChallenge, *, at: datetime) -> None:
    """End a flow that cannot be of use any more."""
    _end(CodeChallenge.objects.filter(pk=challenge.pk), at)


def consume_open(*, user: User, at: datetime) -> int:
    """End every flow of the user that is not finished; return how many there were.

    A reset whose code nobody has typed becomes a decoy instead. Whoever began it for an address
    of somebody else would learn from its end that there is an account.
    """
    mine = CodeChallenge.objects.filter(user=user)
    untouched = open_challenges().filter(user=user, purpose=CodePurpose.RESET)
    decoys = untouched.update(is_real=False, code_digest=NO_DIGEST)
    return decoys + _end(mine.exclude(pk__in=untouched.values("pk")), at)


def lock_usable(challenge: CodeChallenge) -> User | None:
    """Return the challenge's user while the account can be used, locked until the commit.

    Two flows of one account are finished one after the other. Each ends the other one, and
    would wait for it for ever if the account did not come first.
    """
    if challenge.user_id is None:
        return None
    usable = User.objects.filter(pk=challenge.user_id, is_active=True, closed_at=None)
    return usable.select_for_update(no_key=True).first()


def _end(challenges: QuerySet[CodeChallenge], at: datetime) -> int:
    return challenges.filter(consumed_at=None).update(
        consumed_at=at, pending_password="", pending_profile={}
    )
