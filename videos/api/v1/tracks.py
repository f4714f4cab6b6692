"""Timed text as JSON: the tracks of an asset, and its transcript to read."""

from typing import Any

from rest_framework import serializers

from videos.choices import TrackKind
from videos.languages import text_direction
from videos.links import Links
from videos.models import Track, VideoAsset
from videos.pipeline.timed_text.transcript import paragraphs

# What is read instead of a transcript that nobody made. Subtitles only in the reader's language.
READABLE = (TrackKind.TRANSCRIPT, TrackKind.CAPTIONS, TrackKind.SUBTITLES)


class TrackSerializer(serializers.Serializer):
    """Subtitles, captions or a transcript in one language. Both files are open to all origins."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(
        choices=TrackKind.choices,
        help_text="Captions also tell who speaks and what is heard beside speech.",
    )
    language = serializers.CharField(help_text="BCP 47 tag of what is written.")
    label = serializers.CharField(  # type: ignore[assignment]  # a name of the framework too
        help_text="For menus of players, in the track's own language."
    )
    dir = serializers.ChoiceField(choices=["ltr", "rtl"])
    machine_made = serializers.BooleanField(
        help_text="Nobody has checked it yet. The label says so too."
    )
    cue_count = serializers.IntegerField()
    updated_at = serializers.DateTimeField()
    vtt_url = serializers.URLField(help_text="WebVTT, with positions and speakers.")
    srt_url = serializers.URLField(help_text="SubRip, texts and times only.")


class ParagraphSerializer(serializers.Serializer):
    """A piece of speech; times are seconds from the beginning of the file."""

    start_seconds = serializers.FloatField()
    end_seconds = serializers.FloatField()
    speaker = serializers.CharField(help_text="As the track names them; may be empty.")
    text = serializers.CharField()


class TranscriptSerializer(serializers.Serializer):
    """What is said, to read, in the best language there is."""

    track = serializers.UUIDField(help_text="The track that it is taken from.")
    language = serializers.CharField()
    dir = serializers.ChoiceField(choices=["ltr", "rtl"])
    machine_made = serializers.BooleanField()
    paragraphs = ParagraphSerializer(many=True)


def tracks_json(asset: VideoAsset, links: Links) -> list[dict[str, Any]]:
    """Return the published tracks of an asset."""
    return [
        {
            "id": str(track.uuid),
            "kind": track.kind,
            "language": track.language,
            "label": track.shown_label,
            "dir": track.direction,
            "machine_made": track.is_machine_made,
            "cue_count": track.cue_count,
            "updated_at": track.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "vtt_url": links.track(track, "vtt"),
            "srt_url": links.track(track, "srt"),
        }
        for track in asset.tracks.shown()
    ]


def transcript_json(asset: VideoAsset, projection: Any) -> dict[str, Any] | None:
    """Return the transcript for readers of the document, None where there is nothing to read."""
    track = _readable(list(asset.tracks.shown()), projection.locale)
    if track is None:
        return None
    return {
        "track": str(track.uuid),
        "language": track.language,
        "dir": text_direction(track.language),
        "machine_made": track.is_machine_made,
        "paragraphs": [
            {
                "start_seconds": paragraph.start_ms / 1000,
                "end_seconds": paragraph.end_ms / 1000,
                "speaker": paragraph.speaker,
                "text": paragraph.text,
            }
            for paragraph in paragraphs(track.cues)
        ],
    }


def _readable(tracks: list[Track], locale: str) -> Track | None:
    """Return the track in the reader's language, else one of what is spoken."""
    base = locale.partition("-")[0]
    own = [track for track in tracks if track.language.partition("-")[0] == base]
    foreign = [track for track in tracks if track.kind != TrackKind.SUBTITLES]
    ranked = sorted(own or foreign, key=lambda track: READABLE.index(TrackKind(track.kind)))
    return ranked[0] if ranked else None
