"""The dopesheet: what an edit suite and a newsreader need to know of a video, on paper.

It is put together once as lines. The text file and the PDF show the same lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bs4 import BeautifulSoup
from django.utils.translation import pgettext

from accounts.dates import day_in_words
from videos.choices import ShotKind
from videos.shotlist.timing import Timing
from videos.shotlist.words import (
    isolated,
    labelled,
    left_to_right,
    one_line,
    quoted,
    soundbite_words,
)
from videos.text import BLOCKS
from videos.text import timecode as running_time

INDENT = "   "


class Style(StrEnum):
    """What a line is; the PDF sets each in its own way."""

    TITLE = "title"
    FACT = "fact"
    HEADING = "heading"
    ROW = "row"
    DETAIL = "detail"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the dopesheet. A long one is wrapped on paper."""

    style: Style
    text: str


def dopesheet_text(document: dict[str, Any]) -> str:
    """Return the dopesheet as plain text."""
    shown: list[str] = []
    for line in dopesheet(document):
        if line.style in (Style.HEADING, Style.ROW) or (
            line.style == Style.TEXT and shown and shown[-1]
        ):
            shown.append("")
        shown.append(INDENT + line.text if line.style == Style.DETAIL else line.text)
    return "\n".join(shown) + "\n"


def dopesheet(document: dict[str, Any]) -> list[Line]:
    """Return the lines of the dopesheet in the language of the document, which must be active."""
    lines = [Line(Style.TITLE, one_line(document["title"]))]
    lines += [Line(Style.FACT, fact) for fact in _facts(document)]
    if document["shotlist"]:
        lines.append(Line(Style.HEADING, pgettext("dopesheet", "Shotlist")))
        for number, row in enumerate(document["shotlist"], start=1):
            lines += _row(number, row, document)
    story = _paragraphs(document["synopsis"])
    if story:
        lines.append(Line(Style.HEADING, pgettext("dopesheet", "Storyline")))
        lines += [Line(Style.TEXT, paragraph) for paragraph in story]
    return lines


def _facts(document: dict[str, Any]) -> Iterator[str]:
    direction = document["dir"]
    yield labelled(pgettext("dopesheet", "Kind"), str(document["kind_label"]))
    if document["date"]:
        day = datetime.fromisoformat(document["date"]).replace(tzinfo=UTC)
        yield labelled(pgettext("dopesheet", "Date"), day_in_words(day, document["locale"]))
    if document["place"]:
        yield labelled(
            pgettext("dopesheet", "Place"), isolated(document["place"]["title"], direction)
        )
    if document["duration_seconds"] is not None:
        yield labelled(
            pgettext("dopesheet", "Duration"), running_time(document["duration_seconds"])
        )
    asset = document["asset"]
    if asset and asset["timecode"]:
        yield labelled(pgettext("dopesheet", "Timecode"), _counting(asset["timecode"], direction))
    rights = document.get("rights")
    if rights and rights["sentence"]:  # it names the source as well
        yield labelled(
            pgettext("dopesheet", "Rights"), isolated(one_line(rights["sentence"]), direction)
        )
    elif document["credit"]:
        yield labelled(
            pgettext("dopesheet", "Credit"), isolated(one_line(document["credit"]), direction)
        )
    if document["usage_restrictions"]:
        yield labelled(
            pgettext("dopesheet", "Restrictions"), one_line(document["usage_restrictions"])
        )
    if document["url"]:
        yield labelled(pgettext("dopesheet", "Address"), left_to_right(document["url"], direction))


def _counting(timecode: dict[str, Any], direction: str) -> str:
    rate = f"{float(Timing.from_json(timecode).rate):.3f}".rstrip("0").rstrip(".")
    words = pgettext("dopesheet", "from %(start)s, %(rate)s frames a second")
    if timecode["is_drop_frame"]:
        words = pgettext("dopesheet", "from %(start)s, %(rate)s frames a second, drop-frame")
    return words % {"start": left_to_right(timecode["start"], direction), "rate": rate}


def _row(number: int, row: dict[str, Any], document: dict[str, Any]) -> Iterator[Line]:
    direction = document["dir"]
    times = left_to_right(f"{row['in_timecode']} – {row['out_timecode']}", direction)
    length = running_time(row["out_seconds"] - row["in_seconds"])
    yield Line(Style.ROW, f"{number}. {times} ({length})")
    yield from (Line(Style.DETAIL, text) for text in _details(row, document) if text)


def _details(row: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    direction = document["dir"]
    if row["kind"] == ShotKind.SOUNDBITE:
        yield soundbite_words(row)
    yield one_line(row["description"])
    if row["quote"]:
        yield isolated(quoted(one_line(row["quote"])), direction)
    if row["quote_rendering"]:
        translation = quoted(one_line(row["quote_rendering"]))
        yield labelled(pgettext("dopesheet", "Translation"), translation)
    if row["place"]:
        yield labelled(pgettext("dopesheet", "Place"), one_line(row["place"]))
    if row["restriction"]:
        yield labelled(pgettext("dopesheet", "Restriction"), one_line(row["restriction"]))


def _paragraphs(html: str) -> list[str]:
    soup = BeautifulSoup(html, "html.parser")
    blocks = soup.find_all(BLOCKS) or [soup]
    return [text for block in blocks if (text := one_line(block.get_text()))]
