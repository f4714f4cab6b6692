"""The shotlist as an edit decision list in the form of CMX 3600, which every edit suite reads.

The source side of an event is the recording's own timecode, up to the first frame after the row.
The record side puts the rows one after the other from 01:00:00:00.
"""

from collections.abc import Iterator
from typing import Any

from videos.pipeline.timecode import format_timecode, parse_timecode
from videos.shotlist.timing import Timing
from videos.shotlist.words import one_line, row_words

# A reel has at most eight characters of ASCII.
REEL_LENGTH = 8
# Picture with its sound.
CHANNELS = "B"
LINE_END = "\r\n"


def edl(document: dict[str, Any]) -> str:
    """Return the list of a video whose count is known."""
    timing = Timing.from_json(document["asset"]["timecode"])
    counting = "DROP FRAME" if timing.is_drop_frame else "NON-DROP FRAME"
    lines = [f"TITLE: {one_line(document['title'])}", f"FCM: {counting}", ""]
    recorded = parse_timecode("01:00:00:00", timing.rate, drop_frame=timing.is_drop_frame)
    for number, row in enumerate(document["shotlist"], start=1):
        following = recorded + row["out_frame"] - row["in_frame"]
        record = [
            format_timecode(frame, timing.rate, drop_frame=timing.is_drop_frame)
            for frame in (recorded, following)
        ]
        times = " ".join([row["in_timecode"], row["out_timecode"], *record])
        lines.append(f"{number:03}  {reel(document):8} {CHANNELS:5} C        {times}")
        lines += _comments(number, row)
        recorded = following
    return LINE_END.join([*lines, ""])


def reel(document: dict[str, Any]) -> str:
    """Return the name of the recording on the list: the beginning of its id."""
    return str(document["asset"]["id"])[:REEL_LENGTH].upper()


def _comments(number: int, row: dict[str, Any]) -> Iterator[str]:
    yield f"* FROM CLIP NAME: {number}. {one_line(row_words(row))}"
    for name in ("quote", "quote_rendering", "place", "restriction"):
        if row[name]:
            yield f"* {name.upper().replace('_', ' ')}: {one_line(row[name])}"
