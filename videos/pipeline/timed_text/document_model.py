"""Cues from the document model of ttconv, which reads TTML and EBU STL.

The elements are walked as they are written. Ttconv's own way, a document for each instant, would
cut cues that overlap into pieces.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from ttconv import model
from ttconv.style_properties import (
    DisplayAlignType,
    FontStyleType,
    FontWeightType,
    StyleProperties,
    TextDecorationType,
)

from videos.pipeline.timed_text.cues import Cue, bounded
from videos.pipeline.timed_text.markup import PLAIN, Run, Style, clean, from_runs
from videos.pipeline.timed_text.settings import TOP

# It reports the faults of files to the log; they are the business of whoever uploads them.
logging.getLogger("ttconv").setLevel(logging.CRITICAL)

WHITE_SPACE = re.compile(r"[ \t\r\n]+")
UPPER_HALF_PERCENT = 50
SLANTED = (FontStyleType.italic, FontStyleType.oblique)

type Moment = Fraction | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some text of a paragraph and when it is shown."""

    begin: Fraction
    end: Moment
    run: Run


def cues_of(document: model.ContentDocument) -> list[Cue]:
    """Return the cues of a document: one a paragraph, or one for each time within it."""
    body = document.get_body()
    if body is None:
        return []
    return [cue for paragraph in _paragraphs(body, Fraction(0), None) for cue in _cues(*paragraph)]


def _paragraphs(
    element: model.ContentElement, begin: Fraction, end: Moment
) -> Iterator[tuple[model.P, Fraction, Moment]]:
    begin, end = _interval(element, begin, end)
    if isinstance(element, model.P):
        yield element, begin, end
        return
    for child in element:
        if isinstance(child, (model.Div, model.P)):
            yield from _paragraphs(child, begin, end)


def _cues(paragraph: model.P, begin: Fraction, end: Moment) -> Iterator[Cue]:
    style = _style_of(paragraph, _inherited(paragraph))
    pieces = [piece for child in paragraph for piece in _pieces(child, begin, end, style)]
    settings = TOP if _is_at_the_top(paragraph) else ""
    for (starts, ends), group in groupby(pieces, key=lambda piece: (piece.begin, piece.end)):
        # Line ends come from <br/>; those of the file were only white space.
        runs = [piece.run for piece in group]
        bounded("".join(text for text, _style in runs))
        text = clean(from_runs(runs))
        if text:
            yield Cue(
                start_ms=_milliseconds(starts),
                end_ms=None if ends is None else _milliseconds(ends),
                text=text,
                settings=settings,
            )


def _pieces(
    element: model.ContentElement, begin: Fraction, end: Moment, style: Style
) -> Iterator[_Piece]:
    if isinstance(element, model.Text):
        parent = element.parent()
        text = element.get_text() or ""
        if parent is None or parent.get_space() is model.WhiteSpaceHandling.DEFAULT:
            text = WHITE_SPACE.sub(" ", text)
        yield _Piece(begin, end, (text, style))
    elif isinstance(element, model.Br):
        yield _Piece(begin, end, ("\n", PLAIN))
    elif not isinstance(element, (model.Rt, model.Rtc, model.Rp)):
        begin, end = _interval(element, begin, end)
        style = _style_of(element, style)
        for child in element:
            yield from _pieces(child, begin, end, style)


def _interval(
    element: model.ContentElement, begin: Fraction, end: Moment
) -> tuple[Fraction, Moment]:
    """Return when the element is shown; its own times count from its parent's begin."""
    own_begin, own_end = element.get_begin(), element.get_end()
    starts = begin + (own_begin or 0)
    ends = end if own_end is None else begin + own_end
    return starts, ends if end is None or ends is None else min(ends, end)


def _inherited(paragraph: model.P) -> Style:
    """Return the styles that the paragraph takes from what holds it."""
    holders = []
    holder = paragraph.parent()
    while holder is not None:
        holders.append(holder)
        holder = holder.parent()
    style = PLAIN
    region = _region_of(paragraph)
    for element in [*([region] if region else []), *reversed(holders)]:
        style = _style_of(element, style)
    return style


def _style_of(element: model.ContentElement, inherited: Style) -> Style:
    style = set(inherited)
    slant = element.get_style(StyleProperties.FontStyle)
    weight = element.get_style(StyleProperties.FontWeight)
    decoration = element.get_style(StyleProperties.TextDecoration)
    if slant is not None:
        (style.add if slant in SLANTED else style.discard)("i")
    if weight is not None:
        (style.add if weight is FontWeightType.bold else style.discard)("b")
    if isinstance(decoration, TextDecorationType) and decoration.underline is not None:
        (style.add if decoration.underline else style.discard)("u")
    return frozenset(style)


def _region_of(element: model.ContentElement) -> model.Region | None:
    holder: model.ContentElement | None = element
    while holder is not None:
        if (region := holder.get_region()) is not None:
            return region
        holder = holder.parent()
    return None


def _is_at_the_top(paragraph: model.P) -> bool:
    """Whether the text hangs from the top of a region that begins in the upper half."""
    region = _region_of(paragraph)
    if (
        region is None
        or region.get_style(StyleProperties.DisplayAlign) is not DisplayAlignType.before
    ):
        return False
    origin = region.get_style(StyleProperties.Origin)
    return origin is None or float(origin.y.value) < UPPER_HALF_PERCENT


def _milliseconds(seconds: Fraction) -> int:
    return round(seconds * 1000)
