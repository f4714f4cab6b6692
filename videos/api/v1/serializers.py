"""Videos as JSON.

A ``…Fields`` class fills what is a video's own; a ``…Serializer`` is what the API answers.
"""

from datetime import UTC, date
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.core.api.v1.common import CardSerializer, DocumentSerializer, ImageSerializer
from cms.core.api.v1.serializers import (
    PersonCardSerializer,
    PlaceCardSerializer,
    ProjectedSerializer,
    TopicCardSerializer,
)
from cms.core.models import Person, Topic
from cms.core.references import rich_text
from videos.api.v1.renditions import WatchableFields, watchable_json
from videos.api.v1.rights import RightsSerializer, rights_json
from videos.api.v1.shotlist import (
    ShotlistFileSerializer,
    ShotSerializer,
    TimecodeSerializer,
    shotlist_files_json,
    shotlist_json,
    timecode_json,
)
from videos.api.v1.tracks import (
    TrackSerializer,
    TranscriptSerializer,
    tracks_json,
    transcript_json,
)
from videos.choices import VideoKind
from videos.links import public_links, signed_links
from videos.models import VideoAsset, VideoPage
from videos.text import beginning_of


class VideoAssetSerializer(WatchableFields):
    """The media, the same in every language. Sizes are those of the original."""

    id = serializers.UUIDField()
    duration_seconds = serializers.FloatField(allow_null=True)
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    size_bytes = serializers.IntegerField()
    timecode = TimecodeSerializer(allow_null=True, help_text="Null until it is known.")
    tracks = TrackSerializer(many=True)


class VideoCardFields(ProjectedSerializer):
    """A video in a list."""

    kind = serializers.ChoiceField(choices=VideoKind.choices)
    kind_label = serializers.CharField(source="get_kind_display")
    summary = serializers.SerializerMethodField(help_text="The beginning of the synopsis.")
    date = serializers.SerializerMethodField()
    image = serializers.SerializerMethodField()
    duration_seconds = serializers.SerializerMethodField()

    def get_summary(self, video: VideoPage) -> str:
        return beginning_of(video.synopsis)

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_date(self, video: VideoPage) -> str | None:
        day = video_day(video)
        return day.isoformat() if day else None

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_image(self, video: VideoPage) -> dict[str, Any] | None:
        return poster_json(video, self.projection)

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_duration_seconds(self, video: VideoPage) -> float | None:
        asset = asset_of(video, self.projection)
        return asset.duration_seconds if asset else None


