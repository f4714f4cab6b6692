"""The text of a cue: bold, italic, underlined, lines, and nothing else.

Whatever a format calls them, styles pass through runs: pieces of text with a set of styles. From
them the one way to write a text is made, so that equal texts are equal strings.
"""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from itertools import groupby

STYLES = ("b", "i", "u")
SPACE = 0x20
CONTROLS = range(0x7F, 0xA0)
SURROGATES = range(0xD800, 0xE000)
NO_CHARACTERS = (0xFEFF, 0xFFFE, 0xFFFF)
TAG = re.compile(r"<(/?)([biu])>", re.IGNORECASE)
# Without a bound on its length, each of many opening brackets would look at the whole rest.
ANY_TAG = re.compile(r"<(/?)([a-zA-Z]+|[0-9:.]+|)([^<>]{0,1000})>")
SUBRIP_TAG = re.compile(r"<(/?)\s*([a-zA-Z]{1,10})(?:\s[^<>]{0,300})?\s*/?>")
OVERRIDE = re.compile(r"\{\\[^{}]{0,300}\}")
AT_THE_TOP = re.compile(r"\{\\an[789]\}")
SUBRIP_NAMES = {"b", "i", "u", "font", "s", "span", "p", "c", "br"}
LINE_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\t": " "})
PLAIN_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

type Style = frozenset[str]
type Run = tuple[str, Style]

PLAIN: Style = frozenset()


def clean(text: str) -> str:
    """Return a text as cues hold it: known tags balanced, no blank lines, no control characters."""
    return from_runs(to_runs(text))


def plain(text: str) -> str:
    """Return the text without its tags."""
    return TAG.sub("", text)


def to_runs(text: str) -> list[Run]:
    """Return the pieces of a text with the styles each has."""
    runs: list[Run] = []
    depth = dict.fromkeys(STYLES, 0)
    at = 0
    for tag in TAG.finditer(text):
        runs.append((text[at : tag.start()], _styles(depth)))
        name = tag[2].lower()
        depth[name] = max(0, depth[name] + (-1 if tag[1] else 1))
        at = tag.end()
    runs.append((text[at:], _styles(depth)))
    return runs


def from_runs(runs: Iterable[Run]) -> str:
    """Return the text of styled pieces, written in the one way there is."""
    lines: list[list[tuple[str, Style]]] = [[]]
    for text, style in runs:
        for character in _without_controls(text):
            if character == "\n":
                lines.append([])
            else:
                lines[-1].append((character, style))
    kept = [stripped for line in lines if (stripped := _strip(line))]
    flat: list[tuple[str, Style]] = []
    for line in kept:
        if flat:
            # A style that goes on over the break is not closed before it.
            flat.append(("\n", flat[-1][1] & line[0][1]))
        flat += line
    return _write(flat)


def from_webvtt(text: str) -> tuple[str, str]:
    """Return speaker and text of a WebVTT payload.

    A payload in which several speak keeps their names in its text, a line each.
    """
    turns: list[tuple[str, list[Run]]] = [("", [])]
    depth = dict.fromkeys(STYLES, 0)
    at = 0
    for tag in ANY_TAG.finditer(text):
        turns[-1][1].append((unescape(text[at : tag.start()]), _styles(depth)))
        at = tag.end()
        name = tag[2].lower()
        if name in STYLES:
            depth[name] = max(0, depth[name] + (-1 if tag[1] else 1))
        elif name == "v":
            speaker = "" if tag[1] else clean_speaker(unescape(_annotation(tag[3])))
            turns.append((speaker, []))
    turns[-1][1].append((unescape(text[at:]), _styles(depth)))
    spoken = [(speaker, runs) for speaker, runs in turns if from_runs(runs)]
    if not spoken:
        return turns[-1][0], ""
    if len({speaker for speaker, _runs in spoken}) == 1:
        return spoken[0][0], _joined(run for _speaker, runs in spoken for run in runs)
    return "", _joined(_named(spoken))


def to_webvtt(text: str, speaker: str = "") -> str:
    """Return the WebVTT payload of a text."""
    voice = f"<v {speaker.translate(PLAIN_ESCAPES)}>" if speaker else ""
    parts, at = [], 0
    for tag in TAG.finditer(text):
        parts += [text[at : tag.start()].translate(PLAIN_ESCAPES), tag[0].lower()]
        at = tag.end()
    return voice + "".join(parts) + text[at:].translate(PLAIN_ESCAPES)


def from_subrip(text: str) -> tuple[str, bool]:
    """Return a SubRip text, and whether it wants to be at the top."""
    at_the_top = bool(AT_THE_TOP.search(text))

    def keep(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name in STYLES:
            return f"<{tag[1]}{name}>"
        if name == "br":
            return "\n"
        return "" if name in SUBRIP_NAMES else tag[0]

    return clean(SUBRIP_TAG.sub(keep, OVERRIDE.sub("", text))), at_the_top


def to_subrip(text: str, *, at_the_top: bool = False) -> str:
    """Return the SubRip form of a text. Players take an arrow in it for times."""
    return ("{\\an8}" if at_the_top else "") + text.replace("-->", "→")


def clean_speaker(name: str) -> str:
    """Return a speaker's name on one line."""
    return " ".join(unicodedata.normalize("NFC", _without_controls(name)).split())


def _joined(runs: Iterable[Run]) -> str:
    # Escaped brackets may have spelled a tag, which from here on is one.
    return clean(from_runs(runs))


def _named(spoken: list[tuple[str, list[Run]]]) -> Iterable[Run]:
    for speaker, runs in spoken:
        yield (f"\n{speaker}: " if speaker else "\n", PLAIN)
        yield from runs


def _annotation(rest: str) -> str:
    """Return what follows a tag's name and classes."""
    return rest.partition(" ")[2] if rest.startswith(".") else rest


def _styles(depth: dict[str, int]) -> Style:
    return frozenset(name for name, count in depth.items() if count)


def _without_controls(text: str) -> str:
    breaks = text.replace("\r\n", "\n").replace("\r", "\n").translate(LINE_BREAKS)
    return "".join(character for character in breaks if not _is_control(character))


def _is_control(character: str) -> bool:
    code = ord(character)
    if character == "\n":
        return False
    return code < SPACE or code in CONTROLS or code in SURROGATES or code in NO_CHARACTERS


def _strip(line: list[tuple[str, Style]]) -> list[tuple[str, Style]]:
    start, end = 0, len(line)
    while start < end and line[start][0] == " ":
        start += 1
    while start < end and line[end - 1][0] == " ":
        end -= 1
    return line[start:end]


def _write(flat: list[tuple[str, Style]]) -> str:
    parts: list[str] = []
    opened: list[str] = []
    for style, characters in groupby(flat, key=lambda piece: piece[1]):
        while any(name not in style for name in opened):
            parts.append(f"</{opened.pop()}>")
        for name in STYLES:
            if name in style and name not in opened:
                opened.append(name)
                parts.append(f"<{name}>")
        written = "".join(character for character, _style in characters)
        parts.append(unicodedata.normalize("NFC", written))
    parts += [f"</{name}>" for name in reversed(opened)]
    return "".join(parts)
