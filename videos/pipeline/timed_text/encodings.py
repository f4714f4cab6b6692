"""From bytes to text.

A file with a byte order mark, or one that is whole UTF-8, says what it is. Older files say nothing:
they are read as the Windows code page of their language, and the reader is told that this was a
guess.
"""

from dataclasses import dataclass
from enum import StrEnum

from videos.pipeline.timed_text.cues import TimedTextProblem, TimedTextRefused


class Encoding(StrEnum):
    """The encodings that are read. The values are Python's names."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WINDOWS_1252 = "windows-1252"
    WINDOWS_1251 = "windows-1251"
    WINDOWS_1256 = "windows-1256"


# Longest first: the mark of UTF-32 begins with that of UTF-16.
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
ARABIC = {"ar", "fa", "ur", "ps", "ckb", "sd", "ug"}
CYRILLIC = {"uk", "ru", "be", "bg", "mk", "sr", "crh", "rue", "kk", "mn"}
LEADING = 64


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was read."""

    text: str
    encoding: str
    is_guess: bool = False


def decode(content: bytes, *, encoding: str = "", language: str = "") -> Decoded:
    """Return the text of a file.

    Args:
        content: the bytes.
        encoding: what somebody says it is; empty to find out.
        language: BCP 47; chooses the code page of a file that says nothing.

    Raises:
        TimedTextRefused: the bytes are not in that encoding.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return Decoded(_decode(content, name), name.removesuffix("-sig"))
    if encoding:
        return Decoded(_decode(content, encoding), encoding)
    if wide := _wide_without_mark(content):
        return Decoded(_decode(content, wide), Encoding.UTF_16)
    try:
        return Decoded(content.decode("utf-8"), Encoding.UTF_8)
    except UnicodeDecodeError:
        guess = code_page_of(language)
        return Decoded(_decode(content, guess), guess, is_guess=True)


def code_page_of(language: str) -> Encoding:
    """Return the Windows code page that older files in a language use."""
    primary = language.lower().partition("-")[0]
    if primary in ARABIC:
        return Encoding.WINDOWS_1256
    return Encoding.WINDOWS_1251 if primary in CYRILLIC else Encoding.WINDOWS_1252


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise TimedTextRefused(TimedTextProblem.ENCODING, encoding.removesuffix("-sig")) from error


def _wide_without_mark(content: bytes) -> str:
    """Return the byte order of UTF-16: of its first letters every other byte is zero."""
    head = content[:LEADING]
    if head[1:2] == b"\x00" and head[:1] != b"\x00":
        return "utf-16-le"
    return "utf-16-be" if head[:1] == b"\x00" and head[1:2] != b"\x00" else ""
