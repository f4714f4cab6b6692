"""EBU STL (EBU Tech 3264), read by ttconv block by block.

What ttconv would drop or move without a word is looked at here: times that cannot be, comments,
cues before the start of programme, cues that begin before the last one ends.
"""

import re
from fractions import Fraction

from ttconv.stl.datafile import DataFile

from videos.pipeline.timed_text.cues import Cue, TimedTextProblem, TimedTextRefused, shifted
from videos.pipeline.timed_text.document_model import cues_of

HEADER_BYTES = 1024
BLOCK_BYTES = 128
FORMAT_CODE = re.compile(rb"STL\d\d\.\d\d")
FORMAT_CODE_AT = slice(3, 11)
START_OF_PROGRAMME_AT = slice(256, 264)
NUMBER_OF_BLOCKS_AT = slice(238, 243)
EXTENSION_AT = 3
COMMENT_FLAG_AT = 15
LAST_OF_TEXT = 0xFF
TIMECODE_DIGITS = 8


def is_stl(content: bytes) -> bool:
    """Whether the header names the format."""
    return bool(FORMAT_CODE.fullmatch(content[FORMAT_CODE_AT]))


def read_stl(content: bytes) -> tuple[list[Cue], str]:
    """Return the cues of an EBU STL file and its language. Times count from the programme's start.

    Raises:
        TimedTextRefused: the file is damaged.
    """
    if len(content) < HEADER_BYTES:
        raise TimedTextRefused(TimedTextProblem.DAMAGED, f"{len(content)} bytes")
    blocks = _text_blocks(content)
    try:
        data = DataFile(content[:HEADER_BYTES])
        rate = data.get_fps()
        for number, block in enumerate(blocks, 1):
            _look_at(block, number, rate)
            data.last_end_time = None
            data.process_tti_block(block)
        cues = cues_of(data.get_document())
    except TimedTextRefused:
        raise
    except Exception as error:  # whatever damage makes the library raise
        raise TimedTextRefused(TimedTextProblem.DAMAGED, type(error).__name__) from error
    start = _start_of_programme(content[START_OF_PROGRAMME_AT], rate)
    if cues and all(cue.start_ms >= start for cue in cues):
        cues = list(shifted(cues, -start))
    return cues, str(data.get_language())


def _text_blocks(content: bytes) -> list[bytes]:
    """Return the blocks that hold text or its continuation, not comments.

    Raises:
        TimedTextRefused: the header promises more blocks than there are.
    """
    ends = range(HEADER_BYTES + BLOCK_BYTES, len(content) + 1, BLOCK_BYTES)
    blocks = [content[end - BLOCK_BYTES : end] for end in ends]
    promised = content[NUMBER_OF_BLOCKS_AT]
    if promised.isdigit() and int(promised) > len(blocks):
        raise TimedTextRefused(TimedTextProblem.DAMAGED, f"{len(blocks)} of {int(promised)}")
    return [block for block in blocks if block[COMMENT_FLAG_AT] == 0]


def _look_at(block: bytes, number: int, rate: Fraction) -> None:
    """Refuse times that cannot be.

    Raises:
        TimedTextRefused: with the number of the block.
    """
    if block[EXTENSION_AT] != LAST_OF_TEXT:
        return
    start, end = tuple(block[5:9]), tuple(block[9:13])
    highest = (23, 59, 59, round(rate) - 1)
    for time in (start, end):
        if any(part > limit for part, limit in zip(time, highest, strict=True)):
            shown = ":".join(f"{part:02}" for part in time)
            raise TimedTextRefused(TimedTextProblem.BAD_TIME, shown, line=number)
    if end <= start:
        shown = ":".join(f"{part:02}" for part in end)
        raise TimedTextRefused(TimedTextProblem.BAD_TIME, shown, line=number)


def _start_of_programme(field: bytes, rate: Fraction) -> int:
    """Return the time that the programme's first picture has, in milliseconds."""
    if not field.isdigit() or len(field) != TIMECODE_DIGITS:
        return 0
    hours, minutes, seconds, frames = (int(field[at : at + 2]) for at in range(0, 8, 2))
    return round(((hours * 60 + minutes) * 60 + seconds + Fraction(frames) / rate) * 1000)
