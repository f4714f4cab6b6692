"""Projectors: how each kind of work becomes JSON. Packages above register theirs."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet
from wagtail.models import Page

if TYPE_CHECKING:
    from cms.delivery.context import ProjectionContext
    from cms.delivery.models import DocumentKind


class Projector(ABC):
    """Knows one kind: its model, and what its card and body say beyond the common part.

    ``card`` and ``body`` are pure: no clock, no request, no generated file. Everything they
    consult outside the instance goes through the context, which records it as a dependency.
    """

    kind: ClassVar["DocumentKind"]
    model: ClassVar[type[Model]]
    needs_reference: ClassVar[bool] = False
    """Deliver the work only while a document of the same audience refers to it."""

    @abstractmethod
    def card(self, instance: Any, context: "ProjectionContext") -> dict[str, Any]:
        """Return the part of the list card that is this kind's own."""

    @abstractmethod
    def body(self, instance: Any, context: "ProjectionContext") -> dict[str, Any]:
        """Return the part of the full document that is this kind's own."""

    def facets(self, document: dict[str, Any]) -> frozenset[tuple[str, str]]:
        """Return what lists of this kind can be narrowed by: names with their values.

        They are read from the full document, so a list never tells more than the documents do.
        """
        return frozenset()

    def sharing_image(self, instance: Any, context: "ProjectionContext") -> dict[str, Any] | None:
        """Return the image that stands for the work when it is shared."""
        return None

    def title(self, instance: Any) -> str:
        """Return the title in the instance's language."""
        return str(getattr(instance, "title", instance))

    def subkind(self, instance: Any) -> str:
        """Return the kind within the kind, such as ``press_release``."""
        return str(getattr(instance, "kind", "") or "")

    def starts_at(self, instance: Any) -> datetime | None:
        """Return when an event starts (aware, UTC)."""
        return getattr(instance, "starts_at", None)

    def sources(self) -> QuerySet[Any]:
        """Return every instance that may have a document."""
        return self.model._default_manager.all()

    def find(self, work: UUID, locale: str) -> Any | None:
        """Return the work's instance in a locale as the database has it now."""
        return (
            self.sources()
            .filter(translation_key=work, locale__language_code=locale)
            .select_related("locale")
            .first()
        )

    @property
    def is_page(self) -> bool:
        """Return whether the kind has addresses."""
        return issubclass(self.model, Page)


_projectors: dict[str, Projector] = {}


def register(projector: Projector) -> None:
    """Let the projector speak for its kind."""
    _projectors[projector.kind] = projector


def for_kind(kind: str) -> Projector:
    """Return the projector of a kind."""
    return _projectors[kind]


def for_model(model: type[Model]) -> Projector | None:
    """Return the projector of a model or of the nearest model it extends."""
    for ancestor in model.__mro__:
        for projector in _projectors.values():
            if projector.model is ancestor:
                return projector
    return None


def every() -> Iterator[Projector]:
    """Yield all projectors, sorted by kind."""
    yield from sorted(_projectors.values(), key=lambda projector: projector.kind)
