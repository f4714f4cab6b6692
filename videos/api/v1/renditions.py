"""What can be watched and what is offered of an asset, as JSON."""

from typing import Any

from rest_framework import serializers

from videos.audio_tracks import audio_tracks
from videos.derivative_choices import OFFERED_PURPOSES, RenditionPurpose
from videos.links import Links
from videos.models import Rendition, VideoAsset

LOUDNESS = ("name", "integrated_lufs", "range_lu", "true_peak_dbtp")


class PreviewSerializer(serializers.Serializer):
    """The small file that plays everywhere. It answers ranges."""

    url = serializers.URLField()
    content_type = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    size_bytes = serializers.IntegerField()
    start_seconds = serializers.FloatField(help_text="When its first picture is shown.")


class FrameRateSerializer(serializers.Serializer):
    """How many frames a second are shown."""

    exact = serializers.CharField(help_text="A fraction: 30000/1001, 25/1.")
    value = serializers.FloatField(help_text="The same, rounded: 29.97.")


class RenditionSerializer(serializers.Serializer):
    """One file of the video. Its id stays when the file is made again; its checksum does not."""

    id = serializers.UUIDField()
    name = serializers.CharField(help_text="Such as master, 1080p, audio-1.")
    purpose = serializers.ChoiceField(
        choices=[(purpose.value, purpose.label) for purpose in OFFERED_PURPOSES],
        help_text="A master and a download are for signed-in media users; they have no url here.",
    )
    url = serializers.URLField(allow_null=True)
    content_type = serializers.CharField()
    container = serializers.CharField()
    codecs = serializers.CharField(help_text="As RFC 6381 writes them, where they have such names.")
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    frame_rate = FrameRateSerializer(allow_null=True, help_text="Null without picture.")
    bit_rate = serializers.IntegerField(help_text="Bits a second on average, of the whole file.")
    size_bytes = serializers.IntegerField()
    sha256 = serializers.CharField()
    duration_seconds = serializers.FloatField()
    frame_count = serializers.IntegerField(allow_null=True)
    channels = serializers.IntegerField(allow_null=True, help_text="Of a sound without picture.")
    language = serializers.CharField(help_text="Of a sound without picture; may be empty.")


class AudioTrackSerializer(serializers.Serializer):
    """One sound of the video, as listeners choose it. HLS offers the same ones."""

    name = serializers.CharField(help_text="audio-1, as among the renditions.")
    language = serializers.CharField(help_text="BCP 47 tag of what is spoken; may be empty.")
    label = serializers.CharField(  # type: ignore[assignment]  # a name of the framework too
        help_text="For menus of players: an editor's words, else the file's, else the language."
    )
    channels = serializers.IntegerField(help_text="1 or 2, as it is played.")
    is_default = serializers.BooleanField(help_text="Heard until another one is chosen.")


class ThumbnailsSerializer(serializers.Serializer):
    """Small pictures of the whole film on one sheet, and where each stands on it."""

    sprite = serializers.URLField()
    vtt = serializers.URLField(help_text="WebVTT whose cues name parts of the sheet (#xywh=).")


class LoudnessSerializer(serializers.Serializer):
    """How loud one sound of the master is (EBU R 128). Null is silence."""

    name = serializers.CharField(help_text="audio-1, as among the renditions.")
    integrated_lufs = serializers.FloatField(allow_null=True)
    range_lu = serializers.FloatField(allow_null=True)
    true_peak_dbtp = serializers.FloatField(allow_null=True)


class WatchableFields(serializers.Serializer):
    """What a player needs."""

    preview = PreviewSerializer(allow_null=True, help_text="Null until the preview has been made.")
    hls_url = serializers.URLField(
        allow_null=True, help_text="The HLS master playlist. It plays while further rungs are made."
    )
    thumbnails = ThumbnailsSerializer(allow_null=True)
    waveform_url = serializers.URLField(allow_null=True, help_text="Peaks of the first sound.")
    audio_tracks = AudioTrackSerializer(many=True, help_text="Empty until the file was examined.")
    loudness = LoudnessSerializer(many=True, help_text="Empty until it has been measured.")
    renditions = RenditionSerializer(many=True)


def watchable_json(asset: VideoAsset, links: Links) -> dict[str, Any]:
    """Return what can be watched and what is offered."""
    found = sorted(asset.renditions.all(), key=_place)
    by_purpose: dict[str, list[Rendition]] = {}
    for rendition in found:
        by_purpose.setdefault(rendition.purpose, []).append(rendition)
    sounds = audio_tracks(asset)
    spoken = {track.name: track.language for track in sounds}
    previews = by_purpose.get(RenditionPurpose.PREVIEW, [])
    waveforms = by_purpose.get(RenditionPurpose.WAVEFORM, [])
    has_hls = any(one.width for one in by_purpose.get(RenditionPurpose.HLS, []))
    return {
        "preview": _preview_json(previews[0], links.file(previews[0])) if previews else None,
        "hls_url": links.hls if has_hls else None,
        "thumbnails": _thumbnails_json(by_purpose.get(RenditionPurpose.THUMBNAILS, []), links),
        "waveform_url": links.file(waveforms[0]) if waveforms else None,
        "audio_tracks": [
            {
                "name": track.name,
                "language": track.language,
                "label": track.label,
                "channels": track.channels,
                "is_default": track.is_default,
            }
            for track in sounds
        ],
        "loudness": [
            {name: sound[name] for name in LOUDNESS} for sound in asset.quality.get("sounds", ())
        ],
        "renditions": [
            _rendition_json(one, links.file(one) if one.is_public else None)
            | {"language": spoken.get(one.name, one.language)}
            for one in found
            if one.purpose in OFFERED_PURPOSES
        ],
    }


def _place(rendition: Rendition) -> tuple[int, int, str]:
    """Sort by purpose, the largest picture first."""
    purposes = list(RenditionPurpose)
    return (
        purposes.index(RenditionPurpose(rendition.purpose)),
        -rendition.height,
        rendition.filename,
    )


def _preview_json(rendition: Rendition, url: str) -> dict[str, Any]:
    return {
        "url": url,
        "content_type": rendition.content_type,
        "width": rendition.width,
        "height": rendition.height,
        "size_bytes": rendition.size_bytes,
        "start_seconds": rendition.start_seconds,
    }


def _thumbnails_json(files: list[Rendition], links: Links) -> dict[str, Any] | None:
    addresses = {one.content_type: links.file(one) for one in files}
    sheet = next((url for kind, url in addresses.items() if kind.startswith("image/")), None)
    vtt = addresses.get("text/vtt")
    return {"sprite": sheet, "vtt": vtt} if sheet and vtt else None


def _rendition_json(rendition: Rendition, url: str | None) -> dict[str, Any]:
    rate = rendition.frame_rate
    has_picture = bool(rendition.width)
    return {
        "id": str(rendition.uuid),
        "name": rendition.name,
        "purpose": rendition.purpose,
        "url": url,
        "content_type": rendition.content_type,
        "container": rendition.container,
        "codecs": rendition.codecs,
        "width": rendition.width or None,
        "height": rendition.height or None,
        "frame_rate": {"exact": rendition.rate, "value": rate} if rate else None,
        "bit_rate": rendition.bit_rate,
        "size_bytes": rendition.size_bytes,
        "sha256": rendition.sha256,
        "duration_seconds": rendition.duration_seconds,
        "frame_count": rendition.frame_count if has_picture else None,
        "channels": None if has_picture else rendition.channels,
        "language": rendition.language,
    }