class VideoFields(ProjectedSerializer):
    """A video."""

    kind = serializers.ChoiceField(choices=VideoKind.choices)
    kind_label = serializers.CharField(source="get_kind_display")
    synopsis = serializers.SerializerMethodField(help_text="HTML.")
    date = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField()
    topics = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    credit = serializers.CharField(help_text="Must be shown with the video; may be empty.")
    usage_restrictions = serializers.CharField(
        help_text="What else may not be done, in plain words; may be empty."
    )
    rights = serializers.SerializerMethodField()
    duration_seconds = serializers.SerializerMethodField()
    poster = serializers.SerializerMethodField()
    asset = serializers.SerializerMethodField()
    shotlist = serializers.SerializerMethodField()
    transcript = serializers.SerializerMethodField(
        help_text="What is said, to read; null where no track tells it."
    )
    shotlist_files = serializers.SerializerMethodField()

    _rows: list[dict[str, Any]] | None = None

    def get_synopsis(self, video: VideoPage) -> str:
        return rich_text(video.synopsis, self.projection)

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_date(self, video: VideoPage) -> str | None:
        day = video_day(video)
        return day.isoformat() if day else None

    @extend_schema_field(PlaceCardSerializer(allow_null=True))
    def get_place(self, video: VideoPage) -> dict[str, Any] | None:
        if video.place is None:
            return None
        return self.projection.card("place", video.place.translation_key)

    @extend_schema_field(TopicCardSerializer(many=True))
    def get_topics(self, video: VideoPage) -> list[dict[str, Any]]:
        return self._cards("topic", Topic, [row.topic_id for row in video.topics.all()])

    @extend_schema_field(PersonCardSerializer(many=True))
    def get_people(self, video: VideoPage) -> list[dict[str, Any]]:
        return self._cards("person", Person, [row.person_id for row in video.people.all()])

    @extend_schema_field(RightsSerializer)
    def get_rights(self, video: VideoPage) -> dict[str, Any]:
        return rights_json(video, self.projection)

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_duration_seconds(self, video: VideoPage) -> float | None:
        asset = asset_of(video, self.projection)
        return asset.duration_seconds if asset else None

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_poster(self, video: VideoPage) -> dict[str, Any] | None:
        return poster_json(video, self.projection)

    @extend_schema_field(VideoAssetSerializer(allow_null=True))
    def get_asset(self, video: VideoPage) -> dict[str, Any] | None:
        asset = asset_of(video, self.projection)
        return asset_json(asset, self.projection) if asset else None

    @extend_schema_field(ShotSerializer(many=True))
    def get_shotlist(self, video: VideoPage) -> list[dict[str, Any]]:
        return self._shotlist(video)

    @extend_schema_field(ShotlistFileSerializer(many=True))
    def get_shotlist_files(self, video: VideoPage) -> list[dict[str, Any]]:
        return shotlist_files_json(video, self._shotlist(video), self.projection)

    def _shotlist(self, video: VideoPage) -> list[dict[str, Any]]:
        if self._rows is None:
            asset = asset_of(video, self.projection)
            self._rows = shotlist_json(video, asset, self.projection)
        return self._rows

    @extend_schema_field(TranscriptSerializer(allow_null=True))
    def get_transcript(self, video: VideoPage) -> dict[str, Any] | None:
        asset = asset_of(video, self.projection)
        return transcript_json(asset, self.projection) if asset else None

    def _cards(self, kind: str, model: Any, pks: list[int]) -> list[dict[str, Any]]:
        works: dict[int, UUID] = dict(
            model.objects.filter(pk__in=pks).values_list("pk", "translation_key")
        )
        self.projection.prefetch((kind, work) for work in works.values())
        cards = (self.projection.card(kind, works[pk]) for pk in pks if pk in works)
        return [card for card in cards if card is not None]


class VideoCardSerializer(VideoCardFields, CardSerializer):
    """A video in a list."""


class VideoSerializer(VideoFields, DocumentSerializer):
    """A video."""


def asset_of(video: VideoPage, projection: Any) -> VideoAsset | None:
    """Return the video's asset; the document follows what becomes of it."""
    if video.asset is not None:
        projection.depends_on(video.asset.dependency_key)
    return video.asset


def asset_json(asset: VideoAsset, projection: Any) -> dict[str, Any]:
    """Return what the public may know of an asset; an editor's links work before the release."""
    links = signed_links(asset) if projection.is_preview else public_links(asset)
    return {
        "id": str(asset.uuid),
        "duration_seconds": asset.duration_seconds,
        "width": asset.width,
        "height": asset.height,
        "size_bytes": asset.size_bytes,
        "timecode": timecode_json(asset),
        "tracks": tracks_json(asset, links),
        **watchable_json(asset, links),
    }


def poster_json(video: VideoPage, projection: Any) -> dict[str, Any] | None:
    """Return the poster, described by the video's title in its language."""
    asset = asset_of(video, projection)
    if asset is None:
        return None
    image: dict[str, Any] | None = projection.image(
        asset.poster, alt=video.title if asset.is_poster_automatic else ""
    )
    return image


def video_day(video: VideoPage) -> date | None:
    """Return the day it was filmed, else the day of its first publication."""
    if video.date is not None:
        return video.date
    published = video.first_published_at
    return published.astimezone(UTC).date() if published else None
