"""The shotlist as chapters: WebVTT (https://www.w3.org/TR/webvtt1/), for players."""

from itertools import pairwise
from typing import Any

from videos.shotlist.words import one_line, row_words

TITLE_LENGTH = 120


def chapters(document: dict[str, Any]) -> str:
    """Return a WebVTT file with a cue for each row.

    A chapter ends where the next one begins, so a shot with soundbites in it goes on until the
    first of them. Of rows that begin together the longer one is left out.
    """
    rows = document["shotlist"]
    ends = [
        min(row["out_seconds"], following["in_seconds"]) for row, following in pairwise(rows)
    ] + [row["out_seconds"] for row in rows[-1:]]
    cues = [
        f"{row['id']}\n{_clock(row['in_seconds'])} --> {_clock(end)}\n{_title(number, row)}\n"
        for number, (row, end) in enumerate(zip(rows, ends, strict=True), start=1)
        if end > row["in_seconds"]
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _title(number: int, row: dict[str, Any]) -> str:
    words = one_line(row_words(row))
    if len(words) > TITLE_LENGTH:
        words = words[:TITLE_LENGTH].rpartition(" ")[0] + "…"
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"{number}. {safe}"


def _clock(seconds: float) -> str:
    """Return a WebVTT timestamp, such as ``00:01:02.500``."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
