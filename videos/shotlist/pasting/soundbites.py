"""Soundbites as dopesheets announce them.

``SOUNDBITE (English) NAME, TITLE, SAYING: "…"``, ``SOUNDBITE (in GERMAN) name saying that …``,
``SOUNDBITE 1 - Name, title (French, 12 sec): "…"``, ``SONORE (français) …``.
"""

import re
from dataclasses import dataclass

HEAD = re.compile(
    r"(?:SOUND ?BITES?|SOT|SONORES?|СИНХРОН|ПРЯМА МОВА|مقطع صوتي|تصريح)(?![^\W\d_])\s*"
    r"(?:[0-9]{1,3}(?![0-9]))?[\s:–—-]*",
    re.IGNORECASE,
)
LANGUAGE = re.compile(r"[(\[]\s*(?:in |en )?([^()\[\]]{2,60})[)\]][\s:,–—-]*", re.IGNORECASE)
LANGUAGE_AT_END = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]\s*$")
SAYING_THAT = re.compile(r",?\s*\b(?:saying that|dit que|disant que)\b\s*", re.IGNORECASE)
SAYING = re.compile(
    r",?\s*\b(?:saying|says|said|dit|disant|каже|говорить|قائلا|يقول)\b\s*[:,]?\s*$", re.IGNORECASE
)
SAYING_INSIDE = re.compile(r",?\s*\b(?:saying|disant)\b\s*[:,]?\s*", re.IGNORECASE)
OPENING, CLOSING = '"“«„”', '"”»“'


@dataclass(frozen=True, slots=True)
class Soundbite:
    """What was found after the word soundbite."""

    language: str = ""
    speaker: str = ""
    role: str = ""
    quote: str = ""
    rest: str = ""


def read_soundbite(text: str) -> Soundbite | None:
    """Return the soundbite that a description announces, None when it announces none."""
    head = HEAD.match(text)
    if head is None:
        return None
    # Runs of blanks would make the patterns slow, and mean nothing.
    rest = " ".join(text[head.end() :].split())
    language = ""
    if found := LANGUAGE.match(rest):
        language, rest = found[1], rest[found.end() :]
    before, quote, after = _split(rest)
    if not language and (found := LANGUAGE_AT_END.search(before)):
        language, before = found[1], before[: found.start()]
    speaker, _comma, role = before.strip(" ,:;–—-").partition(",")
    return Soundbite(
        language=language.partition(",")[0].strip(),
        speaker=speaker.strip(),
        role=role.strip(" ,:;–—-"),
        quote=quote,
        rest=after,
    )


def unquoted(text: str) -> str:
    """Return a text without the quotation marks around it."""
    return text.strip().lstrip(OPENING).rstrip(CLOSING).strip()


def opens_quote(text: str) -> bool:
    """Whether a line begins with a quotation mark."""
    return text.lstrip()[:1] in tuple(OPENING)


def _split(text: str) -> tuple[str, str, str]:
    """Return who speaks, what is quoted word for word, and what else is told."""
    if reported := SAYING_THAT.search(text):
        return text[: reported.start()], "", text[reported.start() :].strip(" ,")
    positions = [at for sign in OPENING if (at := text.find(sign)) >= 0]
    if positions:
        begin = min(positions)
        end = max(text.rfind(sign) for sign in CLOSING)
        quote = text[begin:] if end <= begin else text[begin : end + 1]
        after = "" if end <= begin else text[end + 1 :].strip(" .,;")
        return SAYING.sub("", text[:begin].rstrip(" :")), unquoted(quote), after
    if said := SAYING_INSIDE.search(text):
        return text[: said.start()], unquoted(text[said.end() :]), ""
    name, colon, words = text.partition(":")
    return (name, unquoted(words), "") if colon else (text, "", "")
