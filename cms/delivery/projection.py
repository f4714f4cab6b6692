"""Projection: from what the database holds now to the document the public may read.

Nothing here trusts a signal: the source is read again, and its state decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.utils import timezone

from cms.core import visibility
from cms.delivery import registry
from cms.delivery.addresses import leave_address, take_address
from cms.delivery.building import Projected, build
from cms.delivery.changes import PendingChange
from cms.delivery.context import ProjectionContext
from cms.delivery.models import (
    Audience,
    ChangeOperation,
    Document,
    DocumentDependency,
    DocumentFacet,
    DocumentKind,
    DocumentStatus,
    Tombstone,
)
from cms.delivery.registry import Projector

type Reference = tuple[str, UUID, str]

SUBJECT_PREFIX = "work:"


@dataclass(slots=True)
class Outcome:
    """What a projection did, for the publication that asked for it."""

    changes: list[PendingChange] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    subjects: set[Reference] = field(default_factory=set)


def project(kind: str, work: UUID, locale: str, *, at: datetime) -> Outcome:
    """Make the public document of a work in a locale equal to its source, or remove it.

    To be called inside a publication. Only the public audience is projected here: the early one
    holds documents that differ from the public ones, which only an embargo makes.
    """
    outcome = Outcome()
    projector = registry.for_kind(kind)
    stored = Document.objects.filter(audience=Audience.PUBLIC, work=work, locale=locale).first()
    projected = expected(projector, work, locale, at=at)
    if stored is not None and stored.status != DocumentStatus.USABLE:
        return outcome
    if projected is None:
        if stored is not None:
            _remove(stored, outcome)
        return outcome
    _store(stored, projected, work=work, locale=locale, outcome=outcome)
    return outcome


def expected(
    projector: Projector, work: UUID, locale: str, *, at: datetime, audience: str = Audience.PUBLIC
) -> Projected | None:
    """Return the document a work should have now, None when the audience may not see it."""
    instance = projector.find(work, locale)
    if instance is None or not visibility.is_visible(instance, audience, at):
        return None
    if projector.needs_reference and not is_referenced(work, audience):
        return None
    return build(projector, instance, ProjectionContext(locale=locale, at=at, audience=audience))


def preview(instance: Any) -> dict[str, Any]:
    """Return the full document that an unsaved instance would have, whatever its state.

    References still resolve to released documents only.
    """
    projector = registry.for_model(type(instance))
    if projector is None:
        raise LookupError(f"{type(instance).__name__} has no projector.")
    locale = instance.locale.language_code
    context = ProjectionContext(locale=locale, at=timezone.now(), is_preview=True)
    projected = build(projector, instance, context)
    if projected is None:
        raise LookupError("The page is outside every site.")
    body: dict[str, Any] = orjson.loads(projected.columns["body"])
    return body


def is_referenced(work: UUID, audience: str = Audience.PUBLIC) -> bool:
    """Return whether a delivered document of the audience embeds the work."""
    return DocumentDependency.objects.filter(
        key=f"{SUBJECT_PREFIX}{work}",
        document__audience=audience,
        document__status=DocumentStatus.USABLE,
    ).exists()


def dependents_of(keys: Iterable[str]) -> list[Reference]:
    """Return the documents that consulted one of the keys, in a settled order."""
    return list(
        Document.objects.filter(dependencies__key__in=list(keys))
        .order_by("kind", "work", "locale")
        .values_list("kind", "work", "locale")
        .distinct()
    )


def descendants_of(document_path: str, site_id: int) -> list[Reference]:
    """Return the documents whose paths lie below a path."""
    return list(
        Document.objects.usable()
        .filter(site_id=site_id, path__startswith=document_path)
        .exclude(path=document_path)
        .values_list("kind", "work", "locale")
    )


def stored_value(document: Document, name: str) -> Any:
    """Return a column as projection compares it, whatever the database's bytes type."""
    value = getattr(document, name)
    return bytes(value) if isinstance(value, memoryview) else value


def _store(
    stored: Document | None, projected: Projected, *, work: UUID, locale: str, outcome: Outcome
) -> None:
    document = stored or Document(audience=Audience.PUBLIC, work=work, locale=locale)
    before = {name: stored_value(document, name) for name in projected.columns}
    old_path = stored.path if stored is not None else None
    is_changed = stored is None or before != projected.columns
    if is_changed:
        for name, value in projected.columns.items():
            setattr(document, name, value)
        document.save()
    _record_dependencies(document, projected, outcome)
    _record_facets(document, projected.facets)
    if stored is None:
        Tombstone.objects.filter(audience=Audience.PUBLIC, work=work, locale=locale).delete()
    if document.path and (stored is None or document.path != old_path):
        outcome.subjects |= take_address(document, is_new=stored is None)
    if old_path and document.path != old_path and document.site_id:
        outcome.subjects |= set(descendants_of(old_path, document.site_id))
    if not is_changed:
        return
    if stored is None or before["card"] != document.card or before["path"] != document.path:
        outcome.keys |= {f"work:{work}", f"siblings:{work}"}
    if stored is None or before["body"] != document.body:
        outcome.keys.add(f"body:{work}")
    if document.kind in (DocumentKind.MENU, DocumentKind.SITE):
        outcome.keys.add(str(document.kind))
    outcome.changes.append(
        _change(document, ChangeOperation.UPSERT, previous_path=_moved_from(document, old_path))
    )


