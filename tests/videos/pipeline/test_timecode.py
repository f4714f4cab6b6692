"""Timecode, for every rate that newsrooms meet."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.pipeline.timecode import (
    TimecodeError,
    TimecodeProblem,
    format_timecode,
    frames_per_day,
    may_drop_frames,
    nominal,
    parse_timecode,
)

FILM = Fraction(24000, 1001)
PAL = Fraction(25)
NTSC = Fraction(30000, 1001)
DOUBLE_PAL = Fraction(50)
DOUBLE_NTSC = Fraction(60000, 1001)
RATES = [FILM, Fraction(24), PAL, NTSC, Fraction(30), DOUBLE_PAL, DOUBLE_NTSC, Fraction(60)]
# Every way to count: each rate, and dropping numbers where that exists.
COUNTS = [(rate, False) for rate in RATES] + [(NTSC, True), (DOUBLE_NTSC, True)]

counts = st.sampled_from(COUNTS)
frames = st.integers(min_value=0, max_value=24 * 3600 * 60 - 1)


class TestEveryCount:
    @given(count=counts, frame=frames)
    def test_reads_what_it_writes(self, count: tuple[Fraction, bool], frame: int) -> None:
        rate, drop_frame = count
        frame %= frames_per_day(rate, drop_frame=drop_frame)

        text = format_timecode(frame, rate, drop_frame=drop_frame)

        assert parse_timecode(text, rate) == frame
        assert (";" in text) is drop_frame

    @given(count=counts, frame=frames)
    def test_writes_a_later_frame_later(self, count: tuple[Fraction, bool], frame: int) -> None:
        rate, drop_frame = count
        frame %= frames_per_day(rate, drop_frame=drop_frame) - 1

        here, there = (
            format_timecode(at, rate, drop_frame=drop_frame) for at in (frame, frame + 1)
        )

        assert here < there

    @given(count=counts, days=st.integers(min_value=1, max_value=9), frame=frames)
    def test_begins_anew_after_a_day(
        self, count: tuple[Fraction, bool], days: int, frame: int
    ) -> None:
        rate, drop_frame = count
        day = frames_per_day(rate, drop_frame=drop_frame)

        text = format_timecode(frame % day + days * day, rate, drop_frame=drop_frame)

        assert text == format_timecode(frame % day, rate, drop_frame=drop_frame)


class TestDropFrame:
    @given(rate=st.sampled_from([NTSC, DOUBLE_NTSC]), frame=frames)
    def test_keeps_to_the_clock_within_a_tenth_of_a_second(
        self, rate: Fraction, frame: int
    ) -> None:
        frame %= frames_per_day(rate, drop_frame=True)

        text = format_timecode(frame, rate, drop_frame=True)

        hours, minutes, rest = text.replace(";", ":").split(":", 2)
        seconds, number = rest.split(":")
        shown = Fraction(int(hours) * 3600 + int(minutes) * 60 + int(seconds))
        shown += Fraction(int(number), nominal(rate))
        assert abs(shown - frame / rate) < Fraction(1, 10)

    @given(
        rate=st.sampled_from([NTSC, DOUBLE_NTSC]),
        minute=st.integers(min_value=0, max_value=24 * 60 - 1),
        number=st.integers(min_value=0, max_value=3),
    )
    def test_leaves_out_the_first_numbers_of_minutes_but_each_tenth(
        self, rate: Fraction, minute: int, number: int
    ) -> None:
        text = f"{minute // 60:02}:{minute % 60:02}:00;{number:02}"
        is_left_out = minute % 10 != 0 and number < (2 if rate == NTSC else 4)

        if is_left_out:
            assert _problem(text, rate) is TimecodeProblem.DROPPED
        else:
            assert format_timecode(parse_timecode(text, rate), rate, drop_frame=True) == text

    @pytest.mark.parametrize(
        ("frame", "text"),
        [
            (0, "00:00:00;00"),
            (1799, "00:00:59;29"),
            (1800, "00:01:00;02"),
            (3597, "00:01:59;29"),
            (3598, "00:02:00;02"),
            (17981, "00:09:59;29"),
            (17982, "00:10:00;00"),
            (107892, "01:00:00;00"),
            (2589407, "23:59:59;29"),
        ],
    )
    def test_counts_as_the_standard_does(self, frame: int, text: str) -> None:
        assert format_timecode(frame, NTSC, drop_frame=True) == text
        assert parse_timecode(text, NTSC) == frame

    @pytest.mark.parametrize(
        ("frame", "text"),
        [(3599, "00:00:59;59"), (3600, "00:01:00;04"), (35964, "00:10:00;00")],
    )
    def test_leaves_out_four_at_twice_the_rate(self, frame: int, text: str) -> None:
        assert format_timecode(frame, DOUBLE_NTSC, drop_frame=True) == text
        assert parse_timecode(text, DOUBLE_NTSC) == frame

    def test_exists_at_two_rates(self) -> None:
        assert [rate for rate in RATES if may_drop_frames(rate)] == [NTSC, DOUBLE_NTSC]


class TestParseTimecode:
    @pytest.mark.parametrize(
        ("text", "rate", "frame"),
        [
            ("10:00:00:00", PAL, 900_000),
            ("1:00:00:00", PAL, 90_000),
            (" 00:00:01:00\n", FILM, 24),
            ("00:01:00:00", NTSC, 1800),
            ("00:01:00.02", NTSC, 1800),
            ("00;01;00;02", NTSC, 1800),
            ("00:00:01:119", Fraction(120), 239),
        ],
    )
    def test_reads_the_usual_forms(self, text: str, rate: Fraction, frame: int) -> None:
        assert parse_timecode(text, rate) == frame

    def test_reads_colons_as_the_recording_counts(self) -> None:
        assert parse_timecode("00:10:00:00", NTSC, drop_frame=True) == 17_982
        assert parse_timecode("00:10:00:00", NTSC, drop_frame=False) == 18_000

    def test_refuses_a_drop_frame_text_where_nothing_is_dropped(self) -> None:
        with pytest.raises(TimecodeError) as caught:
            parse_timecode("00:10:00;00", NTSC, drop_frame=False)

        assert caught.value.problem is TimecodeProblem.CANNOT_DROP

    @pytest.mark.parametrize(
        ("text", "rate", "problem"),
        [
            ("", PAL, TimecodeProblem.FORM),
            ("noon", PAL, TimecodeProblem.FORM),
            ("10:00:00", PAL, TimecodeProblem.FORM),
            ("-1:00:00:00", PAL, TimecodeProblem.FORM),
            ("١٠:٠٠:٠٠:٠٠", PAL, TimecodeProblem.FORM),
            ("10:00:00:00:00", PAL, TimecodeProblem.FORM),
            ("24:00:00:00", PAL, TimecodeProblem.RANGE),
            ("00:60:00:00", PAL, TimecodeProblem.RANGE),
            ("00:00:60:00", PAL, TimecodeProblem.RANGE),
            ("00:00:00:25", PAL, TimecodeProblem.RANGE),
            ("00:00:00;24", FILM, TimecodeProblem.RANGE),
            ("00:00:00;00", PAL, TimecodeProblem.CANNOT_DROP),
            ("00:00:00:00", Fraction(0), TimecodeProblem.RATE),
            ("00:00:00:00", Fraction(5000), TimecodeProblem.RATE),
        ],
    )
    def test_says_why_a_text_is_no_timecode(
        self, text: str, rate: Fraction, problem: TimecodeProblem
    ) -> None:
        assert _problem(text, rate) is problem

    @given(text=st.text(max_size=60), rate=st.sampled_from(RATES))
    def test_refuses_or_reads_any_text(self, text: str, rate: Fraction) -> None:
        try:
            frame = parse_timecode(text, rate)
        except TimecodeError:
            return
        assert 0 <= frame < frames_per_day(rate)


class TestFormatTimecode:
    @pytest.mark.parametrize(
        ("frame", "rate", "drop_frame", "problem"),
        [
            (-1, PAL, False, TimecodeProblem.RANGE),
            (0, PAL, True, TimecodeProblem.CANNOT_DROP),
            (0, Fraction(1, 10), False, TimecodeProblem.RATE),
        ],
    )
    def test_says_why_there_is_none(
        self, frame: int, rate: Fraction, drop_frame: bool, problem: TimecodeProblem
    ) -> None:
        with pytest.raises(TimecodeError) as caught:
            format_timecode(frame, rate, drop_frame=drop_frame)

        assert caught.value.problem is problem


def _problem(text: str, rate: Fraction) -> TimecodeProblem:
    with pytest.raises(TimecodeError) as caught:
        parse_timecode(text, rate)
    return caught.value.problem
