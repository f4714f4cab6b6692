"""EBU STL, the tapes' subtitle file."""

import pytest

from tests.videos.pipeline.timed_text.files import stl, stl_blocks
from videos.pipeline.timed_text.cues import TimedTextRefused
from videos.pipeline.timed_text.stl import is_stl, read_stl

ITALIC, ROMAN, NEW_LINE = b"\x80", b"\x81", b"\x8a"


class TestReading:
    def test_counts_from_the_start_of_the_programme(self) -> None:
        content = stl(
            [("10:00:01:00", "10:00:02:12", b"One"), ("10:00:02:12", "10:00:04:00", b"Two")]
        )

        cues, language = read_stl(content)

        assert is_stl(content)
        assert language == "fr"
        assert [(cue.start_ms, cue.end_ms, cue.text) for cue in cues] == [
            (1_000, 2_480, "One"),
            (2_480, 4_000, "Two"),
        ]

    def test_loses_nothing_before_the_start_of_the_programme(self) -> None:
        cues, _language = read_stl(
            stl([("09:59:59:00", "09:59:59:20", b"Slate"), ("10:00:01:00", "10:00:02:00", b"One")])
        )

        assert [cue.start_ms for cue in cues] == [35_999_000, 36_001_000]

    @pytest.mark.parametrize(
        ("table", "encoding", "text"),
        [(b"01", "iso8859_5", "Їжак і ґанок".replace("ґ", "г")), (b"02", "iso8859_6", "مرحبا بكم")],
    )
    def test_reads_other_alphabets(self, table: bytes, encoding: str, text: str) -> None:
        content = stl(
            [("10:00:00:00", "10:00:01:00", text.encode(encoding))], character_table=table
        )

        [cue], _language = read_stl(content)

        assert cue.text == text

    def test_reads_french_accents_which_come_before_their_letter(self) -> None:
        [cue], _language = read_stl(
            stl([("10:00:00:00", "10:00:01:00", b"\xc2et\xc2e " + NEW_LINE + b"o\xc1u \xea")])
        )

        assert cue.text.startswith("été\noù")

    def test_takes_italics_lines_position_and_long_texts(self) -> None:
        words = b"a" * 100 + b" " + b"b" * 60
        cues, _language = read_stl(
            stl(
                [
                    ("10:00:00:00", "10:00:01:00", ITALIC + b"One" + ROMAN + NEW_LINE + b"Two"),
                    ("10:00:01:00", "10:00:05:00", words),
                ],
                row=2,
            )
        )

        assert [cue.text for cue in cues] == ["<i>One</i>\nTwo", words.decode()]
        assert cues[0].settings == "line:0"

    def test_keeps_the_times_of_cues_that_overlap(self) -> None:
        cues, _language = read_stl(
            stl([("10:00:00:00", "10:00:03:00", b"One"), ("10:00:02:00", "10:00:04:00", b"Two")])
        )

        assert [(cue.start_ms, cue.end_ms) for cue in cues] == [(0, 3_000), (2_000, 4_000)]

    def test_shows_no_comments(self) -> None:
        content = stl([("10:00:00:00", "10:00:01:00", b"One")])
        [comment] = stl_blocks(1, "10:00:01:00", "10:00:02:00", b"Check the name", is_comment=True)

        cues, _language = read_stl(content + comment)

        assert [cue.text for cue in cues] == ["One"]


class TestRefusing:
    def test_says_that_the_end_is_missing(self) -> None:
        whole = stl([("10:00:00:00", "10:00:01:00", b"One")] * 3)

        for length in (500, 1_024, 1_024 + 200):
            with pytest.raises(TimedTextRefused) as refusal:
                read_stl(whole[:length])

            assert refusal.value.problem == "damaged"

    @pytest.mark.parametrize(
        ("begins", "ends"),
        [("10:00:02:00", "10:00:01:00"), ("10:00:01:25", "10:00:02:00"), ("25:00:00:00",) * 2],
    )
    def test_names_the_subtitle_whose_times_cannot_be(self, begins: str, ends: str) -> None:
        with pytest.raises(TimedTextRefused) as refusal:
            read_stl(stl([("10:00:00:00", "10:00:01:00", b"One"), (begins, ends, b"Two")]))

        assert (refusal.value.problem, refusal.value.line) == ("bad_time", 2)
