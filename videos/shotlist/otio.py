"""The shotlist as an OpenTimelineIO timeline.

The file is JSON whose objects and their versions the project documents
(https://opentimelineio.readthedocs.io/en/stable/tutorials/otio-file-format-specification.html).
The library is not needed to write it: it is compiled for few versions of Python, and the tests read
every timeline with it.
"""

from typing import Any

import orjson

from videos.shotlist.edl import reel
from videos.shotlist.timing import Timing
from videos.shotlist.words import one_line, row_words

# Whatever an application does not know it carries along under the name of who wrote it.
METADATA = "newsroom"


def otio(document: dict[str, Any]) -> str:
    """Return the timeline of a video whose count is known: its rows one after the other."""
    timing = Timing.from_json(document["asset"]["timecode"])
    media = _media(document, timing)
    rows = enumerate(document["shotlist"], start=1)
    track = _object(
        "Track.1",
        name="V1",
        kind="Video",
        children=[_clip(number, row, timing, media) for number, row in rows],
    )
    timeline = _object(
        "Timeline.1",
        name=one_line(document["title"]),
        global_start_time=None,
        tracks=_object("Stack.1", name="tracks", children=[track]),
        metadata={
            METADATA: {"url": document["url"], "locale": document["locale"], "id": document["id"]}
        },
    )
    return orjson.dumps(timeline, option=orjson.OPT_INDENT_2).decode() + "\n"


def _clip(
    number: int, row: dict[str, Any], timing: Timing, media: dict[str, Any]
) -> dict[str, Any]:
    start = timing.start_frame + row["in_frame"]
    length = row["out_frame"] - row["in_frame"]
    return _object(
        "Clip.2",
        name=f"{number}. {one_line(row_words(row))}",
        source_range=_range(start, length, timing),
        media_references={"DEFAULT_MEDIA": media},
        active_media_reference_key="DEFAULT_MEDIA",
        metadata={METADATA: row},
    )


def _media(document: dict[str, Any], timing: Timing) -> dict[str, Any]:
    """Return the recording, to be linked by whoever has it: the public file is not the master."""
    count = timing.frame_count
    return _object(
        "MissingReference.1",
        name=reel(document),
        available_range=_range(timing.start_frame, count, timing) if count else None,
        available_image_bounds=None,
        metadata={METADATA: {"asset": document["asset"]["id"]}},
    )


def _range(start: int, length: int, timing: Timing) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(start, timing),
        "duration": _time(length, timing),
    }


def _time(frames: int, timing: Timing) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "RationalTime.1",
        "rate": float(timing.rate),
        "value": float(frames),
    }


def _object(schema: str, **members: Any) -> dict[str, Any]:
    """Return an object with what every object of a timeline has."""
    common = {"effects": [], "markers": [], "enabled": True, "metadata": {}}
    composed = schema.startswith(("Clip", "Track", "Stack"))
    more = {"source_range": None, **common} if composed else {"metadata": {}}
    return {"OTIO_SCHEMA": schema, **more, **members}
