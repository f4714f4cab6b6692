"""Reading a finished file again: is it what was asked for?"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Stream

from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.probe import fraction

AAC_LOW_COMPLEXITY = "mp4a.40.2"
# An audio codec's packets are not as short as one sample.
TOLERATED_SOUND_SECONDS = Fraction(1024, 48_000)


@dataclass(frozen=True, kw_only=True, slots=True)
class Length:
    """How long a file must be: so many frames at this rate."""

    frame_count: int
    rate: Fraction

    @property
    def seconds(self) -> Fraction:
        """Return the exact length."""
        return self.frame_count / self.rate

    @property
    def samples(self) -> int:
        """Return the number of audio samples that go with it, at 48 kHz."""
        return round(self.seconds * 48_000)


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a finished file holds: its picture's size, and its first sound's channels."""

    picture: tuple[int, int] | None
    channels: int


def check(path: Path, length: Length) -> Checked:
    """Count a finished file's frames and samples.

    Raises:
        MediaRefused: ``mismatch``, when they are not those that were asked for.
    """
    with av.open(str(path)) as media:
        ends = _ends(media)
        picture = next(iter(media.streams.video), None)
        if picture is not None:
            found = ends[picture.index]
            if found.packets != length.frame_count:
                _mismatch(path, f"{found.packets} of {length.frame_count} frames")
            if found.start != 0 or found.end != length.seconds:
                _mismatch(path, f"{found.start} to {found.end} of {length.seconds} seconds")
        for sound in media.streams.audio:
            gap = abs(ends[sound.index].end - length.seconds)
            if gap > TOLERATED_SOUND_SECONDS:
                _mismatch(path, f"the sound ends {float(gap):.3f} seconds away")
        sounds = media.streams.audio
        return Checked(
            picture=(picture.width, picture.height) if picture is not None else None,
            channels=sounds[0].codec_context.layout.nb_channels if sounds else 0,
        )


def codecs_of(path: Path) -> str:
    """Return the codecs of an MP4 as RFC 6381 writes them."""
    with av.open(str(path)) as media:
        names = [_codec(stream) for stream in media.streams]
    return ",".join(dict.fromkeys(names))


def _codec(stream: Stream) -> str:
    if stream.type == "audio":
        return AAC_LOW_COMPLEXITY
    # An AVC configuration record has profile, constraints and level behind its version.
    profile, constraints, level = (stream.codec_context.extradata or bytes(4))[1:4]
    return f"avc1.{profile:02x}{constraints:02x}{level:02x}"


@dataclass(slots=True)
class _Extent:
    packets: int = 0
    start: Fraction | None = None
    end: Fraction = Fraction(0)


def _ends(media: InputContainer) -> dict[int, _Extent]:
    extents = {stream.index: _Extent() for stream in media.streams}
    for packet in media.demux():
        if packet.pts is None or packet.time_base is None:
            continue
        extent = extents[packet.stream_index]
        time_base = fraction(packet.time_base)
        begin, end = packet.pts * time_base, (packet.pts + (packet.duration or 0)) * time_base
        extent.packets += 1
        extent.start = begin if extent.start is None else min(extent.start, begin)
        extent.end = max(extent.end, end)
    return extents


def _mismatch(path: Path, detail: str) -> None:
    raise MediaRefused(MediaProblem.MISMATCH, f"{path.name}: {detail}")
