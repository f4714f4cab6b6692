"""The broadcast mezzanine: one file that newsrooms' servers and editing systems take as it is.

``xdcam`` is MPEG-2 4:2:2 at 50 Mb/s in MXF OP1a, as XDCAM HD422 (Sony; SMPTE RDD 9). That form
allows few sizes and rates. A source outside them, a vertical one or one in HDR gets ProRes 422
in MOV instead, which allows all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol, Self

from videos.pipeline.sound import AudioTrack

XDCAM, PRORES = "xdcam", "prores"
FILM, PAL, NTSC = Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)
FAST_PAL, FAST_NTSC = Fraction(50), Fraction(60000, 1001)
# What XDCAM HD422 allows at 50 Mb/s: size and rate, progressive and interlaced.
XDCAM_PROGRESSIVE = {
    (1920, 1080): frozenset({FILM, PAL, NTSC}),
    (1280, 720): frozenset({FILM, PAL, NTSC, FAST_PAL, FAST_NTSC}),
}
XDCAM_INTERLACED = {(1920, 1080): frozenset({PAL, NTSC})}


class BroadcastSource(Protocol):
    """What the plan reads of a probe."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    @property
    def rate(self) -> str: ...

    @property
    def frame_count(self) -> int: ...

    @property
    def start_timecode(self) -> str: ...

    @property
    def field_order(self) -> str: ...

    @property
    def is_hdr(self) -> bool: ...

    @property
    def audio(self) -> Sequence[AudioTrack]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class MezzanineSpec:
    """The mezzanine to encode, at the source's size and rate.

    Attributes:
        kind: ``xdcam`` or ``prores``.
        fallback_reason: why it is not the kind that was asked for: ``size``, ``rate``, ``hdr``;
            empty when it is.
        rate: frames a second, exact.
        field_order: ``tff`` or ``bff`` of an interlaced source, which stays so; else empty.
        is_hdr: kept, with its colours named; only ProRes.
        start_timecode: of the first frame; empty when the source has none.
        channels: of each of the source's audio tracks, 0 without a decoder. ``xdcam``
            has a mono track for each of the first eight channels, ``prores`` the source's tracks.
    """

    kind: str
    fallback_reason: str
    width: int
    height: int
    rate: str
    frame_count: int
    field_order: str
    is_hdr: bool
    start_timecode: str
    channels: tuple[int, ...]

    @property
    def is_interlaced(self) -> bool:
        """Return whether its pictures are two fields each."""
        return bool(self.field_order)

    @property
    def file_name(self) -> str:
        """Return the name of the file in the step's folder."""
        return "mezzanine.mxf" if self.kind == XDCAM else "mezzanine.mov"

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        return cls(**data | {"channels": tuple(data["channels"])})


def plan_mezzanine(source: BroadcastSource, kind: str) -> MezzanineSpec | None:
    """Return what to encode, None when no mezzanine is wanted."""
    if not kind:
        return None
    reason = _xdcam_refusal(source) if kind == XDCAM else ""
    return MezzanineSpec(
        kind=PRORES if reason else kind,
        fallback_reason=reason,
        width=max(2, source.width // 2 * 2),
        height=max(2, source.height // 2 * 2),
        rate=source.rate,
        frame_count=source.frame_count,
        field_order=source.field_order,
        is_hdr=source.is_hdr,
        start_timecode=source.start_timecode,
        channels=tuple(max(1, track.channels) * track.is_decodable for track in source.audio),
    )


def _xdcam_refusal(source: BroadcastSource) -> str:
    allowed = XDCAM_INTERLACED if source.field_order else XDCAM_PROGRESSIVE
    rates = allowed.get((source.width, source.height))
    if source.is_hdr:
        return "hdr"
    if rates is None:
        return "size"
    return "" if Fraction(source.rate) in rates else "rate"
