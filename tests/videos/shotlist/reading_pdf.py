"""What a PDF shows, line by line, from its glyphs alone."""

import unicodedata
from collections.abc import Iterator
from ctypes import c_double
from typing import Any

import bidi
import pypdfium2.raw

# A reader of PDF cannot tell on which side a mirrored sign opens.
MIRRORED = str.maketrans("()[]<>{}«»‹›“”", "(([[<<{{««‹‹““")
VOWEL_SIGNS = frozenset(map(chr, [*range(0x064B, 0x0660), 0x0670]))
ISOLATES, END = "\u2066\u2067\u2068", "\u2069"
DIRECTION = {"ltr": "L", "rtl": "R"}


def shown_lines(content: bytes) -> list[str]:
    """Return the signs of each line from left to right, without spaces and page numbers."""
    document = pypdfium2.PdfDocument(content)
    return [line for page in document for line in _lines_of(page)]


def is_shown(texts: list[str], lines: list[str], direction: str) -> bool:
    """Return whether the lines show the texts, each wrapped where it need be, and nothing else.

    A text may be wrapped between words. What is seen is compared: the order that the Unicode
    bidirectional algorithm gives to the words of a line.
    """
    left = iter(lines)
    for text in texts:
        words, open_isolate = text.split(), ""
        while words:
            line = next(left, None)
            if line is None:
                return False
            fitting = [
                count
                for count in range(len(words), 0, -1)
                if _seen(open_isolate + " ".join(words[:count]), direction) == line
            ]
            if not fitting:
                return False
            taken = open_isolate + " ".join(words[: fitting[0]])
            open_isolate = _left_open(taken)
            words = words[fitting[0] :]
    return next(left, None) is None


def _seen(text: str, direction: str) -> str:
    ordered = bidi.get_display(text, base_dir=DIRECTION[direction])
    return _bare(ordered)


def _left_open(text: str) -> str:
    stack: list[str] = []
    for sign in text:
        if sign in ISOLATES:
            stack.append(sign)
        elif sign == END and stack:
            stack.pop()
    return "".join(stack)


def _bare(text: str) -> str:
    """Return the visible signs, compatibility forms undone.

    Without the vowel signs of Arabic: they stand over their letter, not before or after it.
    """
    plain = unicodedata.normalize("NFKC", text).translate(MIRRORED)
    return "".join(
        sign
        for sign in plain
        if not sign.isspace() and unicodedata.category(sign) != "Cf" and sign not in VOWEL_SIGNS
    )


def _lines_of(page: Any) -> Iterator[str]:
    text = page.get_textpage()
    footer = page.get_height() * 0.07
    lines: dict[int, list[tuple[float, str]]] = {}
    for number in range(text.count_chars()):
        x, y = c_double(), c_double()
        pypdfium2.raw.FPDFText_GetCharOrigin(text, number, x, y)
        if y.value > footer:
            sign = text.get_text_range(number, 1)
            lines.setdefault(round(y.value), []).append((x.value, sign))
    for baseline in sorted(lines, reverse=True):
        shown = _bare("".join(sign for _x, sign in sorted(lines[baseline])))
        if shown:
            yield shown
