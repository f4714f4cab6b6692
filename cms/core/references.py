"""What a body refers to, loaded in bulk: one query a kind of thing, however long the body."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.core.models import NewsroomDocument, NewsroomImage, Person
from cms.core.richtext import linked_ids, public_html


class ReferenceContext(Protocol):
    """The part of a projection that references need."""

    locale: str

    def image(self, image: NewsroomImage | None, *, alt: str = "") -> dict[str, Any] | None:
        """Return an image's public JSON."""

    def document_file(self, document: NewsroomDocument | None) -> dict[str, Any] | None:
        """Return a file's public JSON."""

    def card(self, kind: str, work: UUID) -> dict[str, Any] | None:
        """Return the card of a released work."""

    def body_of(self, kind: str, work: UUID) -> dict[str, Any] | None:
        """Return the full document of a released work."""

    def prefetch(self, works: Iterable[tuple[str, UUID]]) -> None:
        """Load the cards of many works at once."""


@dataclass
class Wanted:
    """Primary keys found in raw block values."""

    pages: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    images: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)

    def add_rich_text(self, source: str) -> None:
        """Add what the text links to."""
        links = linked_ids(source)
        self.pages |= links.pages
        self.documents |= links.documents


class References:
    """Answers for primary keys with public JSON, or None for what is not public."""

    def __init__(self, context: ReferenceContext, wanted: Wanted) -> None:
        self._context = context
        self._images = _in_bulk(NewsroomImage, wanted.images)
        self._documents = _in_bulk(NewsroomDocument, wanted.documents, "collection")
        self._works: dict[tuple[str, int], tuple[str, UUID]] = {}
        self._find_pages(wanted.pages)
        self._find_people(wanted.people)
        context.prefetch(self._works.values())

    def page(self, pk: int | None) -> dict[str, Any] | None:
        """Return the card of a page in the language of the document."""
        return self._card("page", pk)

    def person(self, pk: int | None) -> dict[str, Any] | None:
        """Return the card of a person in the language of the document."""
        return self._card("person", pk)

    def image(self, pk: int | None, *, alt: str = "") -> dict[str, Any] | None:
        """Return an image; ``alt`` overrides its own description."""
        found = self._images.get(pk) if pk is not None else None
        return self._context.image(found, alt=alt) if found else None

    def document(self, pk: int | None) -> dict[str, Any] | None:
        """Return a file to download."""
        found = self._documents.get(pk) if pk is not None else None
        return self._context.document_file(found) if found else None

    def html(self, source: str) -> str:
        """Return rich text as public HTML."""
        return public_html(source, page_path=self._path, document_url=self._file_url)

    def _card(self, model: str, pk: int | None) -> dict[str, Any] | None:
        work = self._works.get((model, pk)) if pk is not None else None
        return self._context.card(*work) if work else None

    def _path(self, pk: int) -> str | None:
        """Return the address of a page that exists in the same language."""
        card = self.page(pk)
        is_same_language = card is not None and card["locale"] == self._context.locale
        return card["path"] if card is not None and is_same_language else None

    def _file_url(self, pk: int) -> str | None:
        found = self.document(pk)
        return found["url"] if found else None

    def _find_pages(self, pks: set[int]) -> None:
        if not pks:
            return
        rows = Page.objects.filter(pk__in=pks).values_list("pk", "translation_key", "content_type")
        for pk, work, content_type in rows:
            model = ContentType.objects.get_for_id(content_type).model_class()
            if kind := getattr(model, "document_kind", ""):
                self._works["page", pk] = (kind, work)

    def _find_people(self, pks: set[int]) -> None:
        if not pks:
            return
        for pk, work in Person.objects.filter(pk__in=pks).values_list("pk", "translation_key"):
            self._works["person", pk] = (Person.document_kind, work)


def rich_text(source: str, context: ReferenceContext) -> str:
    """Return one rich-text field as public HTML."""
    wanted = Wanted()
    wanted.add_rich_text(source)
    return References(context, wanted).html(source)


def _in_bulk(model: Any, pks: set[int], *related: str) -> dict[int, Any]:
    if not pks:
        return {}
    queryset = model.objects.filter(pk__in=pks)
    return {
        found.pk: found for found in (queryset.select_related(*related) if related else queryset)
    }
