"""What timed text is made of, and why a file of it is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

MAX_BYTES = 5 * 1024 * 1024
MAX_CUES = 20_000
MAX_TEXT = 2_000
MAX_SPEAKER = 120
# With its markup, before it is cleaned.
MAX_PAYLOAD = 10_000
# SubRip has two digits for the hours.
LATEST_MS = 100 * 3_600_000 - 1
# A cue without an end is shown for this long, unless the next one begins earlier.
ASSUMED_LENGTH_MS = 3_000


class TimedTextProblem(StrEnum):
    """The reasons, as they are explained to editors."""

    UNKNOWN_FORMAT = "unknown_format"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    EMPTY = "empty"
    ENCODING = "encoding"
    BAD_TIME = "bad_time"
    LONG_TEXT = "long_text"
    FORBIDDEN_XML = "forbidden_xml"
    DAMAGED = "damaged"


class TimedTextRefused(Exception):
    """A file or a list of cues that cannot be used.

    Attributes:
        problem: the reason.
        line: the line of the file where it is, counted from 1; for lists of cues the cue.
        detail: what stands there, for the message.
    """

    def __init__(
        self, problem: TimedTextProblem, detail: str = "", *, line: int | None = None
    ) -> None:
        super().__init__(f"{problem}: line {line}: {detail}" if line else f"{problem}: {detail}")
        self.problem = problem
        self.detail = detail[:80]
        self.line = line


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    r"""A text and when it is shown.

    Attributes:
        start_ms: milliseconds from the first picture.
        end_ms: milliseconds; None where the source says no end.
        text: lines with ``\n`` between. ``<b>``, ``<i>`` and ``<u>`` mean bold, italic and
            underlined; every other character stands for itself.
        speaker: who speaks, a WebVTT voice.
        settings: WebVTT cue settings, such as ``line:0`` for a text at the top.
    """

    start_ms: int
    end_ms: int | None
    text: str
    speaker: str = ""
    settings: str = ""

    @property
    def has_end(self) -> bool:
        """Whether the cue ends after it begins."""
        return self.end_ms is not None and self.end_ms > self.start_ms


def accepted(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Return the cues in order.

    Raises:
        TimedTextRefused: there are too many, one is too long or lies outside all time. ``line`` is
            the number of the cue.
    """
    found = tuple(cues)
    if len(found) > MAX_CUES:
        raise TimedTextRefused(TimedTextProblem.TOO_MANY, str(len(found)))
    for number, cue in enumerate(found, 1):
        if len(cue.text) > MAX_TEXT or len(cue.speaker) > MAX_SPEAKER:
            raise TimedTextRefused(TimedTextProblem.LONG_TEXT, cue.text, line=number)
        if not 0 <= cue.start_ms <= LATEST_MS or not 0 <= (cue.end_ms or 0) <= LATEST_MS:
            raise TimedTextRefused(TimedTextProblem.BAD_TIME, cue.text, line=number)
    return in_order(found)


def bounded(payload: str, *, line: int | None = None) -> str:
    """Return what a file holds for one cue, unless nobody could read it.

    Raises:
        TimedTextRefused: it is longer than ``MAX_PAYLOAD``.
    """
    if len(payload) > MAX_PAYLOAD:
        raise TimedTextRefused(TimedTextProblem.LONG_TEXT, payload, line=line)
    return payload


def in_order(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Return the cues by their start; those that start together keep their order."""
    return tuple(sorted(cues, key=lambda cue: cue.start_ms))


def with_ends(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """Return the cues as players need them: in order, with a text, each with an end."""
    shown = [cue for cue in in_order(cues) if cue.text]
    return tuple(
        cue if cue.has_end else _ended(cue, following)
        for cue, following in zip_longest(shown, shown[1:])
        if cue is not None
    )


def shifted(cues: Iterable[Cue], by_ms: int) -> tuple[Cue, ...]:
    """Return the cues moved in time; what would begin before zero begins at zero."""
    return tuple(
        Cue(
            start_ms=max(0, cue.start_ms + by_ms),
            end_ms=None if cue.end_ms is None else max(0, cue.end_ms + by_ms),
            text=cue.text,
            speaker=cue.speaker,
            settings=cue.settings,
        )
        for cue in cues
    )


def _ended(cue: Cue, following: Cue | None) -> Cue:
    end = cue.start_ms + ASSUMED_LENGTH_MS
    if following is not None and cue.start_ms < following.start_ms < end:
        end = following.start_ms
    return Cue(
        start_ms=cue.start_ms,
        end_ms=end,
        text=cue.text,
        speaker=cue.speaker,
        settings=cue.settings,
    )
