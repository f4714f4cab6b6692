"""From a decoded frame to the picture that a viewer should see.

Upright, with square pixels, de-interlaced, without transparency, in SDR colours (BT.709), at a
constant rate. HDR is mapped by libswscale's perceptual intent; the wheel has no ``zscale``.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from videos.pipeline.containers import open_media, picture_stream
from videos.pipeline.graphs import chain
from videos.pipeline.probe import first_frame, fraction, shown_size

TRANSPOSE = {90: "transpose=cclock", 180: "hflip | vflip", 270: "transpose=clock"}
# Numbers of ITU-T H.273, as FFmpeg has them.
BT709, BT2020 = 1, 9
PQ, HLG = 16, 18
HDR_TRANSFERS = frozenset({PQ, HLG})
MATRIX_NAMES = {1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc",
                10: "bt2020c"}  # fmt: skip
TRANSFER_NAMES = {PQ: "smpte2084", HLG: "arib-std-b67"}
FULL_RANGE = 2
# Untagged pictures of more lines are taken for HD, as every player does.
MOST_SD_LINES = 576


@dataclass(frozen=True, kw_only=True, slots=True)
class SourcePicture:
    """What the first decoded frame tells about all of them.

    Attributes:
        start: when it is shown; frame 0 of the master and of everything made from it.
        width: as coded, before turning and stretching.
        height: as coded.
        shown_width: upright, with square pixels.
        shown_height: upright, with square pixels.
        is_marked: whether the decoder calls the frame interlaced.
    """

    start: Fraction
    time_base: Fraction
    width: int
    height: int
    shown_width: int
    shown_height: int
    pixel_format: str
    aspect: Fraction
    rotation: int
    matrix: str
    is_full_range: bool
    transfer: int
    has_alpha: bool
    is_marked: bool

    @property
    def is_hdr(self) -> bool:
        """Return whether the light is that of HLG or PQ."""
        return self.transfer in HDR_TRANSFERS


def look_at(source: Path) -> SourcePicture:
    """Decode the first frame.

    Raises:
        MediaRefused: there is none.
    """
    with open_media(source) as media:
        stream = picture_stream(media)
        frame = first_frame(media, stream)
        time_base = fraction(stream.time_base)
        aspect = fraction(stream.sample_aspect_ratio) or Fraction(1)
        shown_width, shown_height, rotation = shown_size(frame, aspect)
        pixels = frame.format
        is_rgb = pixels.is_rgb or pixels.has_palette
        start = frame.pts if frame.pts is not None else (frame.dts or 0)
        return SourcePicture(
            start=start * time_base,
            time_base=time_base,
            width=frame.width,
            height=frame.height,
            shown_width=shown_width,
            shown_height=shown_height,
            pixel_format=pixels.name,
            aspect=aspect,
            rotation=rotation,
            matrix="gbr" if is_rgb else _matrix(frame),
            is_full_range=is_rgb or frame.color_range == FULL_RANGE or "yuvj" in pixels.name,
            transfer=int(frame.color_trc),
            has_alpha=any(part.is_alpha for part in pixels.components),
            is_marked=frame.interlaced_frame,
        )


def add_source(graph: Graph, picture: SourcePicture) -> tuple[FilterContext, FilterContext]:
    """Add what frames are pushed into; return it and the end of its chain.

    Untagged colours get the tags that players assume.
    """
    entrance = graph.add(
        "buffer",
        f"video_size={picture.width}x{picture.height}:pix_fmt={picture.pixel_format}"
        f":time_base={picture.time_base.numerator}/{picture.time_base.denominator}"
        f":pixel_aspect={picture.aspect.numerator}/{picture.aspect.denominator}",
    )
    tags = [f"range={'pc' if picture.is_full_range else 'tv'}", f"colorspace={picture.matrix}"]
    if picture.is_hdr:
        tags += [f"color_trc={TRANSFER_NAMES[picture.transfer]}", "color_primaries=bt2020"]
    return entrance, chain(graph, entrance, f"setparams={':'.join(tags)}")


def alike(frame: VideoFrame, picture: SourcePicture) -> VideoFrame:
    """Return the frame in the size and format of the first one: some streams change on the way."""
    if (frame.width, frame.height, frame.format.name) == (
        picture.width,
        picture.height,
        picture.pixel_format,
    ):
        return frame
    changed = frame.reformat(picture.width, picture.height, picture.pixel_format)
    changed.pts, changed.time_base = frame.pts, frame.time_base
    return changed


def steady(
    picture: SourcePicture, rate: Fraction, *, field_order: str, keep_fields: bool = False
) -> str:
    """Return the filters that give frames from zero on, at a constant rate, de-interlaced.

    Some decoders do not mark frames as interlaced although the source is; then all are.
    """
    marked = f"setfield={field_order}" if field_order and not picture.is_marked else ""
    whole = "" if keep_fields else "bwdif=mode=send_frame:deint=interlaced"
    fps = f"fps={rate.numerator}/{rate.denominator}:start_time=0"
    return f"setpts=PTS-STARTPTS | {marked} | {whole} | {fps}"


def shown(picture: SourcePicture, width: int, height: int) -> str:
    """Return the filters from a whole frame to the shown picture in this size, as yuv420p."""
    filters = [TRANSPOSE[picture.rotation]] if picture.rotation in TRANSPOSE else []
    # An HDR source is scaled first, because mapping costs by the pixel.
    scaler = scaler_for(picture.shown_width, width)
    filters.append(f"scale={width}:{height}:flags={scaler}:{_colours(picture)}")
    if picture.is_hdr:
        filters.append(
            "scale=out_primaries=bt709:out_transfer=bt709:out_color_matrix=bt709:out_range=tv"
            ":intent=perceptual"
        )
    if picture.has_alpha:
        filters += ["format=yuva444p", "premultiply=inplace=1"]  # on black
    filters += ["format=yuv420p", "setsar=1"]
    return " | ".join(filters)


def scaler_for(width: int, target: int) -> str:
    """Return libswscale's method: averages are as good as curves for half the size, and faster."""
    return "area" if target * 2 <= width else "bicubic"


def broadcast(
    picture: SourcePicture, width: int, height: int, *, pixels: str, keep_fields: bool
) -> str:
    """Return the filters to a broadcast picture: interlaced and HDR stay what they are."""
    filters = [TRANSPOSE[picture.rotation]] if picture.rotation in TRANSPOSE else []
    if keep_fields:
        filters.append("fieldorder=tff")
    interlaced = f"interl={int(keep_fields)}"
    filters.append(f"scale={width}:{height}:flags=bicubic:{interlaced}:{_colours(picture)}")
    if picture.has_alpha:
        filters += ["format=yuva444p10le", "premultiply=inplace=1"]
    filters += [f"format={pixels}", "setsar=1"]
    return " | ".join(filters)


def _colours(picture: SourcePicture) -> str:
    return "" if picture.is_hdr else "out_color_matrix=bt709:out_range=tv"


def _matrix(frame: VideoFrame) -> str:
    named = MATRIX_NAMES.get(int(frame.colorspace))
    if named:
        return named
    return "bt709" if frame.height > MOST_SD_LINES else "smpte170m"
