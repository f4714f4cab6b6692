"""Damaged and hostile files are refused with a reason, in time that grows with their size only."""

import random
from collections.abc import Callable

import pytest

from tests.videos.pipeline.timed_text.files import ARABIC, ENGLISH, UKRAINIAN, stl, ttml
from videos.pipeline.timed_text.cues import MAX_BYTES, TimedTextRefused
from videos.pipeline.timed_text.reading import read
from videos.pipeline.timed_text.srt import write_subrip
from videos.pipeline.timed_text.vtt import write_webvtt

WHOLE = {
    "webvtt": write_webvtt(ARABIC + ENGLISH).encode(),
    "subrip": write_subrip(UKRAINIAN + ENGLISH).encode("utf-16"),
    "ttml": ttml('<p begin="0s" end="1s">a<br/><span style="heavy">b</span></p>' * 5),
    "stl": stl([("10:00:00:00", "10:00:01:00", b"\x80One\x81\x8aTwo")] * 5),
}
# Each makes a careless pattern look at the whole rest again and again.
SLOW = {
    "opening brackets": b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<" * MAX_BYTES,
    "tags without end": b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * (MAX_BYTES // 3),
    "arrows": b"WEBVTT\n\n" + b"--> " * (MAX_BYTES // 4),
    "arrows in SubRip": b"1\n00:00:01,000 --> 00:00:02,000\n" + b"1 --> " * (MAX_BYTES // 6),
    "spaces": b"1\n00:00:01,000 --> 00:00:02,000\n--> " + b" " * (MAX_BYTES - 100) + b"x",
    "digits": b"WEBVTT\n\n" + b"1" * MAX_BYTES + b" --> 1",
    "colons": b"1\n00:00:01,000 --> 00:00:02,000\n" + b"1:" * (MAX_BYTES // 2),
    "blank lines": b"WEBVTT\n" + b"\n" * MAX_BYTES,
    "open tags": b"1\n00:00:01,000 --> 00:00:02,000\n" + b"<i>" * (MAX_BYTES // 3),
    "overrides": b"1\n00:00:01,000 --> 00:00:02,000\n" + b"{\\" * (MAX_BYTES // 2),
}


def mutated(content: bytes, generator: random.Random) -> bytes:
    """Return the content with a part overwritten, repeated, moved or missing."""
    if not content:
        return content
    start, end = sorted(generator.randrange(len(content) + 1) for _ in range(2))
    match generator.randrange(5):
        case 0:
            return content[:start] + generator.randbytes(min(8, end - start)) + content[end:]
        case 1:
            return content[:end] + content[start:]
        case 2:
            return content[:start]
        case 3:
            at = generator.randrange(len(content))
            return (
                content[:at]
                + bytes([content[at] ^ (1 << generator.randrange(8))])
                + content[at + 1 :]
            )
        case _:
            return content[start:end] + content[:start] + content[end:]


@pytest.mark.parametrize("kind", WHOLE)
def test_mutated_files_are_read_or_refused(kind: str, soak_size: Callable[[int, int], int]) -> None:
    generator = random.Random(f"timed text {kind}")

    for _ in range(soak_size(300, 5_000)):
        content = WHOLE[kind]
        for _ in range(generator.randrange(1, 4)):
            content = mutated(content, generator)
        try:
            found = read(content, language=generator.choice(["", "ar", "uk"]))
        except TimedTextRefused:
            continue
        assert found.cues


@pytest.mark.parametrize("name", SLOW)
def test_no_file_takes_long(name: str) -> None:
    # No bound on the time: with a pattern that is not linear, this would go on for hours.
    with pytest.raises(TimedTextRefused):
        read(SLOW[name][:MAX_BYTES])
