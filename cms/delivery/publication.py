"""The unit of work: a change of content, its documents and its log rows in one transaction.

``publication()`` may be nested and entered from anywhere. What is marked while it is open is
projected when the outermost one ends, just before the commit: the rows then say what is true, which
the signals alone do not. A document whose card changed marks those that embed it.

Projections are serialised by a lock on the public counter. Two publishes at once could otherwise
each miss the other's document, and the one that refers to the other would stay wrong for ever.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cms.delivery import projection
from cms.delivery.changes import PendingChange, lock_counters, record_changes
from cms.delivery.pending import postpone

INLINE_DEPENDENTS = 50


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A document to project."""

    kind: str
    work: UUID
    locale: str


@dataclass(slots=True)
class Publication:
    """What one unit of work has still to project, and what it has to log."""

    marked: dict[Target, None] = field(default_factory=dict)
    dependents: dict[Target, None] = field(default_factory=dict)
    changes: list[PendingChange] = field(default_factory=list)
    inline_dependents: int = 0
    follows_dependents: bool = True

    def settle(self) -> None:
        """Project everything marked, then what embeds it, then write the log."""
        if not (self.marked or self.dependents or self.changes):
            return
        lock_counters()
        at = timezone.now()
        while self.marked or self.dependents:
            target, is_dependent = self._next()
            if is_dependent and self.inline_dependents >= INLINE_DEPENDENTS:
                postpone(target.kind, target.work, target.locale)
                continue
            self.inline_dependents += is_dependent
            self.absorb(projection.project(target.kind, target.work, target.locale, at=at))
        record_changes(self.changes, at=at)
        self.changes.clear()

    def snapshot(self) -> "Publication":
        """Return a copy to come back to."""
        return Publication(dict(self.marked), dict(self.dependents), list(self.changes))

    def restore(self, before: "Publication") -> None:
        """Forget what has been asked for since the snapshot."""
        self.marked, self.dependents = before.marked, before.dependents
        self.changes = before.changes

    def absorb(self, outcome: projection.Outcome) -> None:
        """Take over what a projection did and what it entails."""
        self.changes += outcome.changes
        for kind, work, locale in sorted(outcome.subjects):
            self.marked.setdefault(Target(kind, work, locale))
        if not self.follows_dependents:
            return
        for kind, work, locale in projection.dependents_of(outcome.keys):
            self.dependents.setdefault(Target(kind, work, locale))

    def _next(self) -> tuple[Target, bool]:
        for queue, is_dependent in ((self.marked, False), (self.dependents, True)):
            if queue:
                target = next(iter(queue))
                del queue[target]
                return target, is_dependent
        raise LookupError("Nothing is left to project.")


class _State(threading.local):
    current: Publication | None = None


_state = _State()


@contextmanager
def publication() -> Iterator[Publication]:
    """Open a unit of work, or join the one that is open. An error undoes the part it ended."""
    joined = _state.current
    if joined is not None:
        before = joined.snapshot()
        try:
            with transaction.atomic():
                yield joined
        except BaseException:
            joined.restore(before)
            raise
        return
    opened = _state.current = Publication()
    try:
        with transaction.atomic():
            yield opened
            opened.settle()
    finally:
        _state.current = None


def mark(kind: str, work: UUID, locale: str) -> None:
    """Ask for a document to be projected; at once when no publication is open."""
    with publication() as unit:
        unit.marked[Target(kind, work, locale)] = None


def mark_dependents(*keys: str) -> None:
    """Ask for every document that consulted one of these keys; a worker does what is too many."""
    with publication() as unit:
        for kind, work, locale in projection.dependents_of(keys):
            unit.dependents[Target(kind, work, locale)] = None
