"""Articles, home pages and listings as JSON.

A ``…Fields`` class fills what is a kind's own; a ``…Serializer`` is what the API answers.
"""

from datetime import UTC, date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.core.api.v1.body import BodyJSONField
from cms.core.api.v1.common import CardSerializer, DocumentSerializer, ImageSerializer
from cms.core.api.v1.serializers import (
    PersonCardSerializer,
    PlaceCardSerializer,
    ProjectedSerializer,
    TopicCardSerializer,
)
from cms.core.references import ReferenceContext, References, Wanted, rich_text
from news.api.v1.contact import ContactSerializer, contact_json
from news.api.v1.programmes import SessionSerializer
from news.api.v1.related import PEOPLE, PLACES, TOPICS, VIDEOS, related_cards
from news.choices import ArticleKind
from news.models import ArticlePage, HomePage
from news.programme_block import local_day, sessions_of_article
from videos.api.v1.serializers import VideoCardSerializer


class ProgrammeBlockSerializer(serializers.Serializer):
    """The programme of an article with the sessions that concern it."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    path = serializers.CharField()
    url = serializers.URLField()
    locale = serializers.CharField()
    dir = serializers.CharField()
    time_zone = serializers.CharField()
    sessions = SessionSerializer(many=True)


class ArticleCardFields(ProjectedSerializer):
    """An article in a list."""

    kind = serializers.ChoiceField(choices=ArticleKind.choices)
    kind_label = serializers.CharField(source="get_kind_display")
    summary = serializers.CharField()
    date = serializers.SerializerMethodField()
    dateline = serializers.SerializerMethodField()
    image = serializers.SerializerMethodField()
    has_video = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_date(self, article: ArticlePage) -> str | None:
        day = article_day(article)
        return day.isoformat() if day else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_dateline(self, article: ArticlePage) -> str | None:
        card = _dateline(self, article)
        return card["title"] if card else None

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_image(self, article: ArticlePage) -> dict[str, Any] | None:
        return self.projection.image(article.lead_image, alt=article.lead_image_alt)

    def get_has_video(self, article: ArticlePage) -> bool:
        videos = related_cards(article.videos, VIDEOS, self.projection)
        return bool(videos) or _plays_in_body(article, self.projection)


class ArticleFields(ProjectedSerializer):
    """An article."""

    kind = serializers.ChoiceField(choices=ArticleKind.choices)
    kind_label = serializers.CharField(source="get_kind_display")
    date = serializers.SerializerMethodField()
    dateline = serializers.SerializerMethodField()
    summary = serializers.CharField()
    lead_image = serializers.SerializerMethodField()
    body = BodyJSONField()
    topics = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    places = serializers.SerializerMethodField()
    programme = serializers.SerializerMethodField()
    videos = serializers.SerializerMethodField()
    media_contact = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_date(self, article: ArticlePage) -> str | None:
        day = article_day(article)
        return day.isoformat() if day else None

    @extend_schema_field(PlaceCardSerializer(allow_null=True))
    def get_dateline(self, article: ArticlePage) -> dict[str, Any] | None:
        return _dateline(self, article)

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_lead_image(self, article: ArticlePage) -> dict[str, Any] | None:
        return self.projection.image(article.lead_image, alt=article.lead_image_alt)

    @extend_schema_field(TopicCardSerializer(many=True))
    def get_topics(self, article: ArticlePage) -> list[dict[str, Any]]:
        return related_cards(article.topics, TOPICS, self.projection)

    @extend_schema_field(PersonCardSerializer(many=True))
    def get_people(self, article: ArticlePage) -> list[dict[str, Any]]:
        return related_cards(article.people, PEOPLE, self.projection)

    @extend_schema_field(PlaceCardSerializer(many=True))
    def get_places(self, article: ArticlePage) -> list[dict[str, Any]]:
        return related_cards(article.places, PLACES, self.projection)

    @extend_schema_field(ProgrammeBlockSerializer(allow_null=True))
    def get_programme(self, article: ArticlePage) -> dict[str, Any] | None:
        if article.programme is None:
            return None
        programme = self.projection.body_of("programme", article.programme.translation_key)
        if programme is None:
            return None
        chosen = {row.session.translation_key for row in article.chosen_sessions.all()}
        day = article_day(article, zone_name=programme["time_zone"])
        return {
            **{name: programme[name] for name in ("id", "title", "path", "url", "locale", "dir")},
            "time_zone": programme["time_zone"],
            "sessions": sessions_of_article(programme["sessions"], chosen=chosen, day=day),
        }

    @extend_schema_field(VideoCardSerializer(many=True))
    def get_videos(self, article: ArticlePage) -> list[dict[str, Any]]:
        return related_cards(article.videos, VIDEOS, self.projection)

    @extend_schema_field(ContactSerializer(allow_null=True))
    def get_media_contact(self, article: ArticlePage) -> dict[str, str] | None:
        return contact_json(article)


class HomeFields(ProjectedSerializer):
    """The home page of a language."""

    intro = serializers.SerializerMethodField()
    highlights = serializers.SerializerMethodField()

    def get_intro(self, home: HomePage) -> str:
        return rich_text(home.intro, self.projection)

    @extend_schema_field(CardSerializer(many=True))
    def get_highlights(self, home: HomePage) -> list[dict[str, Any]]:
        chosen = [row.page_id for row in home.highlights.all()]
        references = References(self.projection, Wanted(pages=set(chosen)))
        cards = (references.page(pk) for pk in chosen)
        return [card for card in cards if card is not None]


class ListingFields(ProjectedSerializer):
    """A page that lists works."""

    intro = serializers.SerializerMethodField()
    lists = serializers.ChoiceField(choices=["article", "programme", "video"])

    def get_intro(self, index: Any) -> str:
        return rich_text(index.intro, self.projection)


class ArticleCardSerializer(ArticleCardFields, CardSerializer):
    """An article in a list."""


class ArticleSerializer(ArticleFields, DocumentSerializer):
    """An article."""


class HomeSerializer(HomeFields, DocumentSerializer):
    """The home page of a language."""


class ListingSerializer(ListingFields, DocumentSerializer):
    """A page that lists works."""


def article_day(article: ArticlePage, *, zone_name: str = "UTC") -> date | None:
    """Return the printed date, or the day of first publication; never today."""
    if article.date is not None:
        return article.date
    moment = article.first_published_at
    return local_day(moment.astimezone(UTC), zone_name) if moment is not None else None


def _plays_in_body(article: ArticlePage, context: ReferenceContext) -> bool:
    chosen = {raw["value"].get("video") for raw in article.body.raw_data if raw["type"] == "video"}
    references = References(context, Wanted(pages=chosen - {None}))
    return any(references.page(pk) is not None for pk in chosen)


def _dateline(serializer: ProjectedSerializer, article: ArticlePage) -> dict[str, Any] | None:
    place = article.dateline
    return serializer.projection.card("place", place.translation_key) if place else None
