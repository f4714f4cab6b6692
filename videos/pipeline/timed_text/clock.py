"""Times as WebVTT and SubRip write them."""

import re

from videos.pipeline.timed_text.cues import LATEST_MS, Cue
from videos.pipeline.timed_text.settings import clean_settings

# Hours may be left out; both formats are written with a dot or a comma by somebody.
STAMP = r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?"
TIMING = re.compile(rf"\s*{STAMP}\s*-->\s*(?:{STAMP})?(?:[ \t]+(.*))?")
ARROW = "-->"
MILLISECOND_DIGITS = 3
SIXTY = 60


def parse_timing(line: str) -> tuple[int, int | None, str] | None:
    """Return start and end in milliseconds and what follows them, None for another line."""
    match = TIMING.fullmatch(line.rstrip())
    if match is None:
        return None
    rest = match[9] or ""
    start, end = _milliseconds(*match.groups()[:4]), _milliseconds(*match.groups()[4:8])
    # Without an end only settings may follow: anything else is an end that cannot be read.
    is_garbled = end is None and (match[6] is not None or (rest and not clean_settings(rest)))
    return None if start is None or is_garbled else (start, end, rest)


def stamp(milliseconds: int, *, comma: bool = False) -> str:
    """Return ``hh:mm:ss.mmm``, with a comma for SubRip."""
    seconds, rest = divmod(min(milliseconds, LATEST_MS), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{',' if comma else '.'}{rest:03}"


def timing(cue: Cue, *, comma: bool = False) -> str:
    """Return the line of a cue's times; without an end it ends where it begins."""
    end = cue.start_ms if cue.end_ms is None else cue.end_ms
    return f"{stamp(cue.start_ms, comma=comma)} {ARROW} {stamp(end, comma=comma)}"


def _milliseconds(
    hours: str | None, minutes: str | None, seconds: str | None, fraction: str | None
) -> int | None:
    if minutes is None or seconds is None:
        return None
    if int(seconds) >= SIXTY or (hours is not None and int(minutes) >= SIXTY):
        return None
    digits = (fraction or "").ljust(MILLISECOND_DIGITS, "0")[:MILLISECOND_DIGITS]
    return (int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int(digits)
