"""Projectors of the kinds of news."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page

from cms.core.models import BaseIndexPage
from cms.delivery.context import ProjectionContext
from cms.delivery.models import DocumentKind
from cms.delivery.projectors import SerializerProjector
from cms.delivery.registry import register
from news.api.v1.programmes import ProgrammeCardFields, ProgrammeFields
from news.api.v1.serializers import ArticleCardFields, ArticleFields, HomeFields, ListingFields
from news.models import ArticlePage, HomePage, ProgrammePage


class ArticleProjector(SerializerProjector):
    """Projects articles."""

    kind = DocumentKind.ARTICLE
    model = ArticlePage
    card_serializer = ArticleCardFields
    body_serializer = ArticleFields

    def sources(self) -> QuerySet[Any]:
        """Load what every article needs along."""
        return super().sources().select_related("lead_image", "dateline", "programme")

    def sharing_image(
        self, instance: ArticlePage, context: ProjectionContext
    ) -> dict[str, Any] | None:
        """Return the lead image."""
        return context.image(instance.lead_image, alt=instance.lead_image_alt)


class ProgrammeProjector(SerializerProjector):
    """Projects programmes."""

    kind = DocumentKind.PROGRAMME
    model = ProgrammePage
    card_serializer = ProgrammeCardFields
    body_serializer = ProgrammeFields

    def sources(self) -> QuerySet[Any]:
        """Load what every programme needs along."""
        return super().sources().select_related("lead_image", "place")

    def sharing_image(
        self, instance: ProgrammePage, context: ProjectionContext
    ) -> dict[str, Any] | None:
        """Return the lead image."""
        return context.image(instance.lead_image, alt=instance.lead_image_alt)


class HomeProjector(SerializerProjector):
    """Projects home pages."""

    kind = DocumentKind.HOME
    model = HomePage
    card_serializer = HomeFields
    body_serializer = HomeFields

    def card(self, instance: HomePage, context: ProjectionContext) -> dict[str, Any]:
        """Add nothing: highlights belong to the full document."""
        return {}


class ListingProjector(SerializerProjector):
    """Projects the pages that list articles, programmes and videos."""

    kind = DocumentKind.LISTING
    model = BaseIndexPage
    card_serializer = ListingFields
    body_serializer = ListingFields

    def card(self, instance: BaseIndexPage, context: ProjectionContext) -> dict[str, Any]:
        """Say what is listed; the introduction belongs to the full document."""
        return {"lists": instance.lists}

    def sources(self) -> QuerySet[Any]:
        """Return the pages of every kind of listing."""
        return Page.objects.type(BaseIndexPage)

    def find(self, work: UUID, locale: str) -> Any | None:
        """Return the page as its own type."""
        page = super().find(work, locale)
        return page.specific if page is not None else None


PROJECTORS = (ArticleProjector, ProgrammeProjector, HomeProjector, ListingProjector)


def register_all() -> None:
    """Register the kinds of news."""
    for projector in PROJECTORS:
        register(projector())
