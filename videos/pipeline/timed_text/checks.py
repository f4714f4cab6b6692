"""What readers would stumble over in a track. Warnings, never refusals."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from videos.pipeline.timed_text.cues import Cue
from videos.pipeline.timed_text.markup import plain

# Vowel signs, accents that stand alone, joiners and marks of direction take no time to read.
UNCOUNTED = frozenset({"Mn", "Me", "Cf"})


@dataclass(frozen=True, kw_only=True, slots=True)
class StyleGuide:
    """Limits of readable subtitles.

    The defaults are those of the Netflix Timed Text Style Guide: General Requirements (5/6 second
    to 7 seconds, two lines) and English Template (42 characters a line, 17 characters a second).
    """

    characters_a_second: float = 17
    characters_a_line: int = 42
    lines: int = 2
    shortest_ms: int = 833
    longest_ms: int = 7_000


class Fault(StrEnum):
    """What may be wrong with a cue."""

    NO_TEXT = "no_text"
    NO_END = "no_end"
    ENDS_BEFORE_START = "ends_before_start"
    BEYOND_END = "beyond_end"
    OVERLAP = "overlap"
    TOO_FAST = "too_fast"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    LONG_LINE = "long_line"
    MANY_LINES = "many_lines"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of one cue.

    Attributes:
        cue: its position in the list that was checked, from 0.
        fault: what.
        value: what was measured: characters, lines, milliseconds, characters a second.
        limit: what would be right, in the same unit.
    """

    cue: int
    fault: Fault
    value: float = 0
    limit: float = 0


def check(
    cues: Sequence[Cue], guide: StyleGuide | None = None, *, duration_ms: int | None = None
) -> list[Finding]:
    """Return the faults of cues, in the order of the list.

    Args:
        cues: in any order.
        guide: limits of reading; None for a transcript, which nobody reads against the clock.
        duration_ms: the length of the file, None while it is unknown.
    """
    overlapping = _overlapping(cues)
    findings: list[Finding] = []
    for position, cue in enumerate(cues):
        findings += _faults_of_times(position, cue, duration_ms)
        if position in overlapping:
            findings.append(Finding(position, Fault.OVERLAP, overlapping[position]))
        if guide is not None:
            findings += _faults_of_reading(position, cue, guide)
    return findings


def reading_length(text: str) -> int:
    """Return how many characters there are to read."""
    letters = plain(text).replace("\n", "")
    return sum(unicodedata.category(letter) not in UNCOUNTED for letter in letters)


def _faults_of_times(position: int, cue: Cue, duration_ms: int | None) -> Iterable[Finding]:
    if not cue.text:
        yield Finding(position, Fault.NO_TEXT)
    if cue.end_ms is None:
        yield Finding(position, Fault.NO_END)
    elif not cue.has_end:
        yield Finding(position, Fault.ENDS_BEFORE_START)
    latest = max(cue.start_ms, cue.end_ms or 0)
    if duration_ms is not None and latest > duration_ms:
        yield Finding(position, Fault.BEYOND_END, latest - duration_ms)


def _faults_of_reading(position: int, cue: Cue, guide: StyleGuide) -> Iterable[Finding]:
    lines = [reading_length(line) for line in cue.text.split("\n")]
    if max(lines) > guide.characters_a_line:
        yield Finding(position, Fault.LONG_LINE, max(lines), guide.characters_a_line)
    if len(lines) > guide.lines:
        yield Finding(position, Fault.MANY_LINES, len(lines), guide.lines)
    if not cue.has_end or cue.end_ms is None:
        return
    length = cue.end_ms - cue.start_ms
    if length < guide.shortest_ms:
        yield Finding(position, Fault.TOO_SHORT, length, guide.shortest_ms)
    if length > guide.longest_ms:
        yield Finding(position, Fault.TOO_LONG, length, guide.longest_ms)
    speed = sum(lines) * 1000 / length
    if speed > guide.characters_a_second:
        yield Finding(position, Fault.TOO_FAST, round(speed, 1), guide.characters_a_second)


def _overlapping(cues: Sequence[Cue]) -> dict[int, int]:
    """Return by how much each cue begins before an earlier one ends, in milliseconds."""
    found = {}
    latest_end = 0
    for position in sorted(range(len(cues)), key=lambda each: cues[each].start_ms):
        cue = cues[position]
        if cue.start_ms < latest_end:
            found[position] = latest_end - cue.start_ms
        if cue.has_end and cue.end_ms is not None:
            latest_end = max(latest_end, cue.end_ms)
    return found
