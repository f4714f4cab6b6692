"""SubRip, which nobody ever specified: numbered blocks of times and lines.

Own code: a library that we measured takes a last line of digits ("1945") for the number of a next
cue and drops it.
"""

import re
from collections.abc import Iterable

from videos.pipeline.timed_text.clock import ARROW, parse_timing, timing
from videos.pipeline.timed_text.cues import Cue, TimedTextProblem, TimedTextRefused, bounded
from videos.pipeline.timed_text.markup import from_subrip, to_subrip
from videos.pipeline.timed_text.settings import TOP, is_at_the_top

NUMBER = re.compile(r"\s*\d{1,9}\s*")
LOOKS_LIKE_TIMES = re.compile(r"\s*\d+\s*:.*-->|.*-->\s*\d+\s*:")


def is_subrip(text: str) -> bool:
    """Whether any line holds the times of a cue."""
    return any(ARROW in line and parse_timing(line) for line in text.split("\n"))


def read_subrip(text: str) -> list[Cue]:
    r"""Return the cues of a SubRip text whose lines end with ``\n``.

    Raises:
        TimedTextRefused: what stands where times belong cannot be read.
    """
    lines = text.split("\n")
    times = [(at, parsed) for at, line in enumerate(lines) if (parsed := _times(line, at + 1))]
    cues = []
    for index, (at, (start, end, _coordinates)) in enumerate(times):
        is_last = index + 1 == len(times)
        body = lines[at + 1 :] if is_last else lines[at + 1 : times[index + 1][0]]
        # The number of the next cue. After the last one, digits are text.
        if not is_last and body and NUMBER.fullmatch(body[-1]):
            body.pop()
        payload, at_the_top = from_subrip(bounded("\n".join(body), line=at + 1))
        cues.append(
            Cue(
                start_ms=start,
                end_ms=None if end == start else end,
                text=payload,
                settings=TOP if at_the_top else "",
            )
        )
    return cues


def write_subrip(cues: Iterable[Cue]) -> str:
    """Return the cues as SubRip. What it cannot say, speakers and other positions, is left out."""
    blocks = [
        f"{number}\n{timing(cue, comma=True)}\n"
        f"{to_subrip(cue.text, at_the_top=is_at_the_top(cue.settings))}\n"
        for number, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks)


def _times(line: str, number: int) -> tuple[int, int | None, str] | None:
    if ARROW not in line:
        return None
    parsed = parse_timing(line)
    if parsed is None and LOOKS_LIKE_TIMES.match(line):
        raise TimedTextRefused(TimedTextProblem.BAD_TIME, line.strip(), line=number)
    return parsed
