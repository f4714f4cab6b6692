"""Cues on their way between the editor's page and the server."""

from collections.abc import Sequence
from typing import Any

from videos.pipeline.timed_text.checks import Finding
from videos.pipeline.timed_text.cues import (
    LATEST_MS,
    MAX_CUES,
    MAX_PAYLOAD,
    Cue,
    TimedTextProblem,
    TimedTextRefused,
)
from videos.pipeline.timed_text.markup import clean, clean_speaker
from videos.pipeline.timed_text.settings import clean_settings
from videos.tracks.words import fault_text


class NotCues(ValueError):
    """What was sent is no list of cues; only a faulty script sends it."""


def cues_from_json(rows: Any) -> list[Cue]:
    """Return cues as the page sends them, in its order.

    Raises:
        NotCues: it is no list of cues.
        TimedTextRefused: a cue cannot be; ``line`` is its number.
    """
    if not isinstance(rows, list):
        raise NotCues("no list")
    if len(rows) > MAX_CUES:
        raise TimedTextRefused(TimedTextProblem.TOO_MANY, str(len(rows)))
    return [_cue(row, number) for number, row in enumerate(rows, 1)]


def cues_as_json(cues: Sequence[Cue]) -> list[dict[str, Any]]:
    """Return cues as the page takes them."""
    return [
        {
            "start": cue.start_ms,
            "end": cue.end_ms,
            "text": cue.text,
            "speaker": cue.speaker,
            "settings": cue.settings,
        }
        for cue in cues
    ]


def faults_as_json(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return faults with the position of their cue and what to tell."""
    return [
        {"cue": finding.cue, "fault": str(finding.fault), "text": fault_text(finding)}
        for finding in findings
    ]


def _cue(row: Any, number: int) -> Cue:
    if not isinstance(row, dict):
        raise NotCues("no object")
    texts = [row.get(name, "") for name in ("text", "speaker", "settings")]
    if not all(isinstance(text, str) for text in texts):
        raise NotCues("no text")
    if any(len(text) > MAX_PAYLOAD for text in texts):
        raise TimedTextRefused(TimedTextProblem.LONG_TEXT, str(texts[0]), line=number)
    text, speaker, settings = texts
    return Cue(
        start_ms=_time(row.get("start"), number),
        end_ms=None if row.get("end") is None else _time(row["end"], number),
        text=clean(text),
        speaker=clean_speaker(speaker),
        settings=clean_settings(settings),
    )


def _time(value: Any, number: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotCues("no time")
    if not 0 <= value <= LATEST_MS:
        raise TimedTextRefused(TimedTextProblem.BAD_TIME, line=number)
    return value
