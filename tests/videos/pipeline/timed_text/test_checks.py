"""The checks name the cue, the fault and the measure."""

import pytest

from videos.pipeline.timed_text.checks import StyleGuide, check, reading_length
from videos.pipeline.timed_text.cues import Cue

GUIDE = StyleGuide()


def cue(start: int = 0, end: int | None = 2_000, text: str = "Short text") -> Cue:
    return Cue(start_ms=start, end_ms=end, text=text)


class TestCheck:
    def test_finds_nothing_in_good_cues(self) -> None:
        cues = [cue(0, 2_000), cue(2_000, 4_000), cue(4_000, 9_000, "a" * 42 + "\n" + "b" * 42)]

        assert check(cues, StyleGuide(characters_a_second=17), duration_ms=9_000) == []

    @pytest.mark.parametrize(
        ("faulty", "fault", "value", "limit"),
        [
            (cue(text=""), "no_text", 0, 0),
            (cue(end=None), "no_end", 0, 0),
            (cue(1_000, 500), "ends_before_start", 0, 0),
            (cue(9_000, 11_000), "beyond_end", 1_000, 0),
            (cue(0, 500, "Yes"), "too_short", 500, 833),
            (cue(0, 8_000), "too_long", 8_000, 7_000),
            (cue(0, 1_000, "a" * 30), "too_fast", 30, 17),
            (cue(0, 6_000, "a" * 43), "long_line", 43, 42),
            (cue(0, 6_000, "a\nb\nc"), "many_lines", 3, 2),
        ],
    )
    def test_measures(self, faulty: Cue, fault: str, value: float, limit: float) -> None:
        [finding] = check([faulty], GUIDE, duration_ms=10_000)

        assert (finding.cue, finding.fault) == (0, fault)
        assert (finding.value, finding.limit) == (value, limit)

    def test_sees_overlap_with_any_earlier_cue(self) -> None:
        cues = [cue(5_000, 7_000), cue(0, 6_000), cue(1_000, 2_000), cue(7_000, 8_000)]

        found = [(one.cue, one.value) for one in check(cues, GUIDE) if one.fault == "overlap"]

        assert found == [(0, 1_000), (2, 5_000)]

    def test_spares_a_transcript_the_limits_of_reading(self) -> None:
        cues = [cue(0, 60_000, "a" * 1_500), cue(50_000, 70_000)]

        found = check(cues, None, duration_ms=65_000)

        assert [finding.fault for finding in found] == ["overlap", "beyond_end"] or [
            finding.fault for finding in found
        ] == ["beyond_end", "overlap"]

    def test_does_not_guess_the_end_of_an_unknown_file(self) -> None:
        assert check([cue(9_000_000, 9_002_000)], GUIDE) == []


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("<i>Yes</i>", 3),
        ("a\nb", 2),
        ("مَرْحَبًا", 5),
        ("نصّ\u200f", 2),
        ("Їжак", 4),
        ("5 < 6", 5),
    ],
)
def test_counts_what_is_read(text: str, length: int) -> None:
    assert reading_length(text) == length
