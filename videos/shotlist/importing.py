"""Pasted rows made ready for the editor's form: people and languages found, notes in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.models import Person
from videos.languages import language_tag
from videos.shotlist.pasting.rows import Fault, Note, Pasted, PastedRow, PasteProblem
from videos.shotlist.timing import Timing

PROBLEM_TEXTS = {
    PasteProblem.NO_TIME: _("There is no time in this line."),
    PasteProblem.BAD_TIME: _("This time does not exist in the recording, or is no time."),
    PasteProblem.BACKWARDS: _("The end does not come after the beginning."),
    PasteProblem.OUTSIDE: _("This does not lie within the video file."),
    PasteProblem.NO_END: _("There is no end, and the length of the video is not known."),
    PasteProblem.TOO_LONG: _("One of the texts is too long."),
    PasteProblem.UNREADABLE: _("The table cannot be read from here on: a quotation mark is open."),
}
NOTE_TEXTS = {
    Note.END_OF_NEXT: _("No end was given: it lasts until the next row."),
    Note.END_OF_FILE: _("No end was given: it lasts until the end of the file."),
}
UNKNOWN_SPEAKER = _("“%(name)s” is nobody in the library: the name is put into the description.")
UNKNOWN_LANGUAGE = _("The language “%(name)s” is not known: it is put into the description.")
TEXTS = ("kind", "description", "quote", "quote_rendering", "place", "restriction")


@dataclass(slots=True)
class ImportedRow:
    """A row as the editor's form takes it, and what the editor should know of it."""

    line: int
    values: dict[str, Any]
    speaker: Person | None = None
    notes: list[str] = field(default_factory=list)


def prepare(pasted: Pasted, timing: Timing) -> list[ImportedRow]:
    """Return the rows with people and languages looked up, two queries for all."""
    people = _people({row.written.speaker for row in pasted.rows if row.written.speaker})
    return [_prepare(row, timing, people) for row in pasted.rows]


def fault_words(fault: Fault) -> str:
    """Return why a line cannot be taken over."""
    return str(PROBLEM_TEXTS[fault.problem])


def _prepare(row: PastedRow, timing: Timing, people: dict[str, Person]) -> ImportedRow:
    written = row.written
    values = {name: getattr(written, name) for name in TEXTS}
    values |= {
        "in_frame": timing.timecode(row.in_frame),
        "out_frame": timing.timecode(row.out_frame),
        "language": language_tag(written.language),
    }
    made = ImportedRow(written.line, values, notes=[str(NOTE_TEXTS[note]) for note in row.notes])
    unplaced = _place_speaker(made, written.speaker, written.role, people)
    if written.language and not values["language"]:
        unplaced.append(f"({written.language})")
        made.notes.append(UNKNOWN_LANGUAGE % {"name": written.language})
    values["description"] = " ".join(filter(None, [*unplaced, values["description"]]))
    return made


def _place_speaker(made: ImportedRow, name: str, role: str, people: dict[str, Person]) -> list[str]:
    """Set the speaker who is known; return what has to be kept as text."""
    made.speaker = people.get(name.casefold())
    if made.speaker is None:
        if name:
            made.notes.append(UNKNOWN_SPEAKER % {"name": name})
        return [", ".join(filter(None, [name, role]))] if name or role else []
    is_known = role.casefold() == made.speaker.role.casefold()
    return [role] if role and not is_known else []


def _people(names: Iterable[str]) -> dict[str, Person]:
    """Return people by their name in small letters, whatever letters it was written in."""
    wanted = list(names)
    if not wanted:
        return {}
    # The databases fold the case of some letters only, so that names in capitals are tried as such.
    spellings = {spelling for name in wanted for spelling in (name, name.title(), name.lower())}
    matches = reduce(or_, (Q(title__iexact=spelling) for spelling in spellings))
    return {person.title.casefold(): person for person in Person.objects.filter(matches)}
