"""Finds English sentences on pages of other languages, though there is a translation of them."""

import re
from functools import cache
from pathlib import Path

import polib
from django.conf import settings

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def english_lines(text: str, locale: str) -> list[str]:
    """Return the lines of a page's text that the catalogue of the locale says otherwise."""
    lines = {line.strip() for line in text.splitlines() if " " in line.strip()}
    sentences, patterns = _english(locale)
    return sorted(
        line
        for line in lines
        if line in sentences or any(pattern.fullmatch(line) for pattern in patterns)
    )


@cache
def _english(locale: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    file = Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"
    texts = set()
    for entry in polib.pofile(str(file)):
        if entry.msgstr != entry.msgid:
            texts |= {text for text in (entry.msgid, entry.msgid_plural) if " " in text}
    plain = {text for text in texts if not PLACEHOLDER.search(text)}
    patterns = tuple(
        re.compile(".+".join(map(re.escape, PLACEHOLDER.split(text))))
        for text in texts - plain
        if len(PLACEHOLDER.sub("", text)) >= 10  # "%(from)s to %(to)s" would fit too much
    )
    return frozenset(plain), patterns
