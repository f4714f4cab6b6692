"""Shotlists as tables with a head, in the languages of the newsroom: CSV, semicolons or tabs."""

import csv
from typing import Any

from videos.shotlist.pasting.lines import describe
from videos.shotlist.pasting.rows import (
    SHOT,
    SOUNDBITE,
    Fault,
    PasteProblem,
    Written,
    WrittenRow,
)
from videos.shotlist.pasting.times import Time, plain, read_length, read_time

COLUMNS = {
    "begin": "in|tc in|timecode in|in point|start|start time|start tc|begin|from|timecode|tc|time|"
    "début|debut|entrée|entree|tc début|tc entrée|point d'entrée|de|початок|вхід|від|البداية|من",
    "end": "out|tc out|timecode out|out point|end|end time|end tc|to|"
    "fin|sortie|tc fin|tc sortie|point de sortie|à|кінець|вихід|до|النهاية|إلى",
    "length": "duration|dur|length|durée|duree|тривалість|المدة",
    "kind": "kind|type|genre|тип|вид|النوع",
    "description": "description|shot|shot description|text|content|action|picture|"
    "plan|image|images|texte|contenu|опис|кадр|план|الوصف|اللقطة",
    "speaker": "speaker|name|who|person|intervenant|locuteur|personne|nom|qui|спікер|хто|المتحدث",
    "role": "role|title|function|fonction|titre|qualité|посада|роль|المنصب",
    "language": "language|lang|spoken language|langue|мова|اللغة",
    "quote": "quote|verbatim|soundbite|sot|citation|sonore|цитата|الاقتباس",
    "quote_rendering": "translation|rendering|traduction|переклад|الترجمة",
    "place": "place|location|where|lieu|où|місце|المكان",
    "restriction": "restriction|restrictions|rights|droits|обмеження|القيود",
}
NAMES = {name: column for column, names in COLUMNS.items() for name in names.split("|")}
SOUNDBITE_WORDS = ("soundbite", "sonore", "sot", "bite", "синхрон", "مقطع صوتي")
LONGEST_HEAD = 1000
DELIMITERS = ("\t", ";", ",", "|")
TEXTS = ("speaker", "role", "language", "quote", "quote_rendering", "place", "restriction")


def find_table(text: str) -> tuple[str, list[str | None], int] | None:
    """Return the delimiter, the columns and the number of the line with the head.

    None when no line names a column of times: it is no table with a head.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lower().startswith("sep="):
            continue
        if len(line) > LONGEST_HEAD:
            return None
        for delimiter in DELIMITERS:
            cells = next(csv.reader([line], delimiter=delimiter), [])
            columns = [NAMES.get(_name(cell)) for cell in cells]
            if len(cells) > 1 and "begin" in columns:
                return delimiter, columns, number
        return None
    return None


def read_table(text: str, delimiter: str, columns: list[str | None], head: int) -> Written:
    """Return the rows below the head of a table."""
    written = Written()
    lines = text.splitlines(keepends=True)[head:]
    reader = csv.reader(lines, delimiter=delimiter)
    latest = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return written
        except csv.Error as error:
            source = "".join(lines[latest:])
            fault = Fault(head + latest + 1, source, PasteProblem.UNREADABLE, str(error))
            written.faults.append(fault)
            return written
        line, source = head + latest + 1, "".join(lines[latest : reader.line_num]).rstrip("\r\n")
        latest = reader.line_num
        if any(cell.strip() for cell in cells):
            _take(written, line, source, _by_column(columns, cells))


def _take(written: Written, line: int, source: str, cells: dict[str, str]) -> None:
    begin = _time(cells.get("begin", ""))
    if begin is None:
        problem = PasteProblem.BAD_TIME if cells.get("begin") else PasteProblem.NO_TIME
        written.faults.append(Fault(line, source, problem, cells.get("begin", "")))
        return
    for name in ("end", "length"):
        if cells.get(name) and read_length(plain(cells[name])) is None:
            written.faults.append(Fault(line, source, PasteProblem.BAD_TIME, cells[name]))
            return
    row = WrittenRow(line, source, begin, _time(cells.get("end", "")))
    row.length = read_length(plain(cells.get("length", "")))
    describe(row, cells.get("description", ""))
    for name in TEXTS:
        if cells.get(name):
            setattr(row, name, cells[name])
    kind = cells.get("kind", "").casefold()
    if kind:
        row.kind = SOUNDBITE if kind.startswith(SOUNDBITE_WORDS) else SHOT
    elif row.quote or row.speaker:
        row.kind = SOUNDBITE
    written.rows.append(row)


def _by_column(columns: list[str | None], cells: list[str]) -> dict[str, str]:
    """Return the cells by the name of their column; those without a known one go to the text."""
    found: dict[str, str] = {}
    for number, cell in enumerate(cells):
        name = columns[number] if number < len(columns) else None
        text = cell.strip()
        if not text:
            continue
        name = name or "description"
        found[name] = f"{found[name]} – {text}" if name in found else text
    return found


def _time(text: Any) -> Time | None:
    return read_time(plain(text)) if text else None


def _name(cell: str) -> str:
    return " ".join(plain(cell).replace("_", " ").replace("’", "'").casefold().split()).strip(" :.")
