"""What a media file holds, and whether it is whole."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from videos.pipeline.containers import open_media, picture_stream
from videos.pipeline.errors import MediaProblem, MediaRefused

QUARTER_TURNS = (90, 270)
# Containers whose duration is measured from the last packets, so that it proves nothing.
MEASURED_DURATION = frozenset({"mpegts", "mpeg"})
TOLERATED_GAP_SECONDS = 0.5
TOLERATED_GAP_SHARE = 0.02
PACKETS_UNTIL_PICTURE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """A media file's facts. Width and height are as shown: upright, with square pixels."""

    container: str
    duration_seconds: float
    width: int
    height: int
    frame_rate: float
    video_codec: str
    audio_codecs: tuple[str, ...]
    rotation: int
    size_bytes: int

    @property
    def codecs(self) -> str:
        """Return the codecs' names, picture first."""
        return ", ".join((self.video_codec, *self.audio_codecs))


def probe(path: Path) -> Probe:
    """Read a media file's facts and decode its first picture.

    Raises:
        MediaRefused: the file is not a whole video.
    """
    size_bytes = path.stat().st_size if path.exists() else 0
    with open_media(path) as container:
        refuse_truncated(container, picture_stream(container), size_bytes=size_bytes)
    with open_media(path) as container:
        stream = picture_stream(container)
        frame = first_frame(container, stream)
        width, height, rotation = shown_size(frame, fraction(stream.sample_aspect_ratio))
        frame_rate = stream.average_rate or stream.guessed_rate
        return Probe(
            container=container.format.name.split(",")[0],
            duration_seconds=round(duration_of(container, stream), 3),
            width=width,
            height=height,
            frame_rate=round(float(frame_rate or 0), 3),
            video_codec=stream.codec_context.name,
            audio_codecs=tuple(audio.codec_context.name for audio in container.streams.audio),
            rotation=rotation,
            size_bytes=size_bytes,
        )


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


def duration_of(container: InputContainer, stream: VideoStream) -> float:
    """Return the length in seconds.

    Raises:
        MediaRefused: the file has no length: a picture, or an unfinished recording.
    """
    if container.duration:
        seconds = container.duration / av.time_base
    elif stream.duration and stream.time_base:
        seconds = float(stream.duration * stream.time_base)
    else:
        seconds = 0.0
    if seconds <= 0:
        raise MediaRefused(MediaProblem.NOT_VIDEO, "no duration")
    return seconds


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
        except av.FFmpegError as failure:
            error = failure
        if count > PACKETS_UNTIL_PICTURE:
            break
    raise MediaRefused(MediaProblem.NO_PICTURE, str(error or "no frame"))


def refuse_truncated(container: InputContainer, stream: VideoStream, *, size_bytes: int) -> None:
    """Refuse a file whose end is missing: an interrupted copy opens without any error.

    Raises:
        MediaRefused: data that the header promises is not there.
    """
    names = set(container.format.name.split(","))
    if names & MEASURED_DURATION:
        return
    if names & {"mov", "avi"}:
        if _index_end(container) > size_bytes:
            raise MediaRefused(MediaProblem.TRUNCATED, "the index points behind the end")
        return
    promised = (container.duration or 0) / av.time_base
    found = _last_time(container, stream)
    gap = promised - found
    if gap > max(TOLERATED_GAP_SECONDS, promised * TOLERATED_GAP_SHARE):
        raise MediaRefused(
            MediaProblem.TRUNCATED, f"{found:.2f} of {promised:.2f} seconds are there"
        )


def _index_end(container: InputContainer) -> int:
    """Return the file position behind the last indexed sample of any stream."""
    ends = [0]
    for stream in container.streams:
        entries = stream.index_entries
        ends += [entries[at].pos + entries[at].size for at in range(len(entries))]
    return max(ends)


def _last_time(container: InputContainer, stream: VideoStream) -> float:
    start = (container.start_time or 0) / av.time_base
    latest = 0.0
    try:
        for packet in container.demux():
            if packet.pts is not None and packet.time_base is not None:
                end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                latest = max(latest, end - start)
    except av.FFmpegError as error:
        raise MediaRefused(MediaProblem.TRUNCATED, str(error)) from error
    return latest