def _remove(document: Document, outcome: Outcome) -> None:
    outcome.changes.append(_change(document, ChangeOperation.DELETE))
    outcome.keys |= _keys_of(document)
    outcome.subjects |= _subjects_in(_dependency_keys(document))
    leave_address(document)
    Tombstone.objects.update_or_create(
        audience=document.audience,
        work=document.work,
        locale=document.locale,
        defaults={"kind": document.kind, "path": document.path or "", "notice": ""},
    )
    document.delete()


def withhold_document(document: Document, *, status: str, reason: str, outcome: Outcome) -> None:
    """Empty a document and keep its row, so that nothing brings it back by itself."""
    operation = ChangeOperation.WITHHOLD
    subjects = _subjects_in(_dependency_keys(document))
    outcome.keys |= _keys_of(document)
    leave_address(document)
    change_path = document.path
    document.dependencies.all().delete()
    document.facets.all().delete()
    document.status = status
    document.reason = reason
    document.card = document.body = b""
    document.card_etag = document.body_etag = ""
    document.path = None
    document.slug = ""
    document.save()
    outcome.subjects |= subjects
    outcome.changes.append(_change(document, operation, previous_path=change_path or ""))


def _record_dependencies(document: Document, projected: Projected, outcome: Outcome) -> None:
    before = _dependency_keys(document)
    added, dropped = projected.keys - before, before - projected.keys
    if dropped:
        document.dependencies.filter(key__in=dropped).delete()
        outcome.subjects |= _subjects_in(dropped)
    DocumentDependency.objects.bulk_create(
        DocumentDependency(document=document, key=key) for key in sorted(added)
    )
    for kind, work, locale in projected.mentioned:
        if f"{SUBJECT_PREFIX}{work}" in added:
            outcome.subjects |= _every_language_of(kind, work)
        elif not _has_document(work, locale):
            outcome.subjects.add((kind, work, locale))


def facets_of(document: Document) -> set[tuple[str, str]]:
    """Return the stored facets of a document."""
    return set(document.facets.values_list("facet", "value"))


def _record_facets(document: Document, facets: frozenset[tuple[str, str]]) -> None:
    before = facets_of(document)
    for facet, value in before - facets:
        document.facets.filter(facet=facet, value=value).delete()
    DocumentFacet.objects.bulk_create(
        DocumentFacet(document=document, facet=facet, value=value)
        for facet, value in sorted(facets - before)
    )


def _dependency_keys(document: Document) -> set[str]:
    return set(document.dependencies.values_list("key", flat=True))


def _every_language_of(kind: str, work: UUID) -> set[Reference]:
    """Return a subject in all its languages: a reference in one makes every one public."""
    rows = registry.for_kind(kind).sources().filter(translation_key=work)
    return {(kind, work, code) for code in rows.values_list("locale__language_code", flat=True)}


def _has_document(work: UUID, locale: str) -> bool:
    return Document.objects.filter(audience=Audience.PUBLIC, work=work, locale=locale).exists()


def _subjects_in(keys: Iterable[str]) -> set[Reference]:
    """Return the topics, people and places among the keys that have a document."""
    works = [key.removeprefix(SUBJECT_PREFIX) for key in keys if key.startswith(SUBJECT_PREFIX)]
    kinds = [projector.kind for projector in registry.every() if projector.needs_reference]
    return set(
        Document.objects.filter(
            audience=Audience.PUBLIC, work__in=works, kind__in=kinds
        ).values_list("kind", "work", "locale")
    )


def _keys_of(document: Document) -> set[str]:
    keys = {f"{prefix}:{document.work}" for prefix in ("work", "siblings", "body")}
    if document.kind in (DocumentKind.MENU, DocumentKind.SITE):
        keys.add(str(document.kind))
    return keys


def _change(document: Document, operation: str, *, previous_path: str = "") -> PendingChange:
    return PendingChange(
        audience=document.audience,
        operation=operation,
        status=document.status,
        kind=document.kind,
        work=document.work,
        locale=document.locale,
        path=document.path or "",
        previous_path=previous_path,
        version=document.body_etag,
    )


def _moved_from(document: Document, old_path: str | None) -> str:
    return old_path if old_path and old_path != document.path else ""
