"""Writing the change log: numbers are given out last, under a lock that the commit releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from cms.delivery.models import Audience, Change, ChangeCounter

# A public change is one for early readers too. The order of the locks is always this one.
LOGS = {
    Audience.PUBLIC: (Audience.PUBLIC, Audience.EARLY),
    Audience.EARLY: (Audience.EARLY,),
}


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change that has no number yet."""

    audience: str
    operation: str
    status: str
    kind: str
    work: UUID
    locale: str
    path: str
    previous_path: str
    version: str


def lock_counters() -> None:
    """Hold the public counter's row until the transaction ends; it is created when missing."""
    _touch(Audience.PUBLIC, 0)


def record_changes(changes: Sequence[PendingChange], *, at: datetime) -> None:
    """Append to the logs of all audiences that see the changes."""
    for audience in (Audience.PUBLIC, Audience.EARLY):
        seen = [change for change in changes if audience in LOGS[Audience(change.audience)]]
        if not seen:
            continue
        latest = _touch(audience, len(seen))
        Change.objects.bulk_create(
            Change(
                audience=audience,
                seq=latest - len(seen) + position,
                operation=change.operation,
                status=change.status,
                kind=change.kind,
                work=change.work,
                locale=change.locale,
                path=change.path,
                previous_path=change.previous_path,
                version=change.version,
                created_at=at,
            )
            for position, change in enumerate(seen, start=1)
        )


def _touch(audience: str, amount: int) -> int:
    """Add to a counter, which locks its row, and return the new value."""
    ChangeCounter.objects.get_or_create(audience=audience)
    ChangeCounter.objects.filter(audience=audience).update(value=F("value") + amount)
    return ChangeCounter.objects.values_list("value", flat=True).get(audience=audience)
