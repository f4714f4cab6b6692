"""The ladder: which renditions are made of a source.

It is declared once (``LadderSettings``) and planned for each source from its probe. Nothing is
ever larger than the source. Rungs are boxes that turn with the picture: a vertical source of
1080x1920 gives 1080x1920, 720x1280 and 360x640.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any, Protocol, Self

MEZZANINES = ("xdcam", "prores", "")
AUDIO_FORMATS = ("m4a", "wav")
# A rung that is hardly larger than the one below is not worth its file.
LEAST_GROWTH = Fraction(6, 5)
LEAST_SIDE = 2


class Picture(Protocol):
    """What the plan reads of a probe. Width and height are as shown: upright, square pixels."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def rate(self) -> str: ...

    @property
    def frame_count(self) -> int: ...

    @property
    def field_order(self) -> str: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """One step of the ladder.

    Attributes:
        name: of a rendition that fills the box; a smaller source gives a name of its own lines.
        long_side: pixels at most along the longer side, even.
        short_side: pixels at most along the shorter side, even.
        crf: x264's constant rate factor: lower is better and larger.
        highest_bit_rate: bits a second of video at most, over a second.
    """

    name: str
    long_side: int
    short_side: int
    crf: int
    highest_bit_rate: int


DEFAULT_RUNGS = (
    Rung(name="1080p", long_side=1920, short_side=1080, crf=22, highest_bit_rate=6_500_000),
    Rung(name="720p", long_side=1280, short_side=720, crf=22, highest_bit_rate=3_500_000),
    Rung(name="360p", long_side=640, short_side=360, crf=24, highest_bit_rate=900_000),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LadderSettings:
    """What is made of every source.

    Attributes:
        rungs: MP4 and HLS pictures, in any order. The smallest is made first, as the preview.
        highest_rate: frames a second at most; faster sources are halved until they fit. Up to it
            every frame of the source is kept, so that frame N of a rendition is frame N of the
            master.
        keyframe_seconds: between keyframes; all rungs have theirs at the same frames.
        segment_seconds: of an HLS media segment, a multiple of ``keyframe_seconds``.
        mezzanine: ``xdcam`` (MPEG-2 4:2:2 50 Mb/s MXF OP1a), ``prores`` (ProRes 422 MOV) or
            empty for none.
        audio_formats: audio-only files, of ``m4a`` (AAC) and ``wav`` (PCM 24 bit).
        loudness_lufs: what the preview's sound is brought to (EBU R 128).
        highest_true_peak_dbtp: what that may not exceed.
        poster_count: how many posters are suggested.
        thumbnail_count: pictures at most on the sheet.
        waveform_points: of a waveform at most.
    """

    rungs: tuple[Rung, ...] = DEFAULT_RUNGS
    highest_rate: int = 60
    keyframe_seconds: int = 2
    segment_seconds: int = 4
    mezzanine: str = "xdcam"
    audio_formats: tuple[str, ...] = ("m4a",)
    loudness_lufs: float = -23.0
    highest_true_peak_dbtp: float = -1.0
    poster_count: int = 5
    thumbnail_count: int = 120
    waveform_points: int = 2000

    def __post_init__(self) -> None:
        """Refuse a ladder that cannot be built.

        Raises:
            ValueError: naming the setting.
        """
        if not self.rungs:
            raise ValueError("rungs: at least one is needed")
        if any(rung.long_side % 2 or rung.short_side % 2 for rung in self.rungs):
            raise ValueError("rungs: the sides of all must be even")
        names = [rung.name for rung in self.rungs]
        if len(set(names)) != len(names):
            raise ValueError("rungs: two have the same name")
        if self.mezzanine not in MEZZANINES:
            raise ValueError(f"mezzanine: {self.mezzanine!r} is none of {MEZZANINES}")
        if unknown := set(self.audio_formats) - set(AUDIO_FORMATS):
            raise ValueError(f"audio_formats: {sorted(unknown)} are none of {AUDIO_FORMATS}")
        if self.keyframe_seconds < 1 or self.segment_seconds % self.keyframe_seconds:
            raise ValueError("segment_seconds: not a multiple of keyframe_seconds")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read the declaration from settings, or what ``asdict`` wrote; the rest is default.

        Raises:
            ValueError: naming an unknown or impossible setting.
        """
        if unknown := set(data) - {field.name for field in fields(cls)}:
            raise ValueError(f"unknown settings of the ladder: {sorted(unknown)}")
        values = dict(data)
        if "rungs" in values:
            values["rungs"] = tuple(Rung(**rung) for rung in values["rungs"])
        if "audio_formats" in values:
            values["audio_formats"] = tuple(values["audio_formats"])
        return cls(**values)


@dataclass(frozen=True, kw_only=True, slots=True)
class RenditionSpec:
    """One picture to encode: H.264 in a fast-start MP4 and again as an HLS file.

    Attributes:
        rate: frames a second, exact: ``30000/1001``.
        frame_count: how many frames it will have; 0 when the source does not say.
        crf: x264's constant rate factor.
        highest_bit_rate: bits a second of video at most.
        keyframe_frames: frames from keyframe to keyframe.
        segment_seconds: of an HLS media segment.
        field_order: of an interlaced source, ``tff`` or ``bff``; the rendition never is.
    """

    name: str
    width: int
    height: int
    rate: str
    frame_count: int
    crf: int
    highest_bit_rate: int
    keyframe_frames: int
    segment_seconds: int
    field_order: str = ""


def plan_ladder(source: Picture, ladder: LadderSettings) -> tuple[RenditionSpec, ...]:
    """Return what to encode, the smallest first: it is the preview, the others the ladder."""
    rate, divisor = limit_rate(Fraction(source.rate), highest=ladder.highest_rate)
    planned: list[RenditionSpec] = []
    for rung in sorted(ladder.rungs, key=lambda rung: rung.long_side * rung.short_side):
        width, height = fit(source.width, source.height, rung.long_side, rung.short_side)
        if (
            planned
            and max(width, height) < max(planned[-1].width, planned[-1].height) * LEAST_GROWTH
        ):
            continue
        planned.append(
            RenditionSpec(
                name=_name(rung, width, height),
                width=width,
                height=height,
                rate=f"{rate.numerator}/{rate.denominator}",
                frame_count=-(-source.frame_count // divisor),
                crf=rung.crf,
                highest_bit_rate=rung.highest_bit_rate,
                keyframe_frames=max(1, round(rate * ladder.keyframe_seconds)),
                segment_seconds=ladder.segment_seconds,
                field_order=source.field_order,
            )
        )
    return tuple(planned)


def fit(width: int, height: int, long_side: int, short_side: int) -> tuple[int, int]:
    """Return even dimensions of the same shape that are within the box, never enlarged."""
    long, short = max(width, height), min(width, height)
    scale = min(Fraction(1), Fraction(long_side, long), Fraction(short_side, short))
    return _even(width * scale, width), _even(height * scale, height)


def limit_rate(rate: Fraction, *, highest: int) -> tuple[Fraction, int]:
    """Return the rate and what it was divided by: 120 a second give 60, and 2.

    Raises:
        ValueError: the rate is not above zero.
    """
    if rate <= 0:
        raise ValueError(f"a rate of {rate} frames a second")
    divisor = 1
    while rate / divisor > highest:
        divisor *= 2
    return rate / divisor, divisor


def _even(length: Fraction, highest: int) -> int:
    """Return the nearest even number that is allowed: H.264 in 4:2:0 has no odd sides."""
    return max(LEAST_SIDE, min(round(length / 2) * 2, highest // 2 * 2))


def _name(rung: Rung, width: int, height: int) -> str:
    """Return the rung's name, or one that does not promise lines which are not there."""
    fills = max(width, height) >= rung.long_side or min(width, height) >= rung.short_side
    return rung.name if fills else f"{min(width, height)}p"
