"""Files with peculiarities, made of sound ones without encoding them again."""

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
from av.filter import Graph

from videos.pipeline.containers import open_media


def remux(
    source: Path,
    target: Path,
    *,
    shift: int = 0,
    skip: int = 0,
    tags: Mapping[str, str] | None = None,
    timecode: str = "",
    **options: str,
) -> Path:
    """Copy all packets: ``shift`` frames later, without the first ``skip``."""
    with (
        av.open(str(source)) as media,
        av.open(str(target), "w", options=options) as output,
    ):
        output.metadata.update(tags or {})
        copies = {
            stream.index: output.add_stream_from_template(stream)
            for stream in media.streams
            if stream.type in ("video", "audio")
        }
        if timecode:
            copies[0].metadata["timecode"] = timecode
        step = round(shift / media.streams.video[0].average_rate / media.streams[0].time_base)
        for count, packet in enumerate(media.demux(list(media.streams))):
            if packet.dts is None or packet.stream_index not in copies or count < skip:
                continue
            packet.pts, packet.dts = packet.pts + step, packet.dts + step
            packet.stream = copies[packet.stream_index]
            output.mux(packet)
    return target


def make_woven(path: Path, first_field: str) -> Path:
    """Encode fields of different moments as pictures that do not say so."""
    graph = Graph()
    graph.link_nodes(
        graph.add("testsrc2", "size=720x576:rate=50"),
        graph.add("separatefields"),
        graph.add("select", "eq(mod(n\\,4)\\,0)+eq(mod(n\\,4)\\,3)"),
        graph.add("weave", f"first_field={first_field}"),
        graph.add("setfield", "prog"),
        graph.add("buffersink"),
    ).configure()
    with av.open(str(path), "w") as output:
        video = output.add_stream("mpeg4", rate=25, options={"qscale": "2"})
        video.width, video.height, video.pix_fmt = 720, 576, "yuv420p"
        for number in range(16):
            frame = graph.pull()
            frame.pts, frame.time_base, frame.pict_type = number, Fraction(1, 25), 0
            output.mux(video.encode(frame))
        output.mux(video.encode())
    return path


def shown(path: Path) -> list[float]:
    """Return the times of all pictures that can be decoded."""
    times = []
    with open_media(path) as media:
        for packet in media.demux(video=0):
            with suppress(av.FFmpegError):
                times += [frame.time for frame in packet.decode()]
    return times
