"""Packing what was encoded into its final files: fast-start MP4, and fMP4 for HLS.

Nothing is encoded here. Every file is read again when it is finished (``checking``), and its
frames and length must be those that were asked for.
"""

import errno
import heapq
import os
import shutil
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Stream

from videos.pipeline.checking import Length, check, codecs_of
from videos.pipeline.hls import MEDIA_SUFFIX, PLAYLIST_SUFFIX, PLAYLIST_TYPE, read_segments
from videos.pipeline.languages import header_code
from videos.pipeline.mixing import SAMPLE_RATE
from videos.pipeline.probe import fraction
from videos.pipeline.results import Purpose, RenditionFile
from videos.pipeline.sound import SoundSpec

MP4, M4A = "video/mp4", "audio/mp4"
FAST_START = {"movflags": "+faststart"}
# What a fragmented file has more than the file that it is copied from, as a share.
MOST_OVERHEAD = 0.1


def write_mp4(
    target: Path,
    length: Length,
    *,
    rendition: str,
    picture: Path | None,
    sounds: Sequence[tuple[SoundSpec, Path]],
) -> RenditionFile:
    """Join a picture and its sounds in a file that a browser can start before it has all of it.

    Raises:
        MediaRefused: the file is not as long as it must be.
    """
    parts = [] if picture is None else [(picture, "")]
    parts += [(path, spec.language) for spec, path in sounds]
    with av.open(str(target), "w", format="mp4", options=FAST_START) as output:
        _copy(output, parts, length)
    return _described(target, length, rendition=rendition, purpose=Purpose.DOWNLOAD)


def write_hls(
    folder: Path, media: Path, length: Length, *, rendition: str, segment_seconds: int
) -> tuple[RenditionFile, RenditionFile]:
    """Write one encoded picture or sound as a single fragmented MP4 and its media playlist.

    The playlist names its neighbour without a folder; media segments are ranges of it (RFC 8216,
    4.3.2.2 and 4.3.2.5).

    Raises:
        MediaRefused: the file is not as long as it must be.
        OSError: the disk is full.
    """
    _require_space(folder, round(media.stat().st_size * (1 + MOST_OVERHEAD)))
    target = folder / f"{rendition}{MEDIA_SUFFIX}"
    playlist = folder / f"{rendition}{PLAYLIST_SUFFIX}"
    options = {
        "hls_segment_type": "fmp4",
        "hls_flags": "single_file+independent_segments",
        "hls_playlist_type": "vod",
        "hls_time": str(segment_seconds),
        "hls_segment_filename": str(target),
    }
    with av.open(str(playlist), "w", format="hls", options=options) as output:
        _copy(output, [(media, "")], length, with_priming=False)
    segments = read_segments(playlist.read_text())
    return (
        _described(
            target,
            length,
            rendition=rendition,
            purpose=Purpose.HLS,
            peak_bit_rate=max(segment.bit_rate for segment in segments),
        ),
        RenditionFile.of(
            playlist, rendition=rendition, purpose=Purpose.PLAYLIST, content_type=PLAYLIST_TYPE
        ),
    )


def _require_space(folder: Path, size: int) -> None:
    """Say that the disk is full: FFmpeg's HLS writer would go on without a word."""
    if shutil.disk_usage(folder).free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _described(
    path: Path, length: Length, *, rendition: str, purpose: Purpose, peak_bit_rate: int = 0
) -> RenditionFile:
    facts = check(path, length)
    rate = length.rate
    picture = {} if facts.picture is None else {
        "width": facts.picture[0],
        "height": facts.picture[1],
        "rate": f"{rate.numerator}/{rate.denominator}",
        "frame_count": length.frame_count,
    }  # fmt: skip
    return RenditionFile.of(
        path,
        rendition=rendition,
        purpose=purpose,
        content_type=MP4 if picture else M4A,
        codecs=codecs_of(path),
        channels=facts.channels,
        peak_bit_rate=peak_bit_rate,
        start_seconds=0.0,
        duration_seconds=round(float(length.seconds), 6),
        **picture,
    )


def _copy(
    output: OutputContainer,
    parts: Sequence[tuple[Path, str]],
    length: Length,
    *,
    with_priming: bool = True,
) -> None:
    """Copy the only stream of each file, in the order of time."""
    inputs = [av.open(str(path)) for path, _language in parts]
    try:
        flows = []
        for number, (media, (_path, language)) in enumerate(zip(inputs, parts, strict=True)):
            source = media.streams[0]
            target = output.add_stream_from_template(source)
            if code := header_code(language):
                target.metadata["language"] = code
            packets = media.demux(source)
            if source.type == "audio":
                packets = _whole(packets, length, with_priming=with_priming)
            flows.append(_timed(packets, number, target))
        for _time, _number, target, packet in heapq.merge(*flows, key=lambda flow: flow[:2]):
            packet.stream = target
            output.mux(packet)
    finally:
        for media in inputs:
            media.close()


def _timed(
    packets: Iterator[Packet], number: int, target: Stream
) -> Iterator[tuple[Fraction, int, Stream, Packet]]:
    for packet in packets:
        if packet.dts is not None:
            yield packet.dts * fraction(packet.time_base), number, target, packet


def _whole(packets: Iterator[Packet], length: Length, *, with_priming: bool) -> Iterator[Packet]:
    """Yield a sound's packets up to the end of the picture.

    AAC begins with samples that only prepare the decoder. An MP4's edit list hides them; HLS
    players do not read it, so there they are left out.
    """
    for packet in packets:
        if packet.pts is None or (packet.pts < 0 and not with_priming):
            continue
        rest = length.samples - round(packet.pts * fraction(packet.time_base) * SAMPLE_RATE)
        if rest <= 0:
            return
        packet.duration = min(packet.duration or rest, rest)
        yield packet
