"""Frames, timecodes and seconds of one recording."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.pipeline.timecode import TimecodeError, TimecodeProblem
from videos.shotlist.timing import Timing

NTSC = Fraction(30000, 1001)
TIMINGS = [
    Timing(Fraction(25), 900_000, frame_count=1500),
    Timing(Fraction(24000, 1001), 86_400),
    Timing(NTSC, 1_078_920, is_drop_frame=True, frame_count=9000),
    Timing(Fraction(60000, 1001), 0, is_drop_frame=True),
    Timing(Fraction(50), 24 * 3600 * 50 - 500, frame_count=2000),
]


@pytest.mark.parametrize("timing", TIMINGS)
def test_survives_the_document(timing: Timing) -> None:
    assert Timing.from_json(timing.as_json()) == timing


@given(timing=st.sampled_from(TIMINGS), frame=st.integers(min_value=0, max_value=100_000))
def test_reads_the_timecodes_it_writes(timing: Timing, frame: int) -> None:
    assert timing.frame(timing.timecode(frame)) == frame


def test_counts_what_lies_before_the_file_backwards() -> None:
    timing = TIMINGS[0]

    assert timing.frame("09:59:59:24") == -1
    assert timing.frame("00:00:05:00") < 0


def test_tells_seconds_to_the_millisecond() -> None:
    assert TIMINGS[0].seconds(158) == 6.32
    assert Timing(NTSC).seconds(1) == 0.033


def test_refuses_a_timecode_of_another_count() -> None:
    with pytest.raises(TimecodeError) as caught:
        TIMINGS[0].frame("10:00:00;00")
    assert caught.value.problem is TimecodeProblem.CANNOT_DROP


@pytest.mark.parametrize(
    ("piece", "is_held"),
    [
        ((0, 1500), True),
        ((1499, 1500), True),
        ((0, 1501), False),
        ((-1, 5), False),
        ((5, 5), False),
    ],
)
def test_knows_what_lies_in_the_file(piece: tuple[int, int], is_held: bool) -> None:
    assert TIMINGS[0].holds(*piece) is is_held
