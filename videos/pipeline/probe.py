"""What a media file holds, and whether it is whole."""

from array import array
from bisect import bisect_left
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from videos.pipeline.containers import (
    DECODING_ERRORS,
    STILL_IMAGE,
    open_media,
    picture_stream,
)
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.probing import cadence, colour, metadata, start, tracks
from videos.pipeline.probing.facts import Probe, VideoFacts
from videos.pipeline.probing.passage import Passage, pass_through
from videos.pipeline.probing.scan import scan_of
from videos.pipeline.probing.truncation import has_known_signature, is_cut

__all__ = ["Probe", "first_frame", "fraction", "probe", "shown_size"]

QUARTER_TURNS = (90, 270)
# Containers whose duration is measured from the last packets, so that it proves nothing.
MEASURED_DURATION = frozenset({"mpegts", "mpeg"})
TOLERATED_GAP_SECONDS = 0.5
TOLERATED_GAP_SHARE = 0.02
PACKETS_UNTIL_PICTURE = 500
# 8K television is 7680 x 4320.
MOST_PIXELS = 8192 * 8192
LONGEST_SIDE = 16384
LONGEST_SECONDS = 7 * 24 * 3600


def probe(path: Path) -> Probe:
    """Read a media file's facts and decode its first pictures.

    Raises:
        MediaRefused: the file is not a whole video.
    """
    size_bytes = path.stat().st_size if path.exists() else 0
    try:
        with open_media(path) as container:
            stream = picture_stream(container)
            refuse_large(stream.width, stream.height)
            passage = pass_through(container, stream)
            refuse_truncated(container, stream, passage, size_bytes=size_bytes)
    except MediaRefused as refusal:
        raise _explained(path, refusal) from refusal
    if is_cut(path):
        raise MediaRefused(MediaProblem.TRUNCATED, "the file is shorter than it says")
    with open_media(path) as container:
        return _facts_of(container, passage, size_bytes=size_bytes)


def fraction(rational: Any) -> Fraction:
    """Return one of FFmpeg's rational numbers, zero when it is unknown."""
    if not rational or not rational.denominator:
        return Fraction(0)
    return Fraction(rational.numerator, rational.denominator)


def shown_size(frame: VideoFrame, aspect: Fraction) -> tuple[int, int, int]:
    """Return width, height and rotation as a viewer sees the picture."""
    width, height = frame.width, frame.height
    if aspect and aspect != 1:
        width = max(1, round(width * aspect))
    rotation = round(frame.rotation) % 360
    return (height, width, rotation) if rotation in QUARTER_TURNS else (width, height, rotation)


def first_frame(container: InputContainer, stream: VideoStream) -> VideoFrame:
    """Decode one picture.

    Raises:
        MediaRefused: no picture can be decoded.
    """
    error: Exception | None = None
    for count, packet in enumerate(container.demux(stream)):
        try:
            for frame in packet.decode():
                return frame
        except DECODING_ERRORS as failure:
            error = failure
        if count > PACKETS_UNTIL_PICTURE:
            break
    raise MediaRefused(MediaProblem.NO_PICTURE, str(error or "no frame"))


def refuse_large(width: int, height: int) -> None:
    """Refuse pictures that would fill the memory, before one is decoded.

    Raises:
        MediaRefused: the picture is too large.
    """
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise MediaRefused(MediaProblem.PICTURE_TOO_LARGE, f"{width} x {height}")


def refuse_truncated(
    container: InputContainer, stream: VideoStream, passage: Passage, *, size_bytes: int
) -> None:
    """Refuse a file whose end is missing: an interrupted copy opens without any error.

    Raises:
        MediaRefused: data that the header promises is not there.
    """
    if passage.last_byte > size_bytes:
        raise MediaRefused(MediaProblem.TRUNCATED, "the index points behind the end")
    if not passage.times:
        raise MediaRefused(MediaProblem.NO_PICTURE, "no packet of the film")
    if passage.last_byte or set(container.format.name.split(",")) & MEASURED_DURATION:
        return
    promised = (container.duration or 0) / av.time_base
    found = max(passage.ends.values()) - (container.start_time or 0) / av.time_base
    if promised - found > max(TOLERATED_GAP_SECONDS, promised * TOLERATED_GAP_SHARE):
        raise MediaRefused(
            MediaProblem.TRUNCATED, f"{found:.2f} of {promised:.2f} seconds are there"
        )


