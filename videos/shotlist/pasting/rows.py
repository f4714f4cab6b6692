"""What pasting finds: rows, and what could not be read."""

from dataclasses import dataclass, field
from enum import StrEnum

from videos.shotlist.pasting.times import Basis, Time

SHOT, SOUNDBITE = "shot", "soundbite"


class PasteProblem(StrEnum):
    """Why a line cannot be taken over."""

    NO_TIME = "no_time"
    BAD_TIME = "bad_time"
    BACKWARDS = "backwards"
    OUTSIDE = "outside"
    NO_END = "no_end"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"


class Note(StrEnum):
    """What an editor should know of a row that can be taken over."""

    END_OF_NEXT = "end_of_next"
    END_OF_FILE = "end_of_file"


@dataclass(slots=True)
class WrittenRow:
    """A row as it was written: ``source`` is its text, from line number ``line`` on."""

    line: int
    source: str
    begin: Time
    end: Time | None = None
    length: Time | None = None
    kind: str = SHOT
    description: str = ""
    speaker: str = ""
    role: str = ""
    language: str = ""
    quote: str = ""
    quote_rendering: str = ""
    place: str = ""
    restriction: str = ""


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row that can be taken over, in frames of the file."""

    in_frame: int
    out_frame: int
    written: WrittenRow
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Lines that cannot be taken over."""

    line: int
    source: str
    problem: PasteProblem
    detail: str = ""


@dataclass(slots=True)
class Written:
    """All that was read before times are looked at."""

    rows: list[WrittenRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pasted:
    """The outcome. ``basis`` is what the times were found to count from."""

    rows: list[PastedRow]
    faults: list[Fault]
    basis: Basis
