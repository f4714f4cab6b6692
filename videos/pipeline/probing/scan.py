"""Whether a picture is interlaced."""

from collections.abc import Iterator
from contextlib import suppress

import av
from av.container import InputContainer
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from videos.pipeline.probing.facts import Scan, ScanSource

# FFmpeg's AVFieldOrder: the second letter of "tt", "bb", "tb", "bt" is the field shown first.
UNKNOWN, PROGRESSIVE = 0, 1
FIELD_ORDERS = {
    PROGRESSIVE: Scan.PROGRESSIVE,
    2: Scan.TOP_FIRST,
    3: Scan.BOTTOM_FIRST,
    4: Scan.BOTTOM_FIRST,
    5: Scan.TOP_FIRST,
}
# These cannot be interlaced.
WHOLE_PICTURES = frozenset({"av1", "vp8", "vp9"})
# Interlaced television has 480 to 1088 lines, and 720 are always whole.
FEWEST_LINES, MOST_LINES, WHOLE_LINES = 480, 1088, 720
MEASURED_PICTURES = 32
LEAST_SHARE = 0.5


def scan_of(
    container: InputContainer, stream: VideoStream, frame: VideoFrame
) -> tuple[Scan, ScanSource]:
    """Return how the film was recorded and how that is known.

    Where the file does not say, some pictures are compared line by line (FFmpeg's ``idet``); that
    reads on in ``container``.
    """
    stated = FIELD_ORDERS.get(stream.codec_context.field_order)
    if stated is not None and stated is not Scan.PROGRESSIVE:
        return stated, ScanSource.STATED
    if frame.interlaced_frame:
        return _measured(container, stream) or Scan.TOP_FIRST, ScanSource.STATED
    if stated is not None:
        return stated, ScanSource.STATED
    if _is_always_whole(stream):
        return Scan.PROGRESSIVE, ScanSource.STATED
    if not _may_be_interlaced(stream.height):
        return Scan.PROGRESSIVE, ScanSource.ASSUMED
    found = _measured(container, stream)
    return found or Scan.PROGRESSIVE, ScanSource.MEASURED


def _is_always_whole(stream: VideoStream) -> bool:
    return stream.codec_context.codec.canonical_name in WHOLE_PICTURES


def _may_be_interlaced(lines: int) -> bool:
    return FEWEST_LINES <= lines <= MOST_LINES and lines != WHOLE_LINES


def _measured(container: InputContainer, stream: VideoStream) -> Scan | None:
    """Return the order of the fields that the pictures show, None when they show none."""
    counts = {Scan.TOP_FIRST: 0.0, Scan.BOTTOM_FIRST: 0.0}
    pictures = 0
    with suppress(av.FFmpegError):
        _graph, source, sink = _detector(stream)
        for frame in _next_pictures(container, stream):
            source.push(frame)
            pictures += 1
        source.push(None)
        while True:
            found = sink.pull().metadata
            counts[Scan.TOP_FIRST] = float(found.get("lavfi.idet.multiple.tff", 0))
            counts[Scan.BOTTOM_FIRST] = float(found.get("lavfi.idet.multiple.bff", 0))
    order = max(counts, key=counts.__getitem__)
    return order if pictures and counts[order] >= pictures * LEAST_SHARE else None


def _next_pictures(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    count = 0
    for packet in container.demux(stream):
        try:
            pictures = packet.decode()
        except av.FFmpegError:
            continue
        yield from pictures
        count += len(pictures)
        if count >= MEASURED_PICTURES:
            return


def _detector(stream: VideoStream) -> tuple[Graph, FilterContext, FilterContext]:
    graph = Graph()
    source = graph.add_buffer(template=stream)
    detector, sink = graph.add("idet"), graph.add("buffersink")
    graph.link_nodes(source, detector, sink)
    graph.configure()
    return graph, source, sink
