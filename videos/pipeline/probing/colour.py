"""Names of colours and pixels.

The numbers are the code points of ITU-T H.273, which all containers and codecs share; the names are
FFmpeg's.
"""

from av.sidedata.sidedata import Type
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from videos.pipeline.probing.facts import DynamicRange

PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film",
    9: "bt2020", 10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
TRANSFERS = {
    1: "bt709", 4: "gamma22", 5: "gamma28", 6: "smpte170m", 7: "smpte240m", 8: "linear",
    9: "log100", 10: "log316", 11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1",
    14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084", 17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
MATRICES = {
    0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco",
    9: "bt2020nc", 10: "bt2020c", 11: "smpte2085", 12: "chroma-derived-nc",
    13: "chroma-derived-c", 14: "ictcp",
}  # fmt: skip
RANGES = {1: "limited", 2: "full"}
# What a stream without the code point has: "unspecified".
UNSPECIFIED = (0, 2)
DYNAMIC_RANGES = {"smpte2084": DynamicRange.PQ, "arib-std-b67": DynamicRange.HLG}
HDR_SIDE_DATA = {
    Type.MASTERING_DISPLAY_METADATA: "mastering_display",
    Type.CONTENT_LIGHT_LEVEL: "content_light",
    Type.DYNAMIC_HDR_PLUS: "hdr10_plus",
    Type.DOVI_METADATA: "dolby_vision",
    Type.DOVI_RPU_BUFFER: "dolby_vision",
}
CHROMAS = {(1, 1): "4:4:4", (2, 1): "4:2:2", (2, 2): "4:2:0", (4, 1): "4:1:1", (4, 4): "4:1:0",
           (1, 2): "4:4:0"}  # fmt: skip
PROBED_SIDE = 64
COLOUR_COMPONENTS = 3


def colours_of(stream: VideoStream, frame: VideoFrame) -> tuple[str, str, str, str]:
    """Return primaries, transfer, matrix and range; the decoded picture fills what is unsaid."""
    context = stream.codec_context
    return (
        _name(PRIMARIES, context.color_primaries, frame.color_primaries),
        _name(TRANSFERS, context.color_trc, frame.color_trc),
        _matrix(context.colorspace, frame),
        RANGES.get(context.color_range) or RANGES.get(frame.color_range, ""),
    )


def dynamic_range_of(transfer: str) -> DynamicRange:
    """Return what a transfer curve means."""
    return DYNAMIC_RANGES.get(transfer, DynamicRange.SDR)


def hdr_metadata_of(frame: VideoFrame) -> tuple[str, ...]:
    """Return which descriptions of its light a picture carries."""
    found = {HDR_SIDE_DATA[kind] for kind in frame.side_data if kind in HDR_SIDE_DATA}
    return tuple(sorted(found))


def bit_depth_of(pixels: VideoFormat) -> int:
    """Return the bits of the finest component."""
    return max((component.bits for component in pixels.components), default=0)


def chroma_of(pixels: VideoFormat) -> str:
    """Return how coarsely colour is sampled: ``4:2:2``."""
    if pixels.is_rgb or pixels.has_palette or pixels.is_bayer:
        return "rgb"
    if sum(not component.is_alpha for component in pixels.components) < COLOUR_COMPONENTS:
        return "grey"
    across = PROBED_SIDE // max(1, pixels.chroma_width(PROBED_SIDE))
    down = PROBED_SIDE // max(1, pixels.chroma_height(PROBED_SIDE))
    return CHROMAS.get((across, down), "")


def has_alpha(pixels: VideoFormat) -> bool:
    """Whether a pixel says how opaque it is."""
    return any(component.is_alpha for component in pixels.components)


def _name(names: dict[int, str], stated: int, decoded: int) -> str:
    return names.get(stated) or names.get(decoded, "")


def _matrix(stated: int, frame: VideoFrame) -> str:
    """Return the matrix. Its number 0 means RGB, and nothing in a picture that is none."""
    number = frame.colorspace if stated in UNSPECIFIED else stated
    if number == 0 and not frame.format.is_rgb:
        return ""
    return MATRICES.get(number, "")
