"""TTML in its usual profiles."""

import pytest

from tests.videos.pipeline.timed_text.files import ttml
from videos.pipeline.timed_text.cues import Cue, TimedTextRefused
from videos.pipeline.timed_text.ttml import is_xml, read_ttml

BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE tt [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="0s" end="1s">&c;</p></div></body></tt>"""
OTHER_FILE = b"""<?xml version="1.0"?>
<!DOCTYPE tt [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="0s" end="1s">&file;</p></div></body>
</tt>"""
OTHER_TYPE = b"""<?xml version="1.0"?>
<!DOCTYPE tt SYSTEM "http://127.0.0.1:9/evil.dtd">
<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="0s" end="1s">a</p></div></body></tt>"""


class TestReading:
    def test_takes_times_styles_lines_and_position(self) -> None:
        cues, language = read_ttml(
            ttml(
                '<p begin="00:00:01.000" end="00:00:02.500" region="top">\n'
                '      L’<span style="slanted">été</span><br/>où\u202f?\n   </p>\n'
                '<p begin="2.5s" dur="1500ms" region="bottom"><span style="heavy">Là</span>'
                '<span tts:textDecoration="underline"> fin</span></p>'
            )
        )

        assert language == "fr"
        assert cues == [
            Cue(start_ms=1_000, end_ms=2_500, text="L’<i>été</i>\noù\u202f?", settings="line:0"),
            Cue(start_ms=2_500, end_ms=4_000, text="<b><i>Là</i></b><u> fin</u>"),
        ]

    @pytest.mark.parametrize(
        ("times", "parameters", "expected"),
        [
            ('begin="00:00:01:12" end="00:00:02:00"', 'ttp:frameRate="25"', (1_480, 2_000)),
            ('begin="30f" end="60f"', 'ttp:frameRate="30"', (1_000, 2_000)),
            (
                'begin="30f" end="60f"',
                'ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"',
                (1_001, 2_002),
            ),
            ('begin="100t" end="250t"', 'ttp:tickRate="100"', (1_000, 2_500)),
            ('begin="1m" end="0.02h"', "", (60_000, 72_000)),
            ('begin="5s"', "", (5_000, None)),
        ],
    )
    def test_understands_all_ways_to_tell_time(
        self, times: str, parameters: str, expected: tuple[int, int | None]
    ) -> None:
        [cue], _language = read_ttml(ttml(f"<p {times}>a</p>", parameters=parameters))

        assert (cue.start_ms, cue.end_ms) == expected

    def test_counts_times_from_what_holds_them(self) -> None:
        [cue], _language = read_ttml(
            ttml('<p begin="1s" end="9s">a</p>', body='begin="10s" end="15s"')
        )

        assert (cue.start_ms, cue.end_ms) == (11_000, 15_000)

    def test_keeps_cues_that_overlap_whole(self) -> None:
        cues, _language = read_ttml(
            ttml('<p begin="0s" end="4s">first</p><p begin="2s" end="6s">second</p>')
        )

        assert [(cue.start_ms, cue.end_ms) for cue in cues] == [(0, 4_000), (2_000, 6_000)]

    def test_makes_a_cue_of_each_time_within_a_paragraph(self) -> None:
        cues, _language = read_ttml(
            ttml('<p><span begin="1s" end="2s">a</span><br/><span begin="3s" end="4s">b</span></p>')
        )

        assert [(cue.start_ms, cue.end_ms, cue.text) for cue in cues] == [
            (1_000, 2_000, "a"),
            (3_000, 4_000, "b"),
        ]

    @pytest.mark.parametrize(
        ("encoding", "text"),
        [
            ("utf-8", "Ґанок"),
            ("utf-16", "مرحبا بكم"),
            ("windows-1251", "м’який знак"),
            ("iso-8859-1", "çà et là"),
        ],
    )
    def test_believes_the_encoding_it_names(self, encoding: str, text: str) -> None:
        content = ttml(f'<p begin="0s" end="1s">{text}</p>', encoding=encoding)

        [cue], _language = read_ttml(content)

        assert is_xml(content)
        assert cue.text == text


class TestRefusing:
    @pytest.mark.parametrize("content", [BILLION_LAUGHS, OTHER_FILE, OTHER_TYPE])
    def test_wants_no_entities_and_no_document_types(self, content: bytes) -> None:
        with pytest.raises(TimedTextRefused) as refusal:
            read_ttml(content)

        assert refusal.value.problem == "forbidden_xml"

    def test_names_the_line_of_an_error(self) -> None:
        with pytest.raises(TimedTextRefused) as refusal:
            read_ttml(b'<?xml version="1.0"?>\n<tt>\n<p></tt>')

        assert (refusal.value.problem, refusal.value.line) == ("damaged", 3)

    @pytest.mark.parametrize(
        "times", ['begin="soon" end="2s"', 'begin="1s" end="1:2"', 'begin="1s" dur="-2s"']
    )
    def test_names_a_time_that_cannot_be_read(self, times: str) -> None:
        with pytest.raises(TimedTextRefused) as refusal:
            read_ttml(ttml(f"<p {times}>a</p>"))

        assert refusal.value.problem == "bad_time"
        assert refusal.value.detail in times

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_format"),
            (b"<?xml version='1.0' encoding='klingon'?><tt/>", "encoding"),
            (ttml("<span>" * 5_000 + "a" + "</span>" * 5_000), "damaged"),
            (ttml("<p/>" * 250_000), "too_many"),
            (ttml("<p begin='1f' end='2s'>a</p>", parameters='ttp:frameRate="0"'), "damaged"),
            (ttml("<p begin='1s' end='2s'>" + "a" * 10_001 + "</p>"), "long_text"),
        ],
    )
    def test_says_why(self, content: bytes, problem: str) -> None:
        with pytest.raises(TimedTextRefused) as refusal:
            read_ttml(content)

        assert refusal.value.problem == problem
