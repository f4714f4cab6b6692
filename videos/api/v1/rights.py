"""What may be done with a video, as JSON."""

from dataclasses import replace
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.delivery.building import timestamp
from videos.choices import Medium, RestrictionKind
from videos.models import VideoPage
from videos.rights.odrl import odrl_policy
from videos.rights.rules import Rule, rights_of
from videos.rights.sentence import rights_sentence, rule_sentence


class RestrictionSerializer(serializers.Serializer):
    """A use that is forbidden, or the only one that is allowed. All restrictions hold."""

    kind = serializers.ChoiceField(choices=RestrictionKind.choices)
    territories = serializers.ListField(
        child=serializers.CharField(), help_text="ISO 3166 codes of two letters; empty: everywhere."
    )
    media = serializers.ListField(
        child=serializers.ChoiceField(choices=Medium.choices), help_text="Empty: all of them."
    )
    sentence = serializers.CharField(help_text="The same in the language of the document.")


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {},
        "description": "A policy in ODRL 2.2 under the RightsML profile of the IPTC, as JSON-LD.",
    }
)
class PolicyField(serializers.JSONField):
    """An ODRL policy."""


class RightsSerializer(serializers.Serializer):
    """What may be done with the video."""

    sentence = serializers.CharField(
        help_text="All of it in the language of the document; empty when nothing restricts the use."
    )
    restrictions = RestrictionSerializer(many=True)
    no_archive = serializers.BooleanField(help_text="It may not be kept for later use.")
    credit = serializers.CharField(help_text="Must be shown with the video; may be empty.")
    embargoed_until = serializers.DateTimeField(
        allow_null=True, help_text="Not public before this instant."
    )
    expires_at = serializers.DateTimeField(
        allow_null=True, help_text="When the use ends. The video is withdrawn then."
    )
    odrl = PolicyField()


def rights_json(video: VideoPage, projection: Any) -> dict[str, Any]:
    """Return the rights of a page. An embargo that is over is not told to readers."""
    rights = rights_of(video)
    told = rights if projection.is_preview else replace(rights, embargoed_until=None)
    return {
        "sentence": rights_sentence(told),
        "restrictions": [_rule_json(rule) for rule in rights.rules],
        "no_archive": rights.no_archive,
        "credit": rights.credit,
        "embargoed_until": timestamp(rights.embargoed_until),
        "expires_at": timestamp(rights.usage_ends_at),
        "odrl": odrl_policy(rights, work=str(video.translation_key)),
    }


def _rule_json(rule: Rule) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "territories": list(rule.territories),
        "media": list(rule.media),
        "sentence": rule_sentence(rule),
    }
