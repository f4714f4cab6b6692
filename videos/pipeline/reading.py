"""Decoding a source once, in file order, for everybody who wants something of it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import av
from av.frame import Frame
from av.stream import Stream

from videos.pipeline.containers import DECODING_ERRORS, open_media, picture_stream
from videos.pipeline.errors import MediaProblem, MediaRefused

# Each thread of a decoder holds whole frames.
DECODER_THREADS = 4
DAMAGED_PACKETS_SHARE = 0.2

type Progress = Callable[[float], None]
"""Told the share that is done."""

type Consumer = Callable[[Any], None]
"""Takes a frame: of the film a ``VideoFrame``, of a track an ``AudioFrame``."""


def read(
    source: Path,
    *,
    picture: Consumer | None = None,
    sounds: Mapping[int, Consumer] | None = None,
) -> None:
    """Give every decoded frame to its consumer.

    ``picture`` gets the film's frames, ``sounds`` those of the audio tracks at these positions.
    Every frame has a ``pts``. What cannot be decoded is passed over.

    Raises:
        MediaRefused: the file cannot be opened, or too much of it is damaged.
    """
    with open_media(source) as media:
        wanted: dict[int, Consumer] = {}
        streams: list[Stream] = []
        if picture is not None:
            stream = picture_stream(media)
            stream.thread_type = "AUTO"
            stream.codec_context.thread_count = DECODER_THREADS
            wanted[stream.index] = picture
            streams.append(stream)
        for position, consumer in (sounds or {}).items():
            wanted[media.streams.audio[position].index] = consumer
            streams.append(media.streams.audio[position])
        packets, damaged = 0, 0
        clock = _Clock()
        for packet in media.demux(streams):
            packets += 1
            try:
                frames = packet.decode()
            except av.error.EOFError:
                continue
            except DECODING_ERRORS:
                damaged += 1
                continue
            for frame in frames:
                if isinstance(frame, Frame):
                    clock.date(frame, packet.stream_index)
                    wanted[packet.stream_index](frame)
    if damaged > packets * DAMAGED_PACKETS_SHARE:
        raise MediaRefused(MediaProblem.TRUNCATED, f"{damaged} of {packets} packets are damaged")


class _Clock:
    """Gives a time to frames without one: AVI has only the order of decoding."""

    def __init__(self) -> None:
        self.latest: dict[int, int] = {}

    def date(self, frame: Frame, stream: int) -> None:
        if frame.pts is None:
            before = self.latest.get(stream)
            frame.pts = frame.dts if frame.dts is not None else (before or 0)
            if before is not None and frame.pts <= before:
                frame.pts = before + max(1, frame.duration)
        self.latest[stream] = frame.pts
