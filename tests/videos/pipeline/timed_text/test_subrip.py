"""SubRip is read as it is found in the wild, and written so that players read it."""

from pathlib import Path

import pytest
from ttconv.srt import reader as second_reader

from tests.videos.pipeline.timed_text.files import LANGUAGES
from videos.pipeline.timed_text.cues import Cue, TimedTextRefused
from videos.pipeline.timed_text.document_model import cues_of
from videos.pipeline.timed_text.srt import is_subrip, read_subrip, write_subrip

FILE = """1
00:00:01,000 --> 00:00:02,500
{\\an8}<font color="#fff">Fish & <I>chips</I></font>

a line after a blank one

2
00:00:02,500 --> 00:00:04,000  X1:40 X2:600 Y1:20 Y2:50
<Anna> 5 < 6
3
00:00:04,000 --> 00:00:05,000
En tout
1945
"""


class TestReading:
    def test_takes_times_text_and_position(self) -> None:
        first, second, third = read_subrip(FILE)

        assert first == Cue(
            start_ms=1_000, end_ms=2_500, settings="line:0",
            text="Fish & <i>chips</i>\na line after a blank one",
        )  # fmt: skip
        assert second.text == "<Anna> 5 < 6"
        assert (third.start_ms, third.text) == (4_000, "En tout\n1945")

    def test_leaves_an_arrow_in_a_sentence_alone(self) -> None:
        cues = read_subrip("1\n00:00:01,000 --> 00:00:02,000\nKyiv --> Lviv\n")

        assert [cue.text for cue in cues] == ["Kyiv --> Lviv"]

    def test_keeps_a_cue_without_an_end(self) -> None:
        [cue] = read_subrip("1\n00:00:01,000 -->\nopen\n")

        assert (cue.end_ms, cue.text) == (None, "open")

    @pytest.mark.parametrize(
        "line", ["00:00:05;000 --> 00:00:06,000", "00:00:05,000 --> 00:00:6x", "5 : --> "]
    )
    def test_names_the_line_whose_times_cannot_be_read(self, line: str) -> None:
        with pytest.raises(TimedTextRefused) as refusal:
            read_subrip(f"1\n00:00:01,000 --> 00:00:02,000\nfirst\n\n2\n{line}\nsecond\n")

        assert (refusal.value.problem, refusal.value.line) == ("bad_time", 6)

    @pytest.mark.parametrize(
        ("text", "is_one"),
        [(FILE, True), ("Kyiv --> Lviv\n", False), ("A letter.\n", False), ("", False)],
    )
    def test_knows_itself_by_its_times(self, text: str, is_one: bool) -> None:
        assert is_subrip(text) is is_one


class TestWriting:
    def test_numbers_the_cues(self) -> None:
        cues = [
            Cue(start_ms=0, end_ms=1_000, text="a --> b", settings="line:0", speaker="Olena"),
            Cue(start_ms=3_600_000, end_ms=3_601_500, text="<i>c</i>\nd"),
        ]

        assert write_subrip(cues) == (
            "1\n00:00:00,000 --> 00:00:01,000\n{\\an8}a → b\n\n"
            "2\n01:00:00,000 --> 01:00:01,500\n<i>c</i>\nd\n"
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_comes_back_with_everything_but_the_speakers(self, language: str) -> None:
        cues = LANGUAGES[language]

        found = read_subrip(write_subrip(cues))

        assert [(cue.start_ms, cue.end_ms, cue.text, cue.settings) for cue in found] == [
            (cue.start_ms, cue.end_ms, cue.text, cue.settings) for cue in cues
        ]

    @pytest.mark.parametrize("language", ["fr", "uk", "ar"])
    def test_is_read_alike_by_a_second_tool(self, language: str, tmp_path: Path) -> None:
        cues = LANGUAGES[language]
        path = tmp_path / "track.srt"
        path.write_text(write_subrip(cues), encoding="utf-8")

        with path.open(encoding="utf-8") as file:
            found = cues_of(second_reader.to_model(file))

        assert [(cue.start_ms, cue.end_ms, cue.text) for cue in found] == [
            (cue.start_ms, cue.end_ms, cue.text) for cue in cues
        ]
