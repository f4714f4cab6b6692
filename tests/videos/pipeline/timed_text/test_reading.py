"""Files are told apart by what they hold, and their encodings are found out."""

import pytest

from tests.videos.pipeline.timed_text.files import ARABIC, FRENCH, LANGUAGES, UKRAINIAN, stl, ttml
from videos.pipeline.timed_text import cues as limits
from videos.pipeline.timed_text.cues import Cue, TimedTextRefused
from videos.pipeline.timed_text.reading import read
from videos.pipeline.timed_text.srt import write_subrip
from videos.pipeline.timed_text.vtt import write_webvtt

# What these code pages cannot write: thin spaces, vowel signs, marks of direction.
OLD_TEXTS = {
    "fr": ("windows-1252", "«\u00a0L’été\u00a0», Cœur"),
    "uk": ("windows-1251", "Ґанок і їжак, «Є»"),
    "ar": ("windows-1256", "مرحبا بكم في المدينة، هل أنتم بخير؟"),
}


class TestFormat:
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (write_webvtt(FRENCH).encode(), "webvtt"),
            (write_subrip(FRENCH).encode(), "subrip"),
            (ttml('<p begin="0s" end="1s">a</p>'), "ttml"),
            (
                b"\xef\xbb\xbf\n" + ttml('<p begin="0s" end="1s">a</p>').partition(b"?>\n")[2],
                "ttml",
            ),
            (ttml('<p begin="0s" end="1s">a</p>', encoding="utf-16"), "ttml"),
            (stl([("10:00:00:00", "10:00:01:00", b"One")]), "stl"),
        ],
    )
    def test_is_what_the_content_is(self, content: bytes, kind: str) -> None:
        assert read(content).format == kind

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"", "unknown_format"),
            (b"\x00" * 2_000, "unknown_format"),
            (b"Dear all,\nthe subtitles will follow.\n", "unknown_format"),
            (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "encoding"),
            (b"WEBVTT\n\nNOTE nothing yet\n", "empty"),
            (ttml(""), "empty"),
            (b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\na\n\n" * 20_001, "too_many"),
            (b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"a" * 2_001, "long_text"),
            (b"WEBVTT\n\n1000:00:00.000 --> 1000:00:01.000\na\n", "bad_time"),
            (b"a" * (limits.MAX_BYTES + 1), "too_large"),
        ],
    )
    def test_or_the_reason_why_it_cannot_be_read(self, content: bytes, problem: str) -> None:
        with pytest.raises(TimedTextRefused) as refusal:
            read(content)

        assert refusal.value.problem == problem

    def test_puts_cues_in_order(self) -> None:
        found = read(b"WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:02.000\na\n")

        assert [cue.text for cue in found.cues] == ["a", "b"]

    @pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
    def test_takes_all_line_ends(self, ends: bytes) -> None:
        content = write_webvtt(UKRAINIAN).encode().replace(b"\n", ends)

        assert read(content).cues == UKRAINIAN


class TestEncoding:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        ("encoding", "named"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8"),
            ("utf-16", "utf-16"),
            ("utf-16-le", "utf-16"),
            ("utf-16-be", "utf-16"),
            ("utf-32", "utf-32"),
        ],
    )
    def test_of_unicode_is_certain(self, language: str, encoding: str, named: str) -> None:
        found = read(write_webvtt(LANGUAGES[language]).encode(encoding))

        assert found.cues == LANGUAGES[language]
        assert (found.encoding, found.is_encoding_guessed) == (named, False)

    @pytest.mark.parametrize("language", OLD_TEXTS)
    def test_of_older_files_follows_the_language_and_says_so(self, language: str) -> None:
        encoding, text = OLD_TEXTS[language]
        content = write_subrip([Cue(start_ms=0, end_ms=1_000, text=text)]).encode(encoding)

        found = read(content, language=language)

        assert found.cues[0].text == text
        assert (found.encoding, found.is_encoding_guessed) == (encoding, True)

    @pytest.mark.parametrize("language", OLD_TEXTS)
    def test_can_be_chosen(self, language: str) -> None:
        encoding, text = OLD_TEXTS[language]
        content = write_subrip([Cue(start_ms=0, end_ms=1_000, text=text)]).encode(encoding)

        found = read(content, encoding=encoding, language="en")

        assert found.cues[0].text == text
        assert not found.is_encoding_guessed

    def test_that_does_not_fit_is_refused(self) -> None:
        with pytest.raises(TimedTextRefused) as refusal:
            read(write_subrip(ARABIC).encode("windows-1256", "ignore"), encoding="utf-8")

        assert (refusal.value.problem, refusal.value.detail) == ("encoding", "utf-8")
