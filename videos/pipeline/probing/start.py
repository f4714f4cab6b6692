"""The source timecode: what the first frame is called."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from videos.pipeline.timecode import TimecodeError, format_timecode, parse_timecode

# MPEG-2 must write a timecode into each group of pictures; encoders that know none write this.
NOTHING_SAID = "00:00:00:00"


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """The timecode of the first frame, empty when the file says none."""

    timecode: str = ""
    is_drop_frame: bool = False


def start_of(
    container: InputContainer,
    stream: VideoStream,
    frame: VideoFrame,
    *,
    rate: Fraction,
    lost_frames: int = 0,
) -> Start:
    """Return the first timecode that fits the frame rate.

    Looked for in the header of MXF, the timecode track of MOV and MP4, the tags of Matroska, and
    in the first picture itself. It is that of the file's first picture; ``lost_frames`` are those
    before the first that can be decoded.
    """
    for text in _candidates(container, stream, frame):
        # At a rate that cannot drop numbers the separator means nothing.
        for spelling in (text, text.replace(";", ":").replace(".", ":")):
            try:
                number = parse_timecode(spelling, rate)
            except TimecodeError:
                continue
            is_drop_frame = spelling[-3:-2] in (";", ".")
            number += lost_frames
            timecode = format_timecode(number, rate, drop_frame=is_drop_frame)
            return Start(timecode=timecode, is_drop_frame=is_drop_frame)
    return Start()


def _candidates(container: InputContainer, stream: VideoStream, frame: VideoFrame) -> Iterator[str]:
    data = (other.metadata for other in container.streams if other.type == "data")
    for tags in (container.metadata, stream.metadata, *data):
        yield from (value for key, value in tags.items() if key.lower() == "timecode")
    in_picture = frame.metadata.get("timecode", "")
    if in_picture.replace(";", ":") != NOTHING_SAID:
        yield in_picture
