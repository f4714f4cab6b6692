"""What a file says of itself: texts from outside, cleaned and bounded before they are kept."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from babel.core import get_global

LONGEST_KEY = 64
LONGEST_VALUE = 2000
MOST_ENTRIES = 100
MOST_CHARACTERS = 32_000
LONGEST_TITLE = 200
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")
# Undetermined, many, none, uncoded (ISO 639-2): no language.
NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})
LATIN_1_REPLACED = re.compile("[\udc80-\udcff]")
# They turn the direction of the text around them.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CODE_LENGTH = 3
# Of the film's own tags: written by every tool, and told better elsewhere.
DULL_KEYS = frozenset({"language", "handler_name", "vendor_id", "duration", "minor_version"})


def clean_text(text: str, *, longest: int) -> str:
    """Return a text that can be stored and shown: no control characters, no broken ones."""
    # PyAV hands bytes that are no UTF-8 on as surrogates: such texts are mostly Latin-1.
    text = LATIN_1_REPLACED.sub(lambda found: chr(ord(found[0]) - 0xDC00), text[: longest * 4])
    kept = "".join(_kept(character) for character in text)
    return " ".join(kept.split(" ")).strip()[:longest]


def clean_metadata(sources: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the entries of all sources, the first word on a key counts."""
    found: dict[str, str] = {}
    characters = 0
    for source in sources:
        for key, value in source.items():
            name = clean_text(key, longest=LONGEST_KEY).lower()
            text = clean_text(value, longest=LONGEST_VALUE)
            if not name or not text or name in found or name in DULL_KEYS:
                continue
            characters += len(name) + len(text)
            if len(found) == MOST_ENTRIES or characters > MOST_CHARACTERS:
                return found
            found[name] = text
    return found


def language_tag(code: str | None) -> str:
    """Return BCP 47 for a code of ISO 639: ``fr`` for ``fra`` and ``fre``; empty when unsaid."""
    code = (code or "").strip().replace("_", "-")
    if not LANGUAGE.fullmatch(code):
        return ""
    language, *rest = code.split("-")
    language = language.lower()
    if language in NO_LANGUAGE:
        return ""
    if len(language) == CODE_LENGTH:
        language = get_global("language_aliases").get(language, language)
    return "-".join((language, *rest))


def _kept(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Co", "Cn") or character in TURNING:
        return " " if category == "Cc" else ""
    return character
