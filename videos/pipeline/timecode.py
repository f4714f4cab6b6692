"""Timecode: the address of each frame, as SMPTE ST 12-1 counts.

A timecode counts frames at the nominal rate: 30 a second for 29.97. At 29.97 and 59.94 frames a
second the count may drop numbers (never frames): the first two (four at 59.94) of every minute
except each tenth, so that timecode and clock agree over a day. A day has 24 hours, then the count
begins anew.
"""

import re
from enum import StrEnum
from fractions import Fraction
from math import floor

HOURS = 24
MINUTE_SECONDS = 60
HOUR_SECONDS = 3600
HIGHEST_NOMINAL_RATE = 999
# Numbers that a drop-frame minute leaves out, by the rates that may drop.
DROPPED_A_MINUTE = {Fraction(30000, 1001): 2, Fraction(60000, 1001): 4}
FORM = re.compile(r"([0-9]{1,2})[:;]([0-9]{2})[:;]([0-9]{2})([:;.])([0-9]{2,3})")


class TimecodeProblem(StrEnum):
    """Why a timecode or a frame number is refused."""

    FORM = "form"
    RANGE = "range"
    DROPPED = "dropped"
    CANNOT_DROP = "cannot_drop"
    RATE = "rate"
    OUTSIDE = "outside"


class TimecodeError(ValueError):
    """A timecode that names no frame, with the reason."""

    def __init__(self, problem: TimecodeProblem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem
        self.detail = detail


def parse_timecode(text: str, rate: Fraction, *, drop_frame: bool | None = None) -> int:
    """Return the number of frames since 00:00:00:00.

    ``;`` or ``.`` before the frames means drop-frame. Where the recording is known, say how it
    counts: with ``drop_frame=True`` colons are read as drop-frame too, because people type colons;
    with ``drop_frame=False`` a drop-frame text is refused.

    Raises:
        TimecodeError: this is no timecode, or it names no frame at this rate.
    """
    match = FORM.fullmatch(text.strip())
    if match is None:
        raise TimecodeError(TimecodeProblem.FORM, text[:40])
    hours, minutes, seconds, frames = (int(match[group]) for group in (1, 2, 3, 5))
    if hours >= HOURS or minutes >= MINUTE_SECONDS or seconds >= MINUTE_SECONDS:
        raise TimecodeError(TimecodeProblem.RANGE, text)
    count = nominal(rate)
    if frames >= count:
        raise TimecodeError(TimecodeProblem.RANGE, text)
    is_drop_frame = drop_frame or match[4] != ":"
    if is_drop_frame and drop_frame is False:
        raise TimecodeError(TimecodeProblem.CANNOT_DROP, text)
    number = (hours * HOUR_SECONDS + minutes * MINUTE_SECONDS + seconds) * count + frames
    if not is_drop_frame:
        return number
    dropped = _dropped_a_minute(rate)
    if minutes % 10 and not seconds and frames < dropped:
        raise TimecodeError(TimecodeProblem.DROPPED, text)
    past_minutes = hours * 60 + minutes
    return number - dropped * (past_minutes - past_minutes // 10)


def format_timecode(frame: int, rate: Fraction, *, drop_frame: bool = False) -> str:
    """Return the timecode of a frame counted from 00:00:00:00; after a day it begins anew.

    Raises:
        TimecodeError: the frame is negative, or there is no such count at this rate.
    """
    if frame < 0:
        raise TimecodeError(TimecodeProblem.RANGE, str(frame))
    count = nominal(rate)
    number = frame % frames_per_day(rate, drop_frame=drop_frame)
    if drop_frame:
        number += _left_out_before(number, count, _dropped_a_minute(rate))
    seconds, frames = divmod(number, count)
    minutes, seconds = divmod(seconds, MINUTE_SECONDS)
    hours, minutes = divmod(minutes, 60)
    mark = ";" if drop_frame else ":"
    width = max(2, len(str(count - 1)))
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{frames:0{width}}"


def may_drop_frames(rate: Fraction) -> bool:
    """Whether drop-frame exists at this rate: 29.97 and 59.94."""
    return rate in DROPPED_A_MINUTE


def nominal(rate: Fraction) -> int:
    """Return the frames that a second of timecode counts: 30 for 29.97.

    Raises:
        TimecodeError: no timecode counts at this rate.
    """
    count = floor(rate + Fraction(1, 2))
    if not 1 <= count <= HIGHEST_NOMINAL_RATE:
        raise TimecodeError(TimecodeProblem.RATE, str(rate))
    return count


def frames_per_day(rate: Fraction, *, drop_frame: bool = False) -> int:
    """Return how many frames the count holds before it begins anew.

    Raises:
        TimecodeError: there is no such count at this rate.
    """
    numbers = HOURS * HOUR_SECONDS * nominal(rate)
    if not drop_frame:
        return numbers
    return numbers - _dropped_a_minute(rate) * HOURS * 54


def _dropped_a_minute(rate: Fraction) -> int:
    try:
        return DROPPED_A_MINUTE[rate]
    except KeyError:
        raise TimecodeError(TimecodeProblem.CANNOT_DROP, str(rate)) from None


def _left_out_before(frame: int, count: int, dropped: int) -> int:
    """Return how many numbers were left out until this frame of a drop-frame count."""
    minute = count * MINUTE_SECONDS - dropped
    tens, rest = divmod(frame, minute * 10 + dropped)
    # The first minute of ten drops nothing, so it is longer.
    minutes = max(0, (rest - dropped) // minute)
    return dropped * (9 * tens + minutes)
