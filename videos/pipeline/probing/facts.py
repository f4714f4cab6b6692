"""The facts of a media file, as they are stored with an asset.

``dataclasses.asdict`` gives the JSON, ``from_json`` reads it: also what an earlier version of the
newsroom wrote, with the defaults in place of what that version did not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self


class Scan(StrEnum):
    """How a picture was recorded: whole, or as two fields of which one is shown first."""

    PROGRESSIVE = "progressive"
    TOP_FIRST = "top_first"
    BOTTOM_FIRST = "bottom_first"


class ScanSource(StrEnum):
    """How the scan is known: the file says so, its pictures were measured, or nothing says else."""

    STATED = "stated"
    MEASURED = "measured"
    ASSUMED = "assumed"


class DynamicRange(StrEnum):
    """Standard, or one of the two curves of ITU-R BT.2100."""

    SDR = "sdr"
    HLG = "hlg"
    PQ = "pq"


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoFacts:
    """The film in a file.

    Attributes:
        codec: FFmpeg's name: ``h264``.
        profile: the codec's own word: ``High 4:2:2``; empty when it has none.
        pixel_format: FFmpeg's name: ``yuv422p10le``.
        bit_depth: of one component, 8 to 16; 0 when not known.
        chroma: ``4:2:0``, ``4:2:2``, ``4:4:4``, ``4:1:1``, ``4:1:0``, ``4:4:0``, ``rgb``, ``grey``.
        coded_width: pixels as stored, before the shape of a pixel and the rotation.
        coded_height: lines as stored.
        sample_aspect: width to height of a pixel: ``16/11``.
        frame_count: pictures in the file.
        is_variable_rate: whether picture N is not always shown at N/rate.
        primaries: colour, by FFmpeg's names of the code points of ITU-T H.273; empty when unsaid.
        transfer: likewise.
        matrix: likewise.
        range: ``limited``, ``full``, or empty when unsaid.
        hdr_metadata: of ``mastering_display``, ``content_light``, ``hdr10_plus``,
            ``dolby_vision``.
        bit_rate: bits a second, 0 when not known.
        has_captions: whether CEA-608/708 captions travel in the picture.
    """

    codec: str = ""
    profile: str = ""
    pixel_format: str = ""
    bit_depth: int = 0
    chroma: str = ""
    coded_width: int = 0
    coded_height: int = 0
    sample_aspect: str = "1/1"
    frame_count: int = 0
    is_variable_rate: bool = False
    scan: Scan = Scan.PROGRESSIVE
    scan_source: ScanSource = ScanSource.ASSUMED
    primaries: str = ""
    transfer: str = ""
    matrix: str = ""
    range: str = ""
    dynamic_range: DynamicRange = DynamicRange.SDR
    hdr_metadata: tuple[str, ...] = ()
    bit_rate: int = 0
    has_alpha: bool = False
    has_captions: bool = False

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        known = _known(cls, data)
        for name, kind in (
            ("scan", Scan),
            ("scan_source", ScanSource),
            ("dynamic_range", DynamicRange),
            ("hdr_metadata", tuple),
        ):
            if name in known:
                known[name] = kind(known[name])
        return cls(**known)


@dataclass(frozen=True, kw_only=True, slots=True)
class AudioFacts:
    """One audio track.

    Attributes:
        codec: FFmpeg's name: ``pcm_s24le``.
        sample_rate: samples a second.
        bit_depth: of uncompressed sound, 0 for others.
        layout: ``mono``, ``stereo``, ``5.1``, or ``8 channels`` when the file does not name them.
        language: BCP 47: ``fr``; empty when unsaid.
        title: what the file calls the track.
        start_seconds: when its first sample sounds, counted from the first picture.
        duration_seconds: None when not known.
        bit_rate: bits a second, 0 when not known.
        is_default: whether players choose it.
        is_decodable: whether the engine has a decoder for it.
    """

    codec: str = ""
    profile: str = ""
    sample_rate: int = 0
    bit_depth: int = 0
    channels: int = 0
    layout: str = ""
    language: str = ""
    title: str = ""
    start_seconds: float = 0.0
    duration_seconds: float | None = None
    bit_rate: int = 0
    is_default: bool = False
    is_decodable: bool = True

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        return cls(**_known(cls, data))


@dataclass(frozen=True, kw_only=True, slots=True)
class TextFacts:
    """One embedded track of subtitles."""

    codec: str = ""
    language: str = ""
    title: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        return cls(**_known(cls, data))


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """A media file's facts. Width and height are as shown: upright, with square pixels.

    The time line of a master is ``frame_count`` frames at the constant ``rate``, frame N at
    N/rate after the first picture. Where the file keeps no constant rate, that is the standard
    rate next to what it does, and ``video.frame_count`` says how many pictures there really are.

    Attributes:
        container: ``mp4``, ``mov``, ``mxf``, ``matroska``, ``mpegts``, ``mpeg`` or ``avi``.
        container_profile: ``OP1a`` of an MXF, the major brand of an MP4.
        duration_seconds: of the film.
        frame_rate: ``rate`` rounded.
        rate: frames a second, exact: ``30000/1001``.
        start_timecode: of the first frame; empty when the file says none.
        is_drop_frame: whether that timecode drops numbers.
        bit_rate: bits a second of everything.
        metadata: what the file says of itself, cleaned and bounded.
    """

    container: str
    duration_seconds: float
    width: int
    height: int
    frame_rate: float
    video_codec: str
    audio_codecs: tuple[str, ...]
    rotation: int
    size_bytes: int
    container_profile: str = ""
    rate: str = ""
    frame_count: int = 0
    start_timecode: str = ""
    is_drop_frame: bool = False
    bit_rate: int = 0
    video: VideoFacts = VideoFacts()
    audio: tuple[AudioFacts, ...] = ()
    texts: tuple[TextFacts, ...] = ()
    metadata: Mapping[str, str] | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``asdict`` wrote.

        Raises:
            TypeError: a fact that every version writes is missing.
        """
        known = _known(cls, data)
        known["audio_codecs"] = tuple(known.get("audio_codecs", ()))
        known["video"] = VideoFacts.from_json(known.get("video", {}))
        known["audio"] = tuple(AudioFacts.from_json(track) for track in known.get("audio", ()))
        known["texts"] = tuple(TextFacts.from_json(track) for track in known.get("texts", ()))
        return cls(**known)

    @property
    def codecs(self) -> str:
        """Return the codecs' names, picture first."""
        return ", ".join((self.video_codec, *self.audio_codecs))

    @property
    def is_interlaced(self) -> bool:
        """Whether the pictures consist of two fields."""
        return self.video.scan is not Scan.PROGRESSIVE

    @property
    def field_order(self) -> str:
        """FFmpeg's name of the field shown first, ``tff`` or ``bff``; empty for whole pictures."""
        orders = {Scan.TOP_FIRST: "tff", Scan.BOTTOM_FIRST: "bff"}
        return orders.get(self.video.scan, "")

    @property
    def is_hdr(self) -> bool:
        """Whether the picture has a high dynamic range."""
        return self.video.dynamic_range is not DynamicRange.SDR


def _known(cls: type, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values whose names the class has."""
    names = {field.name for field in fields(cls)}
    return {name: value for name, value in data.items() if name in names}
