"""What a projector may consult. Each look is recorded as a dependency of the document."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from cms.core import imaging, visibility
from cms.core.locales import content_codes
from cms.core.models import NewsroomDocument, NewsroomImage
from cms.delivery import registry
from cms.delivery.models import Audience, Document
from cms.delivery.translations import translation_infos

DOCUMENTS = "documents"


class ProjectionContext:
    """One projection: an audience, a locale, a moment, and the record of what was consulted."""

    def __init__(
        self,
        *,
        locale: str,
        at: datetime,
        audience: str = Audience.PUBLIC,
        is_preview: bool = False,
    ) -> None:
        self.audience = audience
        # For an editor's eyes: files that are not public yet get addresses that expire.
        self.is_preview = is_preview
        self.locale = locale
        self.at = at
        self.keys: set[str] = set()
        self.mentioned: set[tuple[str, UUID, str]] = set()
        self._cards: dict[UUID, dict[str, Any] | None] = {}
        self._private_collections: dict[int, bool] = {}

    def depends_on(self, key: str) -> None:
        """Project this document again when what the key names changes."""
        self.keys.add(key)

    def absolute(self, path: str) -> str:
        """Return a full address for a path of ours."""
        return f"{settings.BASE_URL}{path}"

    def image(self, image: NewsroomImage | None, *, alt: str = "") -> dict[str, Any] | None:
        """Return an image's public JSON; ``alt`` overrides its own description."""
        if image is None:
            return None
        self.depends_on(f"image:{image.uuid}")
        return imaging.image_json(image, alt=alt)

    def document_file(self, document: NewsroomDocument | None) -> dict[str, Any] | None:
        """Return a file's public JSON, or None when its collection is private."""
        if document is None:
            return None
        self.depends_on(f"document:{document.uuid}")
        if self._is_private(document):
            return None
        return {
            "id": str(document.uuid),
            "title": document.title,
            "url": f"{settings.FILES_URL}/media/documents/{document.uuid}/{document.filename}",
            "filename": document.filename,
            "size_bytes": _size_of(document),
            "content_type": document.content_type,
        }

    def _is_private(self, document: NewsroomDocument) -> bool:
        collection = document.collection_id
        if collection not in self._private_collections:
            restrictions = document.collection.get_view_restrictions()
            self._private_collections[collection] = restrictions.exists()
        return self._private_collections[collection]

    def card(self, kind: str, work: UUID) -> dict[str, Any] | None:
        """Return a work's card: in this locale, else in its source language, else None."""
        self.prefetch([(kind, work)])
        return self._cards[work]

    def prefetch(self, works: Iterable[tuple[str, UUID]]) -> None:
        """Load many cards, with a query for all documents and a few for each kind of subject."""
        wanted: dict[str, list[UUID]] = {}
        for kind, work in dict.fromkeys(works):
            if work not in self._cards:
                self.depends_on(f"work:{work}")
                self._cards[work] = None
                group = kind if registry.for_kind(kind).needs_reference else DOCUMENTS
                wanted.setdefault(group, []).append(work)
        for group, missing in wanted.items():
            load = self._document_cards if group == DOCUMENTS else self._subject_cards
            self._cards |= load(group, missing)

    def cards(self, kind: str, works: Iterable[UUID]) -> list[dict[str, Any]]:
        """Return the cards of those works that this audience may see, in the given order."""
        return [card for work in works if (card := self.card(kind, work)) is not None]

    def body_of(self, kind: str, work: UUID) -> dict[str, Any] | None:
        """Return a work's full document: in this locale, else in its source language, else None."""
        self.depends_on(f"body:{work}")
        document = self._best_document(kind, work)
        return orjson.loads(document.body) if document is not None else None

    def _best_document(self, kind: str, work: UUID) -> Document | None:
        documents = Document.objects.of(work, self.audience).filter(kind=kind)
        return self._in_best_locale(documents)

    def _document_cards(self, group: str, works: list[UUID]) -> dict[UUID, dict[str, Any]]:
        by_work: dict[UUID, list[Document]] = {}
        for document in Document.objects.usable(self.audience).filter(work__in=works):
            by_work.setdefault(document.work, []).append(document)
        best = {work: self._in_best_locale(found) for work, found in by_work.items()}
        return {work: orjson.loads(document.card) for work, document in best.items() if document}

    def _in_best_locale(self, documents: Iterable[Document]) -> Document | None:
        by_locale = {document.locale: document for document in documents}
        if self.locale in by_locale:
            return by_locale[self.locale]
        return next((found for found in by_locale.values() if found.is_source), None)

    def _subject_cards(self, kind: str, works: list[UUID]) -> dict[UUID, dict[str, Any]]:
        from cms.delivery.building import build_card  # noqa: PLC0415 - building uses this module

        projector = registry.for_kind(kind)
        candidates: dict[UUID, dict[str, Any]] = {}
        rows = projector.sources().filter(translation_key__in=works).select_related("locale")
        for instance in rows.order_by("-pk"):
            if visibility.is_visible(instance, self.audience, self.at):
                by_locale = candidates.setdefault(instance.translation_key, {})
                by_locale[instance.locale.language_code] = instance
        order = [self.locale, *content_codes()]
        chosen = {
            work: next(by_locale[code] for code in order if code in by_locale)
            for work, by_locale in candidates.items()
        }
        infos = translation_infos(list(chosen.values())) if chosen else {}
        cards = {}
        for work, instance in chosen.items():
            locale = instance.locale.language_code
            self.mentioned.add((kind, work, locale))
            nested = ProjectionContext(locale=locale, at=self.at, audience=self.audience)
            cards[work] = build_card(projector, instance, nested, infos[instance.pk])
            self.keys |= nested.keys
        return cards


def _size_of(document: NewsroomDocument) -> int:
    """Return the size of the file. Wagtail's own method would save the row while reading it."""
    if document.file_size is not None:
        return int(document.file_size)
    try:
        return int(document.file.size)
    except FileNotFoundError:
        return 0
