"""Topics, people, places, menus and site profiles as JSON.

A ``…Fields`` class fills what is a kind's own, and the projection adds what all kinds share. The
``…Serializer`` classes join both: they are what the API answers.
"""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.core.api.v1.common import CardSerializer, DocumentSerializer, ImageSerializer
from cms.core.models import Menu, MenuItem, Person, SiteProfile
from cms.core.references import ReferenceContext, References, Wanted, rich_text
from cms.core.richtext import is_harmless


class ProjectedSerializer(serializers.Serializer):
    """Reads an instance with the projection in its context."""

    @property
    def projection(self) -> ReferenceContext:
        """Return the projection that asks."""
        context: ReferenceContext = self.context["projection"]
        return context


class TopicCardFields(ProjectedSerializer):
    """A topic in a list."""


class TopicFields(TopicCardFields):
    """A topic."""

    description = serializers.CharField()


class PersonCardFields(ProjectedSerializer):
    """A person in a list; the title is the name."""

    role = serializers.CharField(help_text="Rank, title or function; may be empty.")
    image = serializers.SerializerMethodField()

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_image(self, person: Person) -> dict[str, Any] | None:
        return self.projection.image(person.image)


class PersonFields(PersonCardFields):
    """A person; the title is the name."""


class PlaceCardFields(ProjectedSerializer):
    """A place in a list."""

    country_code = serializers.CharField(help_text="ISO 3166-1 alpha-2; may be empty.")


class PlaceFields(PlaceCardFields):
    """A place."""


class MenuItemSerializer(serializers.Serializer):
    """A link of a menu."""

    title = serializers.CharField()
    url = serializers.URLField()
    path = serializers.CharField(allow_null=True)
    is_external = serializers.BooleanField()


class MenuFields(ProjectedSerializer):
    """A named list of links."""

    handle = serializers.CharField()
    items = serializers.SerializerMethodField()

    @extend_schema_field(MenuItemSerializer(many=True))
    def get_items(self, menu: Menu) -> list[dict[str, Any]]:
        rows = list(menu.items.order_by("sort_order", "pk"))
        wanted = Wanted(pages={item.page_id for item in rows if item.page_id})
        references = References(self.projection, wanted)
        links = (_menu_link(item, references) for item in rows)
        return [link for link in links if link is not None]


class SiteFields(ProjectedSerializer):
    """What a language of the site says about the organisation."""

    organisation = serializers.CharField()
    tagline = serializers.CharField()
    footer = serializers.SerializerMethodField()
    contact_email = serializers.CharField()
    image = serializers.SerializerMethodField()

    def get_footer(self, profile: SiteProfile) -> str:
        return rich_text(profile.footer, self.projection)

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_image(self, profile: SiteProfile) -> dict[str, Any] | None:
        return self.projection.image(profile.image)


class TopicCardSerializer(TopicCardFields, CardSerializer):
    """A topic in a list."""


class TopicSerializer(TopicFields, DocumentSerializer):
    """A topic."""


class PersonCardSerializer(PersonCardFields, CardSerializer):
    """A person in a list."""


class PersonSerializer(PersonFields, DocumentSerializer):
    """A person."""


class PlaceCardSerializer(PlaceCardFields, CardSerializer):
    """A place in a list."""


class PlaceSerializer(PlaceFields, DocumentSerializer):
    """A place."""


class MenuSerializer(MenuFields, DocumentSerializer):
    """A named list of links."""


class SiteSerializer(SiteFields, DocumentSerializer):
    """What a language of the site says about the organisation."""


def _menu_link(item: MenuItem, references: References) -> dict[str, Any] | None:
    if not item.page_id:
        if not is_harmless(item.url):
            return None
        return {"title": item.title, "url": item.url, "path": None, "is_external": True}
    card = references.page(item.page_id)
    if card is None or card["path"] is None:
        return None
    title = item.title or card["title"]
    return {"title": title, "url": card["url"], "path": card["path"], "is_external": False}
