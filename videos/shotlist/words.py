"""How a row of a shotlist reads in files, in the active language."""

import unicodedata
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from videos.choices import ShotKind

# What is between an isolate and its end does not turn its surroundings around.
LEFT_TO_RIGHT, FIRST_STRONG, END = "\u2066", "\u2068", "\u2069"
RIGHT_TO_LEFT = ("R", "AL")


def row_words(row: dict[str, Any]) -> str:
    """Return what a row is in one piece: its description, or who speaks and what is said."""
    if row["kind"] != ShotKind.SOUNDBITE:
        return str(row["description"] or row["kind_label"])
    said = row["quote_rendering"] or row["quote"]
    parts = [soundbite_words(row), quoted(said) if said else row["description"]]
    return labelled(*parts) if parts[1] else parts[0]


def soundbite_words(row: dict[str, Any]) -> str:
    """Return the head of a soundbite, such as ``SOUNDBITE (French) Ada Roux, mayor``."""
    head = _("SOUNDBITE")
    if row["language_label"]:
        head = _("SOUNDBITE (%(language)s)") % {"language": row["language_label"]}
    speaker = speaker_words(row)
    return f"{head} {speaker}" if speaker else head


def speaker_words(row: dict[str, Any]) -> str:
    """Return the name and the role of who speaks; empty when nobody is named."""
    speaker = row["speaker"]
    if speaker is None:
        return ""
    if not speaker["role"]:
        return str(speaker["title"])
    words = pgettext("who speaks", "%(name)s, %(role)s")
    return words % {"name": speaker["title"], "role": speaker["role"]}


def quoted(text: str) -> str:
    """Return a text in quotation marks."""
    return pgettext("quotation marks", "“%(text)s”") % {"text": text}


def labelled(label: str, value: str) -> str:
    """Return a value after its label, with the colon as the language sets it."""
    return pgettext("label and value", "%(label)s: %(value)s") % {"label": label, "value": value}


def isolated(text: str, direction: str) -> str:
    """Return a text that stands as one piece in a line of the given direction.

    Marks are only added where the text runs against the line, so most lines have none.
    """
    runs_right_to_left = any(unicodedata.bidirectional(sign) in RIGHT_TO_LEFT for sign in text)
    runs_along = runs_right_to_left == (direction == "rtl")
    return text if runs_along else f"{FIRST_STRONG}{text}{END}"


def left_to_right(text: str, direction: str) -> str:
    """Return a timecode or an address, which read from the left whatever surrounds them."""
    return f"{LEFT_TO_RIGHT}{text}{END}" if direction == "rtl" else text


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters, for formats that count in lines."""
    visible = "".join(
        " " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text
    )
    return " ".join(visible.split())
