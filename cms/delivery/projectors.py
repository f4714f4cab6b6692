"""Projectors of the kernel's kinds: topics, people, places, menus and site profiles."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.serializers import Serializer

from cms.core.api.v1.serializers import (
    MenuFields,
    PersonCardFields,
    PersonFields,
    PlaceCardFields,
    PlaceFields,
    SiteFields,
    TopicCardFields,
    TopicFields,
)
from cms.core.models import Menu, Person, Place, SiteProfile, Topic
from cms.delivery import registry
from cms.delivery.context import ProjectionContext
from cms.delivery.models import DocumentKind


class SerializerProjector(registry.Projector):
    """A projector whose JSON is what two serializers say."""

    card_serializer: ClassVar[type[Serializer[Any]]]
    body_serializer: ClassVar[type[Serializer[Any]]]

    def card(self, instance: Any, context: ProjectionContext) -> dict[str, Any]:
        """Return the card's own part."""
        return dict(self.card_serializer(instance, context={"projection": context}).data)

    def body(self, instance: Any, context: ProjectionContext) -> dict[str, Any]:
        """Return the full document's own part."""
        return dict(self.body_serializer(instance, context={"projection": context}).data)


class TopicProjector(SerializerProjector):
    """Projects topics."""

    kind = DocumentKind.TOPIC
    model = Topic
    needs_reference = True
    card_serializer = TopicCardFields
    body_serializer = TopicFields


class PersonProjector(SerializerProjector):
    """Projects people."""

    kind = DocumentKind.PERSON
    model = Person
    needs_reference = True
    card_serializer = PersonCardFields
    body_serializer = PersonFields

    def sources(self) -> QuerySet[Any]:
        """Load portraits along."""
        return super().sources().select_related("image")


class PlaceProjector(SerializerProjector):
    """Projects places."""

    kind = DocumentKind.PLACE
    model = Place
    needs_reference = True
    card_serializer = PlaceCardFields
    body_serializer = PlaceFields


class MenuProjector(SerializerProjector):
    """Projects menus."""

    kind = DocumentKind.MENU
    model = Menu
    card_serializer = MenuFields
    body_serializer = MenuFields


class SiteProjector(SerializerProjector):
    """Projects site profiles."""

    kind = DocumentKind.SITE
    model = SiteProfile
    card_serializer = SiteFields
    body_serializer = SiteFields

    def title(self, instance: SiteProfile) -> str:
        """Return the organisation's name."""
        return instance.organisation


PROJECTORS = (TopicProjector, PersonProjector, PlaceProjector, MenuProjector, SiteProjector)


def register() -> None:
    """Register the kernel's kinds."""
    for projector in PROJECTORS:
        registry.register(projector())
