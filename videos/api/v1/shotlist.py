"""The shotlist as JSON."""

from typing import Any
from uuid import UUID

from rest_framework import serializers

from cms.core.api.v1.serializers import PersonCardSerializer
from cms.core.models import Person
from videos.choices import ShotKind
from videos.languages import language_name
from videos.models import VideoAsset, VideoPage
from videos.shotlist.checking import in_order
from videos.shotlist.files import FILES
from videos.shotlist.timing import Timing


class TimecodeSerializer(serializers.Serializer):
    """How the recording counts its frames."""

    rate = serializers.CharField(help_text="Frames a second as a fraction, such as 30000/1001.")
    start = serializers.CharField(help_text="Source timecode of the first frame.")
    is_drop_frame = serializers.BooleanField()
    frame_count = serializers.IntegerField(allow_null=True, help_text="Length of the original.")


class ShotSerializer(serializers.Serializer):
    """A piece of the video, from ``in`` up to ``out``, which is the first frame after it."""

    id = serializers.UUIDField(help_text="The same in every language.")
    kind = serializers.ChoiceField(choices=ShotKind.choices)
    kind_label = serializers.CharField()
    in_frame = serializers.IntegerField(help_text="Counted from 0, the first of the file.")
    in_seconds = serializers.FloatField(help_text="From the beginning of the file.")
    in_timecode = serializers.CharField(help_text="Source timecode; a semicolon is drop-frame.")
    out_frame = serializers.IntegerField()
    out_seconds = serializers.FloatField()
    out_timecode = serializers.CharField()
    description = serializers.CharField(help_text="What is seen or heard; may be empty.")
    place = serializers.CharField(help_text="Empty where it is the place of the video.")
    restriction = serializers.CharField(
        help_text="What may not be done with this piece, beside the rules for the whole video."
    )
    speaker = PersonCardSerializer(allow_null=True)
    language = serializers.CharField(help_text="BCP 47 tag of what is spoken; may be empty.")
    language_label = serializers.CharField()
    quote = serializers.CharField(help_text="Word for word, in the spoken language; may be empty.")
    quote_rendering = serializers.CharField(
        help_text="The quote in the language of the document; empty where that is its own."
    )


class ShotlistFileSerializer(serializers.Serializer):
    """The shotlist as a file in the language of the document."""

    extension = serializers.ChoiceField(choices=list(FILES))
    content_type = serializers.CharField()
    url = serializers.URLField()


def timecode_json(asset: VideoAsset) -> dict[str, Any] | None:
    """Return how an asset counts, None until that is known."""
    timing = Timing.of(asset)
    return timing.as_json() if timing else None


def shotlist_json(
    video: VideoPage, asset: VideoAsset | None, projection: Any
) -> list[dict[str, Any]]:
    """Return the rows in order of time.

    Rows outside the file, as after its replacement by a shorter one, are left out, and so are all
    while it is not known how the file counts.
    """
    timing = Timing.of(asset)
    if timing is None:
        return []
    shots = [
        shot for shot in in_order(video.shots.all()) if timing.holds(shot.in_frame, shot.out_frame)
    ]
    speakers = _speakers({shot.speaker_id for shot in shots if shot.speaker_id})
    projection.prefetch(("person", work) for work in speakers.values())
    return [_shot_json(shot, timing, speakers.get(shot.speaker_id), projection) for shot in shots]


def shotlist_files_json(
    video: VideoPage, rows: list[dict[str, Any]], projection: Any
) -> list[dict[str, Any]]:
    """Return where the files are. A draft has none that the public could fetch."""
    if projection.is_preview:
        return []
    base = f"/api/v1/videos/{video.translation_key}/shotlist"
    return [
        {
            "extension": file.extension,
            "content_type": file.media_type,
            "url": projection.absolute(f"{base}.{file.extension}?locale={projection.locale}"),
        }
        for file in FILES.values()
        if file.is_offered({"shotlist": rows})
    ]


def _shot_json(shot: Any, timing: Timing, speaker: UUID | None, projection: Any) -> dict[str, Any]:
    return {
        "id": str(shot.translation_key),
        "kind": shot.kind,
        "kind_label": shot.get_kind_display(),
        "in_frame": shot.in_frame,
        "in_seconds": timing.seconds(shot.in_frame),
        "in_timecode": timing.timecode(shot.in_frame),
        "out_frame": shot.out_frame,
        "out_seconds": timing.seconds(shot.out_frame),
        "out_timecode": timing.timecode(shot.out_frame),
        "description": shot.description,
        "place": shot.place,
        "restriction": shot.restriction,
        "speaker": projection.card("person", speaker) if speaker else None,
        "language": shot.language,
        "language_label": language_name(shot.language, projection.locale),
        "quote": shot.quote,
        "quote_rendering": shot.quote_rendering if shot.quote_rendering != shot.quote else "",
    }


def _speakers(pks: set[int]) -> dict[int, UUID]:
    if not pks:
        return {}
    return dict(Person.objects.filter(pk__in=pks).values_list("pk", "translation_key"))
