"""Programmes and their sessions as JSON."""

from datetime import UTC, datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.core.api.v1.body import BodyJSONField
from cms.core.api.v1.common import (
    CardSerializer,
    DocumentSerializer,
    EmbedSerializer,
    ImageSerializer,
)
from cms.core.api.v1.serializers import (
    PersonCardSerializer,
    PlaceCardSerializer,
    ProjectedSerializer,
    TopicCardSerializer,
)
from cms.core.embeds import embed_json
from cms.core.models import Place
from cms.core.references import References, Wanted, rich_text
from news.api.v1.contact import ContactSerializer, contact_json
from news.api.v1.related import PEOPLE, TOPICS, related_cards
from news.choices import Coverage, ProgrammeKind, SessionStatus
from news.models import ProgrammePage, ProgrammeSession
from news.time_zones import zone_label, zone_of


class SessionSerializer(serializers.Serializer):
    """A session. Show the local times: they are those of the event."""

    id = serializers.UUIDField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    local_starts_at = serializers.DateTimeField(help_text="With the offset of the event's zone.")
    local_ends_at = serializers.DateTimeField(allow_null=True)
    time_zone = serializers.CharField(help_text="IANA name.")
    time_zone_label = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(help_text="HTML; may be empty.")
    place = PlaceCardSerializer(allow_null=True)
    coverage = serializers.ChoiceField(choices=Coverage.choices)
    coverage_label = serializers.CharField()
    status = serializers.ChoiceField(choices=SessionStatus.choices)
    status_label = serializers.CharField()
    livestream = EmbedSerializer(allow_null=True)
    links = CardSerializer(many=True)


class AccreditationSerializer(serializers.Serializer):
    """How media apply."""

    notes = serializers.CharField(help_text="HTML; may be empty.")
    deadline = serializers.DateTimeField(allow_null=True)


class ProgrammeCardFields(ProjectedSerializer):
    """A programme in a list."""

    kind = serializers.ChoiceField(choices=ProgrammeKind.choices)
    kind_label = serializers.CharField(source="get_kind_display")
    summary = serializers.CharField()
    starts_at = serializers.SerializerMethodField()
    ends_at = serializers.SerializerMethodField()
    local_starts_at = serializers.SerializerMethodField()
    local_ends_at = serializers.SerializerMethodField()
    time_zone = serializers.CharField()
    place = serializers.SerializerMethodField()
    image = serializers.SerializerMethodField()
    session_count = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_starts_at(self, programme: ProgrammePage) -> str | None:
        return _utc(programme.starts_at)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_ends_at(self, programme: ProgrammePage) -> str | None:
        return _utc(programme.ends_at)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_local_starts_at(self, programme: ProgrammePage) -> str | None:
        return _local(programme.starts_at, programme)

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_local_ends_at(self, programme: ProgrammePage) -> str | None:
        return _local(programme.ends_at, programme)

    @extend_schema_field(PlaceCardSerializer(allow_null=True))
    def get_place(self, programme: ProgrammePage) -> dict[str, Any] | None:
        place = programme.place
        return self.projection.card("place", place.translation_key) if place else None

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_image(self, programme: ProgrammePage) -> dict[str, Any] | None:
        return self.projection.image(programme.lead_image, alt=programme.lead_image_alt)

    def get_session_count(self, programme: ProgrammePage) -> int:
        return len(programme.sessions.all())


class ProgrammeFields(ProgrammeCardFields):
    """A programme with its sessions in order of time."""

    lead_image = serializers.SerializerMethodField()
    body = BodyJSONField()
    media_access = serializers.SerializerMethodField()
    accreditation = serializers.SerializerMethodField()
    sessions = serializers.SerializerMethodField()
    topics = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    media_contact = serializers.SerializerMethodField()

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_lead_image(self, programme: ProgrammePage) -> dict[str, Any] | None:
        return self.get_image(programme)

    def get_media_access(self, programme: ProgrammePage) -> str:
        return rich_text(programme.media_access, self.projection)

    @extend_schema_field(AccreditationSerializer)
    def get_accreditation(self, programme: ProgrammePage) -> dict[str, Any]:
        return {
            "notes": rich_text(programme.accreditation_notes, self.projection),
            "deadline": _utc(programme.accreditation_deadline),
        }

    @extend_schema_field(SessionSerializer(many=True))
    def get_sessions(self, programme: ProgrammePage) -> list[dict[str, Any]]:
        return sessions_json(programme, self.projection)

    @extend_schema_field(TopicCardSerializer(many=True))
    def get_topics(self, programme: ProgrammePage) -> list[dict[str, Any]]:
        return related_cards(programme.topics, TOPICS, self.projection)

    @extend_schema_field(PersonCardSerializer(many=True))
    def get_people(self, programme: ProgrammePage) -> list[dict[str, Any]]:
        return related_cards(programme.people, PEOPLE, self.projection)

    @extend_schema_field(ContactSerializer(allow_null=True))
    def get_media_contact(self, programme: ProgrammePage) -> dict[str, str] | None:
        return contact_json(programme)


class ProgrammeCardSerializer(ProgrammeCardFields, CardSerializer):
    """A programme in a list."""


class ProgrammeSerializer(ProgrammeFields, DocumentSerializer):
    """A programme with its sessions in order of time."""


def sessions_json(programme: ProgrammePage, context: Any) -> list[dict[str, Any]]:
    """Return all sessions, loading what they refer to together."""
    sessions = sorted(
        programme.sessions.all(), key=lambda session: (session.starts_at, session.sort_order or 0)
    )
    places = _places([session.place_id for session in sessions if session.place_id])
    wanted = Wanted()
    for session in sessions:
        wanted.add_rich_text(session.description)
        wanted.pages |= set(_linked_pages(session))
    context.prefetch(("place", work) for work in places.values())
    references = References(context, wanted)
    return [
        _session_json(session, programme, context, references, places.get(session.place_id))
        for session in sessions
    ]


def _session_json(
    session: ProgrammeSession,
    programme: ProgrammePage,
    context: Any,
    references: References,
    place: Any,
) -> dict[str, Any]:
    links = (references.page(pk) for pk in _linked_pages(session))
    return {
        "id": str(session.translation_key),
        "starts_at": _utc(session.starts_at),
        "ends_at": _utc(session.ends_at),
        "local_starts_at": _local(session.starts_at, programme),
        "local_ends_at": _local(session.ends_at, programme),
        "time_zone": programme.time_zone,
        "time_zone_label": zone_label(programme.time_zone, session.starts_at),
        "title": session.title,
        "description": references.html(session.description),
        "place": context.card("place", place) if place else None,
        "coverage": session.coverage,
        "coverage_label": session.get_coverage_display(),
        "status": session.status,
        "status_label": session.get_status_display(),
        "livestream": embed_json(session.livestream_url, title=session.title),
        "links": [card for card in links if card is not None],
    }


def _linked_pages(session: ProgrammeSession) -> list[int]:
    return [raw["value"] for raw in session.links.raw_data if raw["value"]]


def _places(pks: list[int]) -> dict[int, Any]:
    if not pks:
        return {}
    return dict(Place.objects.filter(pk__in=pks).values_list("pk", "translation_key"))


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _local(moment: datetime | None, programme: ProgrammePage) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(zone_of(programme.time_zone)).isoformat(timespec="seconds")
