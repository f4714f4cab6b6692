"""From a file to cues: what the content is decides, never its name."""

from dataclasses import dataclass
from enum import StrEnum

from videos.pipeline.timed_text.cues import (
    MAX_BYTES,
    Cue,
    TimedTextProblem,
    TimedTextRefused,
    accepted,
)
from videos.pipeline.timed_text.encodings import decode
from videos.pipeline.timed_text.srt import is_subrip, read_subrip
from videos.pipeline.timed_text.stl import is_stl, read_stl
from videos.pipeline.timed_text.ttml import is_xml, read_ttml
from videos.pipeline.timed_text.vtt import is_webvtt, read_webvtt


class TimedTextFormat(StrEnum):
    """The formats that are read."""

    WEBVTT = "webvtt"
    SUBRIP = "subrip"
    TTML = "ttml"
    STL = "stl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a file holds.

    Attributes:
        cues: in order.
        format: what the file is.
        encoding: how its text was read; empty where the format says it itself.
        is_encoding_guessed: whether the file said nothing and another encoding may be right.
        language: BCP 47, as the file says, or empty.
    """

    cues: tuple[Cue, ...]
    format: TimedTextFormat
    encoding: str = ""
    is_encoding_guessed: bool = False
    language: str = ""


def read(content: bytes, *, encoding: str = "", language: str = "") -> Reading:
    """Return the cues of a file.

    Args:
        content: the whole file.
        encoding: one of ``Encoding``, or empty to find out; STL and XML say it themselves.
        language: BCP 47; chooses the code page of a file that says nothing.

    Raises:
        TimedTextRefused: the file cannot be read, with the reason.
    """
    if len(content) > MAX_BYTES:
        raise TimedTextRefused(TimedTextProblem.TOO_LARGE, str(len(content)))
    reading = _read(content, encoding, language)
    if not reading.cues:
        raise TimedTextRefused(TimedTextProblem.EMPTY)
    return reading


def _read(content: bytes, encoding: str, language: str) -> Reading:
    if is_stl(content):
        cues, said = read_stl(content)
        return Reading(cues=accepted(cues), format=TimedTextFormat.STL, language=said)
    if is_xml(content):
        cues, said = read_ttml(content)
        return Reading(cues=accepted(cues), format=TimedTextFormat.TTML, language=said)
    decoded = decode(content, encoding=encoding, language=language)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if is_webvtt(text):
        kind, cues = TimedTextFormat.WEBVTT, read_webvtt(text)
    elif is_subrip(text):
        kind, cues = TimedTextFormat.SUBRIP, read_subrip(text)
    elif encoding:
        # Almost any bytes are letters in an encoding that somebody insists on.
        raise TimedTextRefused(TimedTextProblem.ENCODING, encoding)
    else:
        raise TimedTextRefused(TimedTextProblem.UNKNOWN_FORMAT, text[:40])
    return Reading(
        cues=accepted(cues),
        format=kind,
        encoding=decoded.encoding,
        is_encoding_guessed=decoded.is_guess,
    )
