"""Times as people write them in shotlists.

``10:00:05:12`` and ``10:00:05;12`` are timecode. ``10:00:05``, ``1:05``, ``1'05"`` and
``00:00:05,480`` are clock times. Dots may stand for colons where there are at least two of them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from videos.pipeline.timecode import (
    DROPPED_A_MINUTE,
    TimecodeError,
    TimecodeProblem,
    parse_timecode,
)
from videos.shotlist.timing import Timing

# Two to four numbers with colons, or three to four with dots. Milliseconds have three digits.
TIME = (
    r"(?:[0-9]{1,2}(?::[0-9]{2}){1,2}(?:[:;.][0-9]{2}(?![0-9])|[.,][0-9]{3}(?![0-9]))?"
    r"|[0-9]{1,2}(?:\.[0-9]{2}){2,3}(?![0-9])"
    r"|[0-9]{1,3}['’′] ?[0-9]{2}(?:[\"”″]|''|’’|′′)?"
    r"|[0-9]{1,3}(?:[\"”″]|''|’’|′′))"
)
ALONE = re.compile(TIME)
COLONS = re.compile(
    r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?(?:([:;.])([0-9]{2})|[.,]([0-9]{3}))?"
)
PRIMES = re.compile(r"(?:([0-9]{1,3})['’′] ?)?([0-9]{1,3})")
SPOKEN_LENGTH = re.compile(
    r"(?:([0-9]{1,3}) ?(?:m|min|mins|minutes?|хв)\.? ?)?"
    r"([0-9]{1,4}) ?(?:s|sec|secs|seconds?|secondes?|с|сек)\.?",
    re.IGNORECASE,
)
# Digits of Arabic, and marks that only steer the direction of writing.
PLAIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789") | dict.fromkeys(
    [*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
)


class Basis(StrEnum):
    """What times count from."""

    AUTO = "auto"
    SOURCE = "source"
    ELAPSED = "elapsed"


@dataclass(frozen=True, slots=True)
class Time:
    """A time as it was written. Either ``frames`` or ``milliseconds`` may follow the seconds."""

    hours: int
    minutes: int
    seconds: int
    mark: str = ":"
    frames: int | None = None
    milliseconds: int = 0

    @property
    def exact_seconds(self) -> Fraction:
        """Return the seconds of a clock time."""
        whole = self.hours * 3600 + self.minutes * 60 + self.seconds
        return whole + Fraction(self.milliseconds, 1000)

    def frame(self, timing: Timing, basis: Basis) -> int:
        """Return the frame of the file, which may lie outside it.

        Raises:
            TimecodeError: there is no such timecode at this rate.
        """
        if basis == Basis.ELAPSED:
            return self._elapsed(timing)
        text = f"{self.hours:02}:{self.minutes:02}:{self.seconds:02}"
        if self.frames is not None:
            return timing.frame(f"{text}{self.mark}{self.frames:02}")
        try:
            begin = timing.frame(f"{text}:00")
        except TimecodeError as error:
            if error.problem != TimecodeProblem.DROPPED:
                raise
            # A minute of drop-frame begins with a later number.
            begin = timing.frame(f"{text};{DROPPED_A_MINUTE[timing.rate]:02}")
        return begin + round(Fraction(self.milliseconds, 1000) * timing.rate)

    def length(self, timing: Timing) -> int:
        """Return how many frames it is as a length.

        Raises:
            TimecodeError: there is no such timecode at this rate.
        """
        return self._elapsed(timing)

    def _elapsed(self, timing: Timing) -> int:
        if self.frames is None:
            return round(self.exact_seconds * timing.rate)
        text = f"{self.hours:02}:{self.minutes:02}:{self.seconds:02}{self.mark}{self.frames:02}"
        return parse_timecode(text, timing.rate, drop_frame=timing.is_drop_frame)


def plain(text: str) -> str:
    """Return a line with ordinary digits, without marks of direction and odd blanks."""
    return text.translate(PLAIN).replace("\u00a0", " ").replace("\u202f", " ")


def read_time(text: str) -> Time | None:
    """Return the time that a piece of text is, None when it is none."""
    text = text.strip().strip("()[]").strip()
    if not ALONE.fullmatch(text):
        return None
    if match := COLONS.fullmatch(text):
        first, second, third, mark, frames, milliseconds = match.groups()
        hours, minutes, seconds = (first, second, third) if third else ("0", first, second)
        return Time(
            hours=int(hours),
            minutes=int(minutes),
            seconds=int(seconds),
            # A dot before the frames is what some edit suites write whatever they count.
            mark=";" if mark == ";" else ":",
            frames=int(frames) if frames else None,
            milliseconds=int(milliseconds or 0),
        )
    match = PRIMES.match(text)
    return Time(0, int(match[1] or 0), int(match[2])) if match else None


def read_length(text: str) -> Time | None:
    """Return a length: a time, or words such as ``12 sec``."""
    text = text.strip().strip("()[]").strip()
    if match := SPOKEN_LENGTH.fullmatch(text):
        return Time(0, int(match[1] or 0), int(match[2]))
    return read_time(text)
