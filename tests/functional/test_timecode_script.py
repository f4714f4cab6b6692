"""The player's timecode says what the pipeline's says, in a real browser."""

import json
import random
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.functional.newsroom import ROOT
from videos.pipeline.timecode import (
    TimecodeError,
    format_timecode,
    frames_per_day,
    may_drop_frames,
    parse_timecode,
)

SCRIPT = ROOT / "videos" / "static" / "videos" / "player" / "timecode.js"
RATES = [
    Fraction(numerator, denominator)
    for numerator, denominator in (
        (24_000, 1001), (24, 1), (25, 1), (30_000, 1001), (30, 1), (48, 1), (50, 1),
        (60_000, 1001), (60, 1), (120, 1), (25, 2),
    )
]  # fmt: skip
COUNTS = [(rate, drop) for rate in RATES for drop in ((False, True)[: may_drop_frames(rate) + 1])]
IN_THE_BROWSER = """async ({ script, cases, asked }) => {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const timecode = await import(address);
  return cases.map(([value, rate, dropFrame]) => {
    try {
      return timecode[asked](value, timecode.parseRate(rate), { dropFrame });
    } catch (error) {
      return `error: ${error.message}`;
    }
  });
}"""
TEXTS = [
    "00:00:00:00", "10:00:00:00", "23:59:59:24", "24:00:00:00", "00:60:00:00", "00:00:00:30",
    "00:01:00;00", "00:01:00;02", "00:10:00;00", "00:09:59;29", "01:00:00.03", "1:00:00:00",
    "00:01:00;03", "00:01:00;04", "nonsense", "", "00:00:00", "-00:00:00:01", "00:00:00:000",
    " 09:59:59:11 ",
]  # fmt: skip


def said_by(page: Page, asked: str, cases: Iterable[tuple[Any, Fraction, bool | None]]) -> Any:
    given = [[value, f"{rate.numerator}/{rate.denominator}", drop] for value, rate, drop in cases]
    page.goto("about:blank")
    script = Path(SCRIPT).read_text()
    return page.evaluate(IN_THE_BROWSER, {"script": script, "cases": given, "asked": asked})


def test_formats_alike(page: Page, soak_size: Callable[[int, int], int]) -> None:
    numbers = random.Random(29_97)
    cases = []
    for rate, drop in COUNTS:
        day = frames_per_day(rate, drop_frame=drop)
        minute = round(rate * 60)
        edges = [
            minute * at + by for at in range(12) for by in range(-4, 5) if minute * at + by >= 0
        ]
        some = [numbers.randrange(day * 2) for _case in range(soak_size(150, 20_000))]
        cases += [(frame, rate, drop) for frame in [*edges, day - 1, day, day + 1, *some]]

    said = said_by(page, "formatTimecode", cases)

    assert said == [format_timecode(frame, rate, drop_frame=drop) for frame, rate, drop in cases]


@pytest.mark.parametrize("drop", [None, False, True])
def test_reads_and_refuses_alike(page: Page, drop: bool | None) -> None:
    cases = [(text, rate, drop) for text in TEXTS for rate in RATES]

    said = said_by(page, "parseTimecode", cases)

    assert said == [_parsed(*case) for case in cases], json.dumps(said)


def _parsed(text: str, rate: Fraction, drop: bool | None) -> int | str:
    try:
        return parse_timecode(text, rate, drop_frame=drop)
    except TimecodeError as error:
        return f"error: {error.problem}"