def _explained(path: Path, refusal: MediaRefused) -> MediaRefused:
    """Return the refusal, with a better reason where the file's own bytes give one."""
    if refusal.problem not in (MediaProblem.NOT_VIDEO, MediaProblem.NO_PICTURE):
        return refusal
    if not path.exists() or refusal.detail == STILL_IMAGE:
        return refusal
    if is_cut(path):
        return MediaRefused(MediaProblem.TRUNCATED, refusal.detail)
    if refusal.problem is MediaProblem.NOT_VIDEO and has_known_signature(path):
        return MediaRefused(MediaProblem.DAMAGED, refusal.detail)
    return refusal


def _facts_of(container: InputContainer, passage: Passage, *, size_bytes: int) -> Probe:
    stream = picture_stream(container)
    frame = first_frame(container, stream)
    refuse_large(frame.width, frame.height)
    width, height, rotation = shown_size(frame, fraction(stream.sample_aspect_ratio))
    refuse_large(width, height)
    times, lost = _decodable(passage, frame)
    rhythm = cadence.measure(
        times,
        stated=[fraction(stream.guessed_rate), fraction(stream.average_rate)],
        end=passage.ends.get(stream.index, 0.0),
        is_interlaced=frame.interlaced_frame,
    )
    if rhythm.seconds <= 0:
        raise MediaRefused(MediaProblem.NOT_VIDEO, "no duration")
    if rhythm.seconds > LONGEST_SECONDS:
        raise MediaRefused(MediaProblem.DAMAGED, f"{rhythm.seconds:.0f} seconds long")
    beginning = start.start_of(container, stream, frame, rate=rhythm.rate, lost_frames=lost)
    audio = tracks.audio_tracks(container, passage, beginning=passage.times[0])
    kind = tracks.container_kind(container)
    return Probe(
        container=kind.name,
        container_profile=kind.profile,
        duration_seconds=round(rhythm.seconds, 3),
        width=width,
        height=height,
        rotation=rotation,
        frame_rate=round(float(rhythm.rate), 3),
        rate=f"{rhythm.rate.numerator}/{rhythm.rate.denominator}",
        frame_count=rhythm.frame_count,
        start_timecode=beginning.timecode,
        is_drop_frame=beginning.is_drop_frame,
        video_codec=tracks.codec_name(stream),
        audio_codecs=tuple(track.codec for track in audio),
        size_bytes=size_bytes,
        bit_rate=round(size_bytes * 8 / rhythm.seconds),
        video=_video_facts(container, stream, frame, rhythm),
        audio=audio,
        texts=tracks.text_tracks(container),
        metadata=metadata.clean_metadata([container.metadata, stream.metadata]),
    )


def _decodable(passage: Passage, frame: VideoFrame) -> tuple["array[float]", int]:
    """Return the pictures from the first that can be decoded, and how many there are before.

    A recording that begins in the middle of a group of pictures cannot show what depends on the
    missing ones.
    """
    if passage.last_byte or frame.time is None or len(passage.times) == 1:
        return passage.times, 0
    spacing = (passage.times[-1] - passage.times[0]) / (len(passage.times) - 1)
    lost = bisect_left(passage.times, frame.time - spacing / 2)
    return (passage.times[lost:], lost) if lost < len(passage.times) else (passage.times, 0)


def _video_facts(
    container: InputContainer, stream: VideoStream, frame: VideoFrame, rhythm: cadence.Cadence
) -> VideoFacts:
    primaries, transfer, matrix, levels = colour.colours_of(stream, frame)
    hdr_metadata = colour.hdr_metadata_of(frame)
    has_captions = "A53_CC" in {kind.name for kind in frame.side_data}
    pixels = frame.format
    scan, scan_source = scan_of(container, stream, frame)
    return VideoFacts(
        codec=tracks.codec_name(stream),
        profile=stream.profile or "",
        pixel_format=pixels.name,
        bit_depth=colour.bit_depth_of(pixels),
        chroma=colour.chroma_of(pixels),
        coded_width=frame.width,
        coded_height=frame.height,
        sample_aspect=_ratio(fraction(stream.sample_aspect_ratio)),
        frame_count=rhythm.pictures,
        is_variable_rate=rhythm.is_variable,
        scan=scan,
        scan_source=scan_source,
        primaries=primaries,
        transfer=transfer,
        matrix=matrix,
        range=levels,
        dynamic_range=colour.dynamic_range_of(transfer),
        hdr_metadata=hdr_metadata,
        bit_rate=stream.bit_rate or 0,
        has_alpha=colour.has_alpha(pixels),
        has_captions=has_captions,
    )


def _ratio(aspect: Fraction) -> str:
    aspect = aspect or Fraction(1)
    return f"{aspect.numerator}/{aspect.denominator}"
