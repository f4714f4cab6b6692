"""WebVTT (W3C, https://www.w3.org/TR/webvtt1/), read forgivingly and written canonically.

Own code, because the libraries lose what an editor typed: voices, positions, escaped characters.
Styles, regions and notes are not kept.
"""

from collections.abc import Iterable

from videos.pipeline.timed_text.clock import ARROW, parse_timing, timing
from videos.pipeline.timed_text.cues import Cue, TimedTextProblem, TimedTextRefused, bounded
from videos.pipeline.timed_text.markup import from_webvtt, to_webvtt
from videos.pipeline.timed_text.settings import clean_settings

SIGNATURE = "WEBVTT"


def is_webvtt(text: str) -> bool:
    """Whether the text begins as WebVTT must."""
    return text.startswith(SIGNATURE) and text[len(SIGNATURE) :][:1] in ("", " ", "\t", "\n")


def read_webvtt(text: str) -> list[Cue]:
    r"""Return the cues of a WebVTT text whose lines end with ``\n``.

    Raises:
        TimedTextRefused: a line with an arrow holds no times.
    """
    lines = text.split("\n")
    cues = []
    at = 0
    while at < len(lines):
        if ARROW not in lines[at]:
            at += 1
            continue
        parsed = parse_timing(lines[at])
        if parsed is None:
            raise TimedTextRefused(TimedTextProblem.BAD_TIME, lines[at].strip(), line=at + 1)
        start, end, settings = parsed
        first = at = at + 1
        while at < len(lines) and lines[at].strip() and ARROW not in lines[at]:
            at += 1
        speaker, payload = from_webvtt(bounded("\n".join(lines[first:at]), line=first))
        cues.append(
            Cue(
                start_ms=start,
                end_ms=None if end == start else end,
                text=payload,
                speaker=speaker,
                settings=clean_settings(settings),
            )
        )
    return cues


def write_webvtt(cues: Iterable[Cue]) -> str:
    """Return the cues as WebVTT."""
    blocks = [f"{SIGNATURE}\n"]
    for cue in cues:
        settings = f" {cue.settings}" if cue.settings else ""
        payload = to_webvtt(cue.text, cue.speaker)
        blocks.append(f"{timing(cue)}{settings}\n{payload}\n")
    return "\n".join(blocks)
