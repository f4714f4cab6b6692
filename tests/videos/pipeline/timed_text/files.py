"""Timed text files for tests, in the languages of the newsroom."""

from collections.abc import Iterable
from fractions import Fraction

from videos.pipeline.timed_text.cues import Cue

ENGLISH = (
    Cue(
        start_ms=1_000, end_ms=2_400, text="The ferry leaves at <i>dawn</i>.", speaker="Olena Koval"
    ),
    Cue(
        start_ms=2_400, end_ms=5_000, text="Fish & chips < 5 > 3\nEn tout\n1945", settings="line:0"
    ),
)
FRENCH = (
    Cue(start_ms=0, end_ms=1_500, text="«\u202fL’été\u202f», dit-elle\u00a0: où\u202f?"),
    Cue(
        start_ms=1_500,
        end_ms=3_000,
        text="Cœur, Noël, çà et là\n<b>ÉÀÜ</b>",
        speaker="Élodie Çelik",
    ),
)
UKRAINIAN = (
    Cue(start_ms=0, end_ms=1_500, text="Ґанок і їжак, «Є»"),
    Cue(start_ms=1_500, end_ms=3_000, text="м’який знак\n<u>Зв’язок</u>", speaker="Олена Коваль"),
)
ARABIC = (
    Cue(start_ms=0, end_ms=1_500, text="مرحبا بكم في المَدينة، هل أنتم بخير؟"),
    Cue(
        start_ms=1_500, end_ms=3_000, text="\u200fاللغة العربية 123\n<i>نصٌّ ثانٍ</i>", speaker="ليلى"
    ),
)
LANGUAGES = {"en": ENGLISH, "fr": FRENCH, "uk": UKRAINIAN, "ar": ARABIC}

TTML_HEAD = """<?xml version="1.0" encoding="{encoding}"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
    xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="{language}" {parameters}>
  <head>
    <styling>
      <style xml:id="slanted" tts:fontStyle="italic"/>
      <style xml:id="heavy" tts:fontWeight="bold" style="slanted"/>
    </styling>
    <layout>
      <region xml:id="top" tts:origin="10% 5%" tts:extent="80% 20%" tts:displayAlign="before"/>
      <region xml:id="bottom" tts:origin="10% 70%" tts:extent="80% 25%" tts:displayAlign="after"/>
    </layout>
  </head>
  <body {body}><div>"""
TTML_TAIL = "</div></body></tt>"


def ttml(
    paragraphs: str,
    *,
    language: str = "fr",
    parameters: str = 'ttp:timeBase="media"',
    body: str = "",
    encoding: str = "utf-8",
) -> bytes:
    """Return a TTML document around some paragraphs."""
    head = TTML_HEAD.format(encoding=encoding, language=language, parameters=parameters, body=body)
    return (head + paragraphs + TTML_TAIL).encode(encoding)


def stl(
    subtitles: Iterable[tuple[str, str, bytes]],
    *,
    start: bytes = b"10000000",
    character_table: bytes = b"00",
    language: bytes = b"0F",
    row: int = 20,
) -> bytes:
    """Return an EBU STL file. Each subtitle has its times (``hh:mm:ss:ff``) and its text field."""
    blocks = [
        block
        for number, (begins, ends, text) in enumerate(subtitles)
        for block in stl_blocks(number, begins, ends, text, row=row)
    ]
    header = bytearray(b" " * 1024)
    header[0:3] = b"850"
    header[3:11] = b"STL25.01"
    header[11:12] = b"0"
    header[12:14] = character_table
    header[14:16] = language
    header[238:243] = b"%05d" % len(blocks)
    header[243:248] = b"%05d" % len(blocks)
    header[248:251] = b"001"
    header[251:255] = b"4023"
    header[255:256] = b"1"
    header[256:264] = start
    return bytes(header) + b"".join(blocks)


def stl_blocks(
    number: int, begins: str, ends: str, text: bytes, *, row: int = 20, is_comment: bool = False
) -> list[bytes]:
    """Return the blocks of one subtitle; a long text needs several."""
    parts = [text[at : at + 112] for at in range(0, len(text), 112)] or [b""]
    return [
        bytes([0])
        + number.to_bytes(2, "little")
        + bytes([0xFF if at == len(parts) - 1 else at, 0])
        + bytes(int(part) for part in begins.split(":"))
        + bytes(int(part) for part in ends.split(":"))
        + bytes([row, 2, int(is_comment)])
        + part.ljust(112, b"\x8f")
        for at, part in enumerate(parts)
    ]


def seconds(frames: str, rate: Fraction = Fraction(25)) -> Fraction:
    """Return the seconds of a timecode without dropped frames."""
    hours, minutes, whole, rest = (int(part) for part in frames.split(":"))
    return hours * 3600 + minutes * 60 + whole + rest / rate
