"""Every document at once: projecting all, and proving that all are as they should be."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.utils import timezone

from cms.delivery import projection, redirects, registry
from cms.delivery.changes import lock_counters
from cms.delivery.models import Audience, Document, DocumentStatus, ProjectionJob
from cms.delivery.publication import mark, publication

BATCH = 50
MOST_ROUNDS = 6

type Reference = tuple[str, UUID, str]


@dataclass(slots=True)
class Report:
    """What a check found."""

    checked: int = 0
    pending: int = 0
    wrong: list[str] = field(default_factory=list)


def rebuild() -> int:
    """Project every work until nothing changes any more; return the number of documents.

    A document embeds cards of others, so one round is not always enough. Each batch is a
    transaction of its own: an interrupted rebuild is taken up by running it again.
    """
    for _round in range(MOST_ROUNDS):
        before = _fingerprints()
        for batch in batched(sorted(_targets()), BATCH):
            with publication() as unit:
                unit.follows_dependents = False
                for reference in batch:
                    mark(*reference)
        if _fingerprints() == before:
            break
    with publication():
        lock_counters()
        redirects.project_all()
    ProjectionJob.objects.all().delete()
    return Document.objects.usable().count()


def check(*, at: datetime | None = None) -> Report:
    """Compare every document with what its source would project now. Nothing is written."""
    at = at or timezone.now()
    report = Report()
    pending = set(ProjectionJob.objects.waiting().values_list("kind", "work", "locale"))
    stored = {
        (document.kind, document.work, document.locale): document
        for document in Document.objects.filter(audience=Audience.PUBLIC)
    }
    for reference in sorted(_targets()):
        report.checked += 1
        problem = _difference(reference, stored.get(reference), at)
        if problem and reference in pending:
            report.pending += 1
        elif problem:
            kind, work, locale = reference
            report.wrong.append(f"{kind} {work} ({locale}): {problem}")
    return report


def mark_everything() -> None:
    """Ask for every work to be projected."""
    with publication():
        for reference in sorted(_targets()):
            mark(*reference)


def _difference(reference: Reference, stored: Document | None, at: datetime) -> str:
    kind, work, locale = reference
    if stored is not None and stored.status != DocumentStatus.USABLE:
        return ""
    expected = projection.expected(registry.for_kind(kind), work, locale, at=at)
    if expected is None:
        return "delivered, but not visible any more" if stored is not None else ""
    if stored is None:
        return "visible, but not delivered"
    names = [
        name
        for name, value in expected.columns.items()
        if projection.stored_value(stored, name) != value
    ]
    keys = set(stored.dependencies.values_list("key", flat=True))
    if keys != expected.keys:
        names.append("dependencies")
    if projection.facets_of(stored) != expected.facets:
        names.append("facets")
    return f"differs in {', '.join(names)}" if names else ""


def _targets() -> Iterator[Reference]:
    seen: set[Reference] = set()
    for projector in registry.every():
        rows: Any = projector.sources().values_list("translation_key", "locale__language_code")
        seen.update((str(projector.kind), work, locale) for work, locale in rows)
    seen.update(
        Document.objects.filter(audience=Audience.PUBLIC).values_list("kind", "work", "locale")
    )
    yield from seen


def _fingerprints() -> set[tuple[Any, ...]]:
    return set(
        Document.objects.values_list("kind", "work", "locale", "path", "card_etag", "body_etag")
    )
