"""How often an address may be sent a code: once a minute for a purpose, ten times in 24 hours.

One row an address counts for all of its flows. The row changes by compare-and-swap, so that
of many requests at once exactly one sends. It is spent whether or not anybody has the
address, for an answer must not tell.
"""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import F

from accounts.models import CodeAllowance
from accounts.services.auth_log import address_digest, known_digests
from accounts.services.code_errors import TooSoonError

COOLDOWN = timedelta(seconds=60)
MAX_SENDS = 10
WINDOW = timedelta(hours=24)

Send = tuple[str, datetime]


def spend(*, email: str, purpose: str, at: datetime) -> datetime:
    """Count one sending, in the caller's transaction; return when the next one is allowed.

    Raises:
        TooSoonError: it is not allowed yet; nothing was counted.
    """
    while True:
        row = _row_of(email, at)
        sends = _recent(row, at)
        if (allowed_at := _allowed_at(sends, purpose)) > at:
            raise TooSoonError(_seconds_until(allowed_at, at))
        sends.append((purpose, at))
        # The loser of a race reads what the winner wrote, and is mostly too soon then.
        if _swap(row, sends, at):
            return _allowed_at(sends, purpose)


def next_send_at(*, email: str, purpose: str, at: datetime) -> datetime:
    """Return from when on the address may be sent another code; now is the earliest."""
    row = _find(email)
    return max(_allowed_at(_recent(row, at), purpose), at) if row else at


def purge_allowances(at: datetime) -> int:
    """Delete rows that do not count any more; return how many."""
    return CodeAllowance.objects.filter(changed_at__lt=at - WINDOW).delete()[0]


def _find(email: str) -> CodeAllowance | None:
    return CodeAllowance.objects.filter(address_digest__in=known_digests(email)).first()


def _row_of(email: str, at: datetime) -> CodeAllowance:
    if row := _find(email):
        return row
    fresh = CodeAllowance(address_digest=address_digest(email), changed_at=at)
    CodeAllowance.objects.bulk_create([fresh], ignore_conflicts=True)
    return CodeAllowance.objects.get(address_digest=fresh.address_digest)


def _recent(row: CodeAllowance, at: datetime) -> list[Send]:
    sends = [(purpose, datetime.fromisoformat(moment)) for purpose, moment in row.sends]
    return [send for send in sends if send[1] > at - WINDOW]


def _allowed_at(sends: Iterable[Send], purpose: str) -> datetime:
    moments = sorted(moment for _purpose, moment in sends)
    alike = [moment for made_for, moment in sends if made_for == purpose]
    limits = [max(alike) + COOLDOWN] if alike else []
    if len(moments) >= MAX_SENDS:
        limits.append(moments[-MAX_SENDS] + WINDOW)
    return max(limits, default=datetime.min.replace(tzinfo=UTC))


def _seconds_until(moment: datetime, at: datetime) -> int:
    return math.ceil((moment - at).total_seconds())


def _swap(row: CodeAllowance, sends: Iterable[Send], at: datetime) -> bool:
    unchanged = CodeAllowance.objects.filter(pk=row.pk, version=row.version)
    return bool(
        unchanged.update(
            sends=[[purpose, moment.isoformat()] for purpose, moment in sends],
            version=F("version") + 1,
            changed_at=at,
        )
    )
