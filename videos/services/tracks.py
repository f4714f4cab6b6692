"""Changing timed text: uploads, edits and deletions, each in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from cms.delivery.publication import mark_dependents, publication
from videos.choices import TrackKind
from videos.conf import video_settings
from videos.models import Track, VideoAsset
from videos.pipeline.timecode import nominal
from videos.pipeline.timed_text import checks
from videos.pipeline.timed_text.cues import Cue, shifted
from videos.pipeline.timed_text.reading import Reading, read

UPLOADED = "videos.track.upload"
EDITED = "videos.track.edit"
DELETED = "videos.track.delete"
DETAILS = [
    "kind", "language", "label", "is_machine_made", "is_published", "updated_by", "updated_at",
]  # fmt: skip
# Lengths in headers are rounded: a cue may end with the last picture.
TOLERATED_MS = 100


class TrackChanged(Exception):
    """Somebody saved other cues meanwhile.

    Attributes:
        current: the track as it is now.
    """

    def __init__(self, current: Track) -> None:
        super().__init__(f"{current.uuid} is at version {current.version}")
        self.current = current


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was read for an asset.

    Attributes:
        reading: what it holds, with the times counted from the first picture.
        moved_ms: by how much times were moved because they counted from the source timecode.
    """

    reading: Reading
    moved_ms: int = 0


def read_upload(content: bytes, *, asset: VideoAsset, language: str, encoding: str = "") -> Upload:
    """Return what a file of timed text holds for an asset.

    A file that would begin after the recording's end, but not when it is taken to count from the
    recording's start timecode, is moved to the first picture.

    Raises:
        TimedTextRefused: the file cannot be read.
    """
    reading = read(content, encoding=encoding, language=language)
    duration = duration_of(asset)
    earliest = reading.cues[0].start_ms
    if duration is None or earliest <= duration:
        return Upload(reading)
    for start in _starts_of(asset):
        if start <= earliest <= start + duration:
            moved = shifted(reading.cues, -start)
            return Upload(replace(reading, cues=moved), moved_ms=start)
    return Upload(reading)


def add_track(track: Track, upload: Upload | None, *, by: Any) -> Track:
    """Save a new track, with the cues of an uploaded file or empty."""
    if upload is not None:
        _take(track, upload)
    track.updated_by = by
    with publication():
        track.save()
        log(track.asset, UPLOADED if upload else EDITED, user=by, data=_described(track))
    return track


def change_track(track: Track, upload: Upload | None, *, version: int, by: Any) -> Track:
    """Save what a track is, and the cues of an uploaded file in place of those of ``version``.

    Raises:
        TrackChanged: there is a file, and the track has another version; nothing is saved.
    """
    track.updated_by = by
    with publication():
        if upload is None:
            track.save(update_fields=DETAILS)
        else:
            if not Track.objects.filter(pk=track.pk, version=version).update(version=version + 1):
                raise TrackChanged(_current(track))
            _take(track, upload)
            track.version = version + 1
            track.save()
        log(track.asset, UPLOADED if upload else EDITED, user=by, data=_described(track))
    return track


def save_cues(track: Track, cues: Sequence[Cue], *, version: int, by: Any) -> Track:
    """Save what an editor made of the cues of ``version``; return the track as it is then.

    Raises:
        TrackChanged: the track has another version, and keeps its cues.
        TimedTextRefused: there are too many cues, or one cannot be.
    """
    track.take_cues(cues)
    with publication():
        changed = Track.objects.filter(pk=track.pk, version=version).update(
            webvtt=track.webvtt,
            cue_count=track.cue_count,
            version=version + 1,
            updated_at=timezone.now(),
            updated_by=by,
        )
        current = _current(track)
        if not changed:
            raise TrackChanged(current)
        mark_dependents(current.asset.dependency_key)
        log(current.asset, EDITED, user=by, data=_described(current))
    return current


def delete_track(track: Track, *, by: Any) -> None:
    """Delete a track with its text."""
    with publication():
        log(track.asset, DELETED, user=by, data=_described(track))
        track.delete()


def find_faults(cues: Iterable[Cue], *, kind: str, asset: VideoAsset) -> list[checks.Finding]:
    """Return what readers would stumble over, by the newsroom's style guide."""
    guide = None if kind == TrackKind.TRANSCRIPT else video_settings().style_guide
    duration = duration_of(asset)
    limit = None if duration is None else duration + TOLERATED_MS
    return checks.check(list(cues), guide, duration_ms=limit)


def duration_of(asset: VideoAsset) -> int | None:
    """Return the length of the asset in milliseconds."""
    return None if asset.duration_seconds is None else round(asset.duration_seconds * 1000)


def _starts_of(asset: VideoAsset) -> list[int]:
    """Return what the first picture's timecode may mean as a time, in milliseconds.

    At 29.97 frames a second, tools disagree whether ten hours of timecode last ten hours.
    """
    if asset.rate is None or not asset.start_frame:
        return []
    seconds = (Fraction(asset.start_frame) / rate for rate in (asset.rate, nominal(asset.rate)))
    return [round(each * 1000) for each in seconds]


def _take(track: Track, upload: Upload) -> None:
    track.take_cues(upload.reading.cues)
    track.source_format = upload.reading.format


def _current(track: Track) -> Track:
    return Track.objects.select_related("asset", "updated_by").get(pk=track.pk)


def _described(track: Track) -> dict[str, Any]:
    return {"kind": track.kind, "language": track.language, "cues": track.cue_count}
