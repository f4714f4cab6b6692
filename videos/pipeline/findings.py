"""What an editor should know about a master before using it: findings, from facts and measurements.

The thresholds are those of EBU R 128 where it has one; the others are stated here and in
``docs/concepts/media-facts.md``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from videos.pipeline.probing.facts import Probe
from videos.pipeline.quality import Quality, SoundQuality

TARGET_LUFS = -23.0  # EBU R 128: the level of a programme
TOLERANCE_LU = 1.0  # EBU R 128: where -23 cannot be met exactly
VERY_LOUD_LU = 5.0  # EBU R 128 s1: -18 LUFS, the highest short-term loudness of short forms
VERY_QUIET_LU = -10.0
HIGHEST_TRUE_PEAK_DBTP = -1.0  # EBU R 128
LEAST_BLACK_SECONDS = 1.0
LEAST_FROZEN_SECONDS = 2.0
LEAST_SHORTFALL_SECONDS = 1.0
USUAL_SHAPES = tuple(
    Fraction(*shape)
    for shape in ((16, 9), (9, 16), (4, 3), (3, 4), (1, 1), (4, 5), (5, 4), (2, 1), (21, 9),
                  (256, 135), (239, 100), (185, 100), (3, 2), (2, 3))
)  # fmt: skip
SHAPE_TOLERANCE = Fraction(2, 100)


class FindingKind(StrEnum):
    """What was found."""

    NO_SOUND = "no_sound"
    SILENT_SOUND = "silent_sound"
    SILENT_CHANNEL = "silent_channel"
    UNREADABLE_SOUND = "unreadable_sound"
    SHORT_SOUND = "short_sound"
    VERY_LOUD = "very_loud"
    LOUD = "loud"
    VERY_QUIET = "very_quiet"
    QUIET = "quiet"
    PEAKS = "peaks"
    BLACK_START = "black_start"
    FROZEN_START = "frozen_start"
    ODD_SHAPE = "odd_shape"
    VARIABLE_RATE = "variable_rate"
    INTERLACED = "interlaced"
    HDR = "hdr"


# The others are good to know, and no reason to hesitate.
WARNINGS = frozenset(
    {
        FindingKind.SILENT_SOUND,
        FindingKind.SILENT_CHANNEL,
        FindingKind.UNREADABLE_SOUND,
        FindingKind.SHORT_SOUND,
        FindingKind.VERY_LOUD,
        FindingKind.VERY_QUIET,
        FindingKind.PEAKS,
        FindingKind.BLACK_START,
        FindingKind.FROZEN_START,
        FindingKind.ODD_SHAPE,
        FindingKind.VARIABLE_RATE,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        tracks: positions of the audio tracks that it is about, empty when it is about the picture.
        channel: of those tracks, counted from 1; 0 when it is about all.
        amount: loudness units, decibels or seconds, as the kind has it.
    """

    kind: FindingKind
    tracks: tuple[int, ...] = ()
    channel: int = 0
    amount: float = 0.0

    @property
    def is_warning(self) -> bool:
        """Whether an editor should look at it before using the video."""
        return self.kind in WARNINGS


def findings_of(probe: Probe, quality: Quality | None) -> tuple[Finding, ...]:
    """Return what there is to say, warnings first. Without measurements, the facts speak alone."""
    found = list(_of_facts(probe))
    if quality is not None:
        found += _of_picture(quality)
        for sound in quality.sounds:
            found += _of_sound(sound)
    return tuple(sorted(found, key=lambda finding: not finding.is_warning))


def _of_facts(probe: Probe) -> Iterator[Finding]:
    if not probe.audio:
        yield Finding(kind=FindingKind.NO_SOUND)
    for position, track in enumerate(probe.audio):
        if not track.is_decodable:
            yield Finding(kind=FindingKind.UNREADABLE_SOUND, tracks=(position,))
        elif track.duration_seconds is not None:
            missing = probe.duration_seconds - track.start_seconds - track.duration_seconds
            if missing > LEAST_SHORTFALL_SECONDS:
                yield Finding(
                    kind=FindingKind.SHORT_SOUND, tracks=(position,), amount=round(missing, 1)
                )
    if not _is_usual_shape(probe.width, probe.height):
        yield Finding(kind=FindingKind.ODD_SHAPE)
    if probe.video.is_variable_rate:
        yield Finding(kind=FindingKind.VARIABLE_RATE)
    if probe.is_interlaced:
        yield Finding(kind=FindingKind.INTERLACED)
    if probe.is_hdr:
        yield Finding(kind=FindingKind.HDR)


def _of_picture(quality: Quality) -> Iterator[Finding]:
    if quality.black_seconds >= LEAST_BLACK_SECONDS:
        yield Finding(kind=FindingKind.BLACK_START, amount=quality.black_seconds)
    elif quality.frozen_seconds >= LEAST_FROZEN_SECONDS:
        yield Finding(kind=FindingKind.FROZEN_START, amount=quality.frozen_seconds)


def _of_sound(sound: SoundQuality) -> Iterator[Finding]:
    if sound.true_peak_dbtp is None:
        yield Finding(kind=FindingKind.SILENT_SOUND, tracks=sound.tracks)
        return
    for channel, peak in enumerate(sound.channel_peaks_dbtp, start=1):
        if peak is None and len(sound.channel_peaks_dbtp) == len("LR"):
            yield Finding(kind=FindingKind.SILENT_CHANNEL, tracks=sound.tracks, channel=channel)
    if sound.true_peak_dbtp > HIGHEST_TRUE_PEAK_DBTP:
        yield Finding(kind=FindingKind.PEAKS, tracks=sound.tracks, amount=sound.true_peak_dbtp)
    if sound.integrated_lufs is not None and (kind := _level(sound.integrated_lufs)):
        distance = round(abs(sound.integrated_lufs - TARGET_LUFS), 1)
        yield Finding(kind=kind, tracks=sound.tracks, amount=distance)


def _level(lufs: float) -> FindingKind | None:
    distance = lufs - TARGET_LUFS
    if distance > VERY_LOUD_LU:
        return FindingKind.VERY_LOUD
    if distance > TOLERANCE_LU:
        return FindingKind.LOUD
    if distance < VERY_QUIET_LU:
        return FindingKind.VERY_QUIET
    return FindingKind.QUIET if distance < -TOLERANCE_LU else None


def _is_usual_shape(width: int, height: int) -> bool:
    shape = Fraction(max(width, 1), max(height, 1))
    return any(abs(shape / usual - 1) <= SHAPE_TOLERANCE for usual in USUAL_SHAPES)
