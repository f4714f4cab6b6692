"""The frame rate, from the moments at which pictures are shown."""

from array import array
from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.pipeline.probing.cadence import STANDARD_RATES, Cadence, measure, snap

FILM, NTSC, FAST_NTSC = Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60000, 1001)
rates = st.sampled_from([rate for rate in STANDARD_RATES if rate > 20])


def _measure(times: Iterable[float], *stated: Fraction, **more: object) -> Cadence:
    moments = array("d", times)
    return measure(moments, stated=stated, end=moments[-1], **more)


@given(
    rate=rates,
    pictures=st.integers(min_value=50, max_value=400),
    tick=st.sampled_from([Fraction(1, 1000), Fraction(1, 90_000), Fraction(1, 12_800)]),
    start=st.integers(min_value=0, max_value=100),
)
def test_finds_the_exact_rate_whatever_the_container_rounds(
    rate: Fraction, pictures: int, tick: Fraction, start: int
) -> None:
    times = [float((start + round(number / rate / tick)) * tick) for number in range(pictures)]

    found = _measure(times, rate)

    assert (found.rate, found.is_variable, found.frame_count) == (rate, False, pictures)
    assert found.seconds == pytest.approx(float(pictures / rate))


def test_does_not_believe_a_wrong_claim() -> None:
    times = [number / 50 for number in range(500)]

    assert _measure(times, Fraction(25)).rate == 50


def test_sees_a_single_missing_picture() -> None:
    times = [number / 25 for number in range(100) if number != 60]

    found = _measure(times, Fraction(25))

    assert found.is_variable
    assert (found.rate, found.pictures, found.frame_count) == (25, 99, 100)


def test_takes_film_in_television_for_film() -> None:
    """Two fields, three fields, two, three: 24 pictures in 60 fields."""
    fields = [0]
    for number in range(240):
        fields.append(fields[-1] + (2, 3)[number % 2])
    times = [float(field / FAST_NTSC) for field in fields]

    assert _measure(times, NTSC).rate == FILM


def test_makes_one_picture_of_two_fields_that_are_stored_alone() -> None:
    times = [number / 50 for number in range(100)]

    found = _measure(times, Fraction(25), is_interlaced=True)

    assert (found.rate, found.frame_count) == (25, 50)


@pytest.mark.parametrize("interval", [5.0, 60.0])
def test_gives_slow_recordings_a_usual_time_line(interval: float) -> None:
    found = _measure([number * interval for number in range(10)], Fraction(1) / Fraction(interval))

    assert found.is_variable
    assert found.rate >= 23
    assert found.frame_count == round(found.seconds * found.rate)


@pytest.mark.parametrize(
    ("rounded", "exact"),
    [
        (Fraction(2997, 100), NTSC),
        (Fraction(19001, 317), FAST_NTSC),
        (Fraction(2398, 100), FILM),
        (Fraction(24), Fraction(24)),
        (Fraction(175, 10), Fraction(35, 2)),
    ],
)
def test_snaps_to_the_standard_rate_that_is_meant(rounded: Fraction, exact: Fraction) -> None:
    assert snap(rounded) == exact
