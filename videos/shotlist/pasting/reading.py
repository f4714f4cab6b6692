"""From pasted text to rows in frames of the file."""

from videos.pipeline.timecode import TimecodeError
from videos.shotlist.pasting.lines import read_lines
from videos.shotlist.pasting.rows import (
    Fault,
    Note,
    Pasted,
    PastedRow,
    PasteProblem,
    Written,
    WrittenRow,
)
from videos.shotlist.pasting.table import find_table, read_table
from videos.shotlist.pasting.times import Basis
from videos.shotlist.timing import Timing

MOST_CHARACTERS = 200_000
MOST_ROWS = 1000
LONGEST = {
    "description": 4000,
    "quote": 4000,
    "quote_rendering": 4000,
    "place": 255,
    "restriction": 500,
}


class TooMuch(ValueError):
    """The text is longer than a shotlist can be."""


def read_pasted(text: str, timing: Timing, *, basis: Basis = Basis.AUTO) -> Pasted:
    """Return the rows that a text holds, and what of it cannot be taken over.

    Where a row has no end, it lasts until the next begins. Without ``basis`` the times count from
    whatever fits the file better: its source timecode, or its beginning.

    Raises:
        TooMuch: there are too many characters or rows.
    """
    if len(text) > MOST_CHARACTERS:
        raise TooMuch
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    table = find_table(text)
    written = read_table(text, *table) if table else read_lines(text)
    if len(written.rows) > MOST_ROWS:
        raise TooMuch
    chosen = _fitting_basis(written, timing) if basis == Basis.AUTO else basis
    rows, faults = _in_frames(written.rows, timing, chosen)
    faults = sorted([*written.faults, *faults], key=lambda fault: fault.line)
    return Pasted(rows, faults, chosen)


def _fitting_basis(written: Written, timing: Timing) -> Basis:
    """Return the basis in which more rows begin within the file; source timecode for a draw."""

    def fitting(basis: Basis) -> int:
        frames = (_frame(row, timing, basis) for row in written.rows)
        end = timing.frame_count
        return sum(
            frame is not None and frame >= 0 and (end is None or frame < end) for frame in frames
        )

    return max((Basis.SOURCE, Basis.ELAPSED), key=fitting)


def _frame(row: WrittenRow, timing: Timing, basis: Basis) -> int | None:
    try:
        return row.begin.frame(timing, basis)
    except TimecodeError:
        return None


def _in_frames(
    written: list[WrittenRow], timing: Timing, basis: Basis
) -> tuple[list[PastedRow], list[Fault]]:
    _tell_lengths_from_ends(written, timing, basis)
    begins = sorted(frame for row in written if (frame := _frame(row, timing, basis)) is not None)
    found = [_resolve(row, timing, basis, begins) for row in written]
    rows = [each for each in found if isinstance(each, PastedRow)]
    return rows, [each for each in found if isinstance(each, Fault)]


def _tell_lengths_from_ends(written: list[WrittenRow], timing: Timing, basis: Basis) -> None:
    """Take second times for lengths where most of them would run backwards.

    A single one that does is a slip of the pen, and said.
    """
    ending = [row for row in written if row.end is not None]
    backwards = sum(_runs_backwards(row, timing, basis) for row in ending)
    if backwards > 1 and backwards > len(ending) / 2:
        for row in ending:
            row.end, row.length = None, row.end


def _runs_backwards(row: WrittenRow, timing: Timing, basis: Basis) -> bool:
    try:
        return row.end is not None and row.end.frame(timing, basis) <= row.begin.frame(
            timing, basis
        )
    except TimecodeError:
        return False


def _resolve(row: WrittenRow, timing: Timing, basis: Basis, begins: list[int]) -> PastedRow | Fault:
    if any(len(getattr(row, name)) > length for name, length in LONGEST.items()):
        return Fault(row.line, row.source, PasteProblem.TOO_LONG)
    try:
        begin = row.begin.frame(timing, basis)
        end, notes = _end(row, begin, timing, basis, begins)
    except TimecodeError as error:
        return Fault(row.line, row.source, PasteProblem.BAD_TIME, error.detail)
    if end is None:
        return Fault(row.line, row.source, PasteProblem.NO_END)
    if end <= begin:
        return Fault(row.line, row.source, PasteProblem.BACKWARDS)
    if not timing.holds(begin, end):
        return Fault(row.line, row.source, PasteProblem.OUTSIDE)
    return PastedRow(begin, end, row, notes)


def _end(
    row: WrittenRow, begin: int, timing: Timing, basis: Basis, begins: list[int]
) -> tuple[int | None, tuple[Note, ...]]:
    if row.end is not None:
        return row.end.frame(timing, basis), ()
    if row.length is not None:
        return begin + row.length.length(timing), ()
    following = next((frame for frame in begins if frame > begin), None)
    if following is not None:
        return following, (Note.END_OF_NEXT,)
    if timing.frame_count is not None:
        return timing.frame_count, (Note.END_OF_FILE,)
    return None, ()
