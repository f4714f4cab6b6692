"""Cues as players and transcripts need them, and texts in their one form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from videos.pipeline.timed_text.cues import Cue, shifted, with_ends
from videos.pipeline.timed_text.markup import clean
from videos.pipeline.timed_text.settings import clean_settings
from videos.pipeline.timed_text.srt import read_subrip, write_subrip
from videos.pipeline.timed_text.transcript import paragraphs
from videos.pipeline.timed_text.vtt import read_webvtt, write_webvtt


def cue(start: int, end: int | None, text: str = "text", speaker: str = "") -> Cue:
    return Cue(start_ms=start, end_ms=end, text=text, speaker=speaker)


class TestWithEnds:
    def test_gives_every_cue_an_end_before_the_next_one(self) -> None:
        found = with_ends([cue(5_000, None), cue(0, None), cue(1_000, 900), cue(9_000, 9_500)])

        assert [(each.start_ms, each.end_ms) for each in found] == [
            (0, 1_000),
            (1_000, 4_000),
            (5_000, 8_000),
            (9_000, 9_500),
        ]

    def test_leaves_out_what_has_no_text(self) -> None:
        assert with_ends([cue(0, 1_000, "")]) == ()

    def test_lets_two_that_begin_together_both_be_seen(self) -> None:
        assert all(each.has_end for each in with_ends([cue(0, None), cue(0, None)]))


def test_shifting_keeps_lengths_and_stops_at_zero() -> None:
    found = shifted([cue(10_000, 12_000), cue(500, None)], -1_000)

    assert [(each.start_ms, each.end_ms) for each in found] == [(9_000, 11_000), (0, None)]


class TestClean:
    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("  a  \r\n\r\n\tb ", "a\nb"),
            ("<i>open", "<i>open</i>"),
            ("close</i>", "close"),
            ("<b><i>a</b></i>", "<b><i>a</i></b>"),
            ("<i><i>a</i></i>", "<i>a</i>"),
            ("<I>a</I><i> b</i>", "<i>a b</i>"),
            ("<i>a\nb</i>", "<i>a\nb</i>"),
            ("<i>a</i>\n<i>b</i>", "<i>a\nb</i>"),
            ("a\x00\x07\ufeff\ud800b\u2028c", "ab\nc"),
            ("<script>x</script>", "<script>x</script>"),
            ("e\u0301", "é"),
            ("\u200fعربي\u200e", "\u200fعربي\u200e"),
            ("", ""),
        ],
    )
    def test_writes_a_text_in_one_way(self, text: str, cleaned: str) -> None:
        assert clean(text) == cleaned
        assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("align:start line:0", "line:0 align:start"),
        ("position:10%,line-left line:-1,end", "line:-1,end position:10%,line-left"),
        ("size:50% vertical:rl", "vertical:rl size:50%"),
        ("line:x region:fred position:200000% evil", ""),
    ],
)
def test_settings_are_kept_when_well_formed(text: str, kept: str) -> None:
    assert clean_settings(text) == kept


# Whatever somebody types, a tag among it now and then.
texts = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from(["<i>", "</i>", "<b>", "-->", "&amp;", "\n"])),
    max_size=8,
).map(lambda parts: clean("".join(parts)))
times = st.tuples(st.integers(0, 3_000_000), st.integers(1, 10_000))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(st.tuples(times, texts), max_size=5))
def test_whatever_is_typed_comes_back(rows: list[tuple[tuple[int, int], str]]) -> None:
    cues = [cue(start, start + length, text) for (start, length), text in rows]

    from_webvtt = read_webvtt(write_webvtt(cues))

    assert [(each.start_ms, each.end_ms, each.text) for each in from_webvtt] == [
        (each.start_ms, each.end_ms, each.text) for each in cues
    ]
    assert len(read_subrip(write_subrip(cues))) == len(cues)


class TestParagraphs:
    def test_join_what_one_speaker_says(self) -> None:
        found = paragraphs(
            [
                cue(0, 1_000, "The ferry\nleaves", "Olena"),
                cue(1_000, 2_000, "at <i>dawn</i>.", "Olena"),
                cue(2_000, 3_000, "When?", "Émile"),
                cue(9_000, 9_500, "At six.", "Émile"),
            ]
        )

        assert [(each.start_ms, each.speaker, each.text) for each in found] == [
            (0, "Olena", "The ferry leaves at dawn."),
            (2_000, "Émile", "When?"),
            (9_000, "Émile", "At six."),
        ]

    def test_begin_anew_after_a_sentence_when_there_is_enough(self) -> None:
        found = paragraphs([cue(at * 1_000, at * 1_000 + 1_000, "a" * 99 + ".") for at in range(7)])

        assert [each.start_ms for each in found] == [0, 3_000, 6_000]
