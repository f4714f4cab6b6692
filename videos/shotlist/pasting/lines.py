"""Dopesheets as text: a row begins with its times and goes on until the next or a blank line."""

import re

from videos.shotlist.pasting.rows import SOUNDBITE, Fault, PasteProblem, Written, WrittenRow
from videos.shotlist.pasting.soundbites import opens_quote, read_soundbite, unquoted
from videos.shotlist.pasting.times import TIME, Time, plain, read_length, read_time

BETWEEN = r"\s*(?:-->|->|→|⇒|[-–—−~/|]|\.{2,3}|…|\bto\b|\buntil\b|\bà\b|\bau\b|\bдо\b|إلى|\s)\s*"
OPEN, CLOSE = r"[(\[]?\s*", r"\s*[)\]]?"
NUMBER = r"(?:#?[0-9]{1,3}\s*[.)]\s+|#[0-9]{1,3}\s+)?"
LEADING = re.compile(
    rf"\s*{NUMBER}{OPEN}({TIME}){CLOSE}(?:{BETWEEN}{OPEN}({TIME}){CLOSE})?(?=[\s:;,.|)\]–—-]|$)",
    re.IGNORECASE,
)
SHORT_RANGE = re.compile(
    rf"\s*{NUMBER}([0-9]{{1,2}}\.[0-9]{{2}})\s*[-–—]\s*([0-9]{{1,2}}\.[0-9]{{2}})(?=\s)"
)
TRAILING = re.compile(rf"{OPEN}({TIME}){BETWEEN}({TIME}){CLOSE}\s*$", re.IGNORECASE)
LENGTH_FIRST = re.compile(r"\s*[(\[]([^()\[\]]{1,20})[)\]]")
LENGTH_LAST = re.compile(r"[(\[]([^()\[\]]{1,20})[)\]]\s*$")
LOOSE = " \t:;,.|–—-"


def read_lines(text: str) -> Written:
    """Return the rows of a text, with what belongs to none."""
    written = Written()
    row: WrittenRow | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            row = None
            continue
        found = _row(number, line)
        if found is not None:
            row = found
            written.rows.append(row)
        elif row is not None:
            _go_on(row, line)
        else:
            written.faults.append(Fault(number, line, PasteProblem.NO_TIME))
    return written


def describe(row: WrittenRow, text: str) -> None:
    """Take a row's text over, as a soundbite when it announces one."""
    found = read_soundbite(text)
    if found is None:
        row.description = text
        return
    row.kind = SOUNDBITE
    row.language, row.speaker, row.role = found.language, found.speaker, found.role
    row.quote, row.description = found.quote, found.rest


def _row(number: int, line: str) -> WrittenRow | None:
    shown = plain(line)
    if "\t" in shown.strip() and (found := _tabbed(number, line, shown)):
        return found
    # Runs of blanks would make the patterns slow, and mean nothing.
    shown = " ".join(shown.split())
    for pattern in (LEADING, SHORT_RANGE):
        if match := pattern.match(shown):
            begin, end = _time(match[1]), _time(match[2]) if match[2] else None
            if begin is not None:
                row = WrittenRow(number, line, begin, end)
                before, _first, after = match[0].partition(match[1])
                if "(" in after and "(" not in before:  # a length
                    row.end, row.length = None, end
                describe(row, _without_length(row, shown[match.end() :].strip(LOOSE)))
                return row
    if match := TRAILING.search(shown):
        begin, end = _time(match[1]), _time(match[2])
        if begin is not None:
            row = WrittenRow(number, line, begin, end)
            describe(row, shown[: match.start()].strip(LOOSE))
            return row
    return None


def _tabbed(number: int, line: str, shown: str) -> WrittenRow | None:
    """Read the columns of a line from a spreadsheet: times first, a length perhaps last."""
    cells = [cell.strip() for cell in shown.split("\t")]
    if cells and re.fullmatch(r"#?[0-9]{1,3}[.)]?", cells[0]):
        cells = cells[1:]
    cells = [cell for cell in cells if cell]
    times: list[Time] = []
    while cells and (time := read_time(cells[0])) is not None:
        times.append(time)
        cells = cells[1:]
    if not times or not cells:
        return None
    row = WrittenRow(number, line, times[0], times[1] if len(times) > 1 else None)
    if len(cells) > 1 and (length := read_length(cells[-1])) is not None:
        row.length = length
        cells = cells[:-1]
    describe(row, " – ".join(cells))
    return row


def _without_length(row: WrittenRow, text: str) -> str:
    """Take a length in brackets over; what is in brackets otherwise stays in the text."""
    for pattern in (LENGTH_FIRST, LENGTH_LAST):
        match = pattern.match(text) if pattern is LENGTH_FIRST else pattern.search(text)
        if match and (length := read_length(match[1])) is not None:
            row.length = length
            return (text[: match.start()] + text[match.end() :]).strip(LOOSE)
    return text


def _go_on(row: WrittenRow, line: str) -> None:
    """Add a further line to a row: to its quote while one is given, else to its description."""
    row.source += f"\n{line}"
    text = plain(line).strip()
    is_quoted = row.kind == SOUNDBITE and (opens_quote(text) or (row.quote and not row.description))
    if is_quoted:
        row.quote = f"{row.quote} {unquoted(text)}".strip()
    elif row.kind != SOUNDBITE and not row.description:
        describe(row, text)
    else:
        row.description = f"{row.description} {text}".strip()


def _time(text: str) -> Time | None:
    found = read_time(text)
    if found is not None:
        return found
    minutes, _dot, seconds = text.partition(".")
    if minutes.isdigit() and seconds.isdigit():
        return Time(0, int(minutes), int(seconds))
    return None
