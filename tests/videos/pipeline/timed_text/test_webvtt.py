"""WebVTT is read as players read it, and written so that nothing is lost."""

from pathlib import Path

import pytest
from ttconv.vtt import reader as second_reader

from tests.videos.pipeline.timed_text.files import LANGUAGES
from videos.pipeline.timed_text.cues import Cue, TimedTextRefused, accepted
from videos.pipeline.timed_text.document_model import cues_of
from videos.pipeline.timed_text.vtt import is_webvtt, read_webvtt, write_webvtt

FILE = """WEBVTT - made elsewhere
Kind: captions

STYLE
::cue { color: red }

REGION
id:fred

NOTE
A remark --to nobody.

1 - introduction
00:01.000 --> 00:02.500 line:0 align:start region:fred
<v.loud Olena Koval>Fish &amp; <i.shy>chips</i> &lt;now&gt;
&lrm;second&nbsp;line</v>

00:00:02.500 --> 100:00:00.000
<c.yellow>coloured</c> <00:00:03.000>word <lang fr>mot</lang>
00:00:05.000 --> 00:00:06.000
no blank line before
"""


class TestReading:
    def test_takes_times_text_voice_and_position(self) -> None:
        first, second, third = read_webvtt(FILE)

        assert (first.start_ms, first.end_ms) == (1_000, 2_500)
        assert first.speaker == "Olena Koval"
        assert first.text == "Fish & <i>chips</i> <now>\n\u200esecond\u00a0line"
        assert first.settings == "line:0 align:start"
        assert second.end_ms == 360_000_000
        assert second.text == "coloured word mot"
        assert third.text == "no blank line before"

    def test_names_several_speakers_in_the_text(self) -> None:
        [cue] = read_webvtt(
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Olena>Yes.</v>\n<v Émile>No.</v>\n"
        )

        assert (cue.speaker, cue.text) == ("", "Olena: Yes.\nÉmile: No.")

    @pytest.mark.parametrize(
        ("line", "times"),
        [
            ("00:00:01.5 --> 00:00:02,25", (1_500, 2_250)),
            ("1:02.000-->1:03.000", (62_000, 63_000)),
            ("90:00.000 --> 91:00.000", (5_400_000, 5_460_000)),
            ("00:01.000 -->", (1_000, None)),
            ("00:01.000 --> 00:01.000", (1_000, None)),
            ("00:01.000 --> line:0", (1_000, None)),
            ("00:02.000 --> 00:01.000", (2_000, 1_000)),
        ],
    )
    def test_forgives_how_times_are_written(self, line: str, times: tuple[int, int | None]) -> None:
        [cue] = read_webvtt(f"WEBVTT\n\n{line}\ntext\n")

        assert (cue.start_ms, cue.end_ms) == times

    @pytest.mark.parametrize(
        "line",
        [
            "00:01.000 --> soon",
            "--> 00:02.000",
            "00:61.000 --> 00:62.000",
            "01:75:00.000 --> 01:76:00.000",
            "00:01.000 --> 00:0x.000",
            "١:٠٢.٠٠٠ --> ?",
        ],
    )
    def test_names_the_line_whose_times_cannot_be_read(self, line: str) -> None:
        with pytest.raises(TimedTextRefused) as refusal:
            read_webvtt(f"WEBVTT\n\n00:00.000 --> 00:01.000\nfirst\n\n{line}\ntext\n")

        assert (refusal.value.problem, refusal.value.line) == ("bad_time", 6)
        assert refusal.value.detail == line

    @pytest.mark.parametrize(
        ("text", "is_one"),
        [
            ("WEBVTT", True),
            ("WEBVTT\n", True),
            ("WEBVTT - title\n", True),
            ("WEBVTTX\n", False),
            ("webvtt\n", False),
        ],
    )
    def test_knows_its_signature(self, text: str, is_one: bool) -> None:
        assert is_webvtt(text) is is_one


class TestWriting:
    def test_is_what_the_standard_says(self) -> None:
        cue = Cue(
            start_ms=3_723_004, end_ms=3_724_000, text="a <b>&</b> b", speaker="A & B",
            settings="line:0",
        )  # fmt: skip

        assert write_webvtt([cue]) == (
            "WEBVTT\n\n01:02:03.004 --> 01:02:04.000 line:0\n<v A &amp; B>a <b>&amp;</b> b\n"
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_comes_back_as_it_was(self, language: str) -> None:
        cues = LANGUAGES[language]

        assert accepted(read_webvtt(write_webvtt(cues))) == cues

    def test_keeps_cues_without_end_or_text(self) -> None:
        cues = [
            Cue(start_ms=0, end_ms=None, text="", speaker="Olena"),
            Cue(start_ms=1_000, end_ms=None, text="open"),
            Cue(start_ms=5_000, end_ms=4_000, text="backwards"),
        ]

        assert read_webvtt(write_webvtt(cues)) == cues

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_read_alike_by_a_second_tool(self, language: str, tmp_path: Path) -> None:
        cues = LANGUAGES[language]
        path = tmp_path / "track.vtt"
        path.write_text(write_webvtt(cues), encoding="utf-8")

        with path.open(encoding="utf-8") as file:
            found = cues_of(second_reader.to_model(file))

        assert [(cue.start_ms, cue.end_ms, cue.text) for cue in found] == [
            (cue.start_ms, cue.end_ms, cue.text) for cue in cues
        ]
