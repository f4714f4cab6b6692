"""Frames of one recording, and their timecodes and seconds."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from videos.pipeline.timecode import format_timecode, frames_per_day, parse_timecode


@dataclass(frozen=True, slots=True)
class Timing:
    """How a recording counts: frames a second, the timecode of its first frame, its length.

    Frames are counted from 0, the first of the file. ``frame_count`` is None when not known.
    """

    rate: Fraction
    start_frame: int = 0
    is_drop_frame: bool = False
    frame_count: int | None = None

    @classmethod
    def of(cls, asset: Any) -> Self | None:
        """Return how an asset counts; None without an asset, or before its rate is known."""
        if asset is None or asset.rate is None:
            return None
        return cls(asset.rate, asset.start_frame, asset.is_drop_frame, asset.frame_count)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return what :meth:`as_json` said."""
        rate = Fraction(data["rate"])
        is_drop_frame = data["is_drop_frame"]
        start = parse_timecode(data["start"], rate, drop_frame=is_drop_frame)
        return cls(rate, start, is_drop_frame, data["frame_count"])

    def as_json(self) -> dict[str, Any]:
        """Return it as documents hold it."""
        return {
            "rate": f"{self.rate.numerator}/{self.rate.denominator}",
            "start": self.timecode(0),
            "is_drop_frame": self.is_drop_frame,
            "frame_count": self.frame_count,
        }

    def timecode(self, frame: int) -> str:
        """Return the source timecode of a frame, also of one beyond the end.

        Raises:
            TimecodeError: the frame is negative.
        """
        return format_timecode(self.start_frame + frame, self.rate, drop_frame=self.is_drop_frame)

    def frame(self, timecode: str) -> int:
        """Return the frame that a source timecode names.

        It may lie outside the recording: what is earlier than its start has a negative number.

        Raises:
            TimecodeError: the text is no timecode of this count.
        """
        number = parse_timecode(timecode, self.rate, drop_frame=self.is_drop_frame)
        day = frames_per_day(self.rate, drop_frame=self.is_drop_frame)
        # A recording over midnight goes on from 00:00:00:00.
        frame = (number - self.start_frame) % day
        return frame if frame < day // 2 or frame <= (self.frame_count or 0) else frame - day

    def seconds(self, frame: int) -> float:
        """Return the seconds from the beginning of the file, to the millisecond."""
        return round(float(frame / self.rate), 3)

    def holds(self, in_frame: int, out_frame: int) -> bool:
        """Whether a piece lies within the recording."""
        end = self.frame_count
        return 0 <= in_frame < out_frame and (end is None or out_frame <= end)
