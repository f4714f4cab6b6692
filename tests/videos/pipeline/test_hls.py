"""HLS: the media files by a second reader, and the playlists."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.videos.fragments import read_track
from tests.videos.media import FAST_NTSC, FILM, H264, NTSC, Source
from tests.videos.pipeline.planning import plan_of, run
from videos.pipeline.hls import (
    SoundEntry,
    SubtitleEntry,
    Variant,
    master_playlist,
    media_playlist,
    read_segments,
    subtitle_playlist,
    subtitle_segment,
)
from videos.pipeline.plan import Step

type Media = Callable[[Source], Path]

LOW = Variant(
    uri="360p.m3u8", bit_rate=700_000, peak_bit_rate=900_000, codecs="avc1.64001e",
    width=640, height=360, rate="30000/1001",
)  # fmt: skip
HIGH = replace(
    LOW, uri="720p.m3u8", bit_rate=2_000_000, peak_bit_rate=3_000_000, codecs="avc1.64001f",
    width=1280, height=720,
)  # fmt: skip
ENGLISH = SoundEntry(
    uri="audio-1.m3u8", name="English", language="en", channels=2, codecs="mp4a.40.2",
    bit_rate=128_000, peak_bit_rate=140_000, is_default=True,
)  # fmt: skip
ARABIC = replace(ENGLISH, uri="audio-2.m3u8", name="العربية", language="ar", is_default=False)


@pytest.mark.must_hold
class TestMediaFiles:
    @pytest.mark.parametrize("rate", [FILM, Fraction(25), NTSC, Fraction(50), FAST_NTSC])
    def test_hold_the_ranges_that_the_playlist_lists(
        self, rate: Fraction, media: Media, tmp_path: Path
    ) -> None:
        source = replace(H264, rate=rate, frames=round(rate * 5) + 1)
        plan = plan_of(source, keyframe_seconds=1, segment_seconds=2)

        for step in (Step.PREVIEW, Step.LADDER, Step.SOUND):
            run(step, media(source), tmp_path, plan)

        keyframes = round(rate)
        for name in ("36p", "90p", "audio-1"):
            track = read_track((tmp_path / f"{name}.hls.mp4").read_bytes())
            segments = read_segments((tmp_path / f"{name}.m3u8").read_text())
            ends = [segment.offset + segment.size_bytes for segment in segments]
            assert [fragment.end for fragment in track.fragments] == ends
            assert segments[0].offset == track.initial_bytes
            seconds = Fraction(sum(f.duration for f in track.fragments), track.timescale)
            assert seconds == pytest.approx(float(source.seconds), abs=1 / 48_000)
            for fragment, segment in zip(track.fragments, segments, strict=True):
                assert fragment.begins_with_sync
                length = fragment.duration / track.timescale
                assert segment.seconds == pytest.approx(length, abs=1e-5)
        for name in ("36p", "90p"):
            track = read_track((tmp_path / f"{name}.hls.mp4").read_bytes())
            assert sum(fragment.samples for fragment in track.fragments) == source.frames
            assert [fragment.samples for fragment in track.fragments[:2]] == [keyframes * 2] * 2


class TestMasterPlaylist:
    def test_lists_variants_with_their_sounds_and_subtitles(self) -> None:
        subtitles = [SubtitleEntry(uri="fr.m3u8", name="Français", language="fr")]

        lines = master_playlist([LOW, HIGH], [ENGLISH, ARABIC], subtitles).splitlines()

        assert lines == [
            "#EXTM3U",
            "#EXT-X-VERSION:7",
            "#EXT-X-INDEPENDENT-SEGMENTS",
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sounds",NAME="English",LANGUAGE="en",DEFAULT=YES,'
            'AUTOSELECT=YES,CHANNELS="2",URI="audio-1.m3u8"',
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sounds",NAME="العربية",LANGUAGE="ar",DEFAULT=NO,'
            'AUTOSELECT=YES,CHANNELS="2",URI="audio-2.m3u8"',
            '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="Français",LANGUAGE="fr",'
            'DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="fr.m3u8"',
            "#EXT-X-STREAM-INF:BANDWIDTH=1040000,AVERAGE-BANDWIDTH=828000,"
            'CODECS="avc1.64001e,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=29.970,'
            'AUDIO="sounds",SUBTITLES="subtitles"',
            "360p.m3u8",
            "#EXT-X-STREAM-INF:BANDWIDTH=3140000,AVERAGE-BANDWIDTH=2128000,"
            'CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970,'
            'AUDIO="sounds",SUBTITLES="subtitles"',
            "720p.m3u8",
        ]

    def test_plays_with_the_lowest_rung_alone(self) -> None:
        lines = master_playlist([LOW]).splitlines()

        assert lines[-1] == "360p.m3u8"
        assert "AUDIO" not in lines[-2]
        assert "SUBTITLES" not in lines[-2]

    def test_keeps_equal_names_apart(self) -> None:
        text = master_playlist([LOW], [ENGLISH, replace(ENGLISH, uri="audio-2.m3u8")])

        assert 'NAME="English"' in text
        assert 'NAME="English 2"' in text

    def test_marks_captions(self) -> None:
        captions = SubtitleEntry(uri="en.m3u8", name="English", language="en", is_captions=True)

        assert "public.accessibility.transcribes-spoken-dialog" in master_playlist(
            [LOW], subtitles=[captions]
        )

    @pytest.mark.parametrize("name", ['He said "no"', "two\nlines", "two\r\n#EXT-X-ENDLIST"])
    def test_holds_no_name_that_breaks_out_of_its_quotes(self, name: str) -> None:
        text = master_playlist([LOW], [replace(ENGLISH, name=name)])

        (line,) = [line for line in text.splitlines() if line.startswith("#EXT-X-MEDIA")]
        assert line.count('"') == 10
        assert line.endswith('URI="audio-1.m3u8"')


def test_a_media_playlist_may_have_another_address() -> None:
    stored = (
        '#EXTM3U\n#EXT-X-MAP:URI="a.mp4",BYTERANGE="700@0"\n#EXTINF:4.0,\n'
        "#EXT-X-BYTERANGE:10@700\na.mp4\n#EXT-X-ENDLIST\n"
    )

    changed = media_playlist(stored, r"https://files.example/a.mp4?sig=\1&x=2")

    assert changed == stored.replace("a.mp4", r"https://files.example/a.mp4?sig=\1&x=2")


def test_subtitles_are_one_media_segment() -> None:
    assert subtitle_playlist("fr.vtt", 61.28).splitlines() == [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        "#EXT-X-TARGETDURATION:61",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXTINF:61.280000,",
        "fr.vtt",
        "#EXT-X-ENDLIST",
    ]


@pytest.mark.parametrize("first", ["WEBVTT", "WEBVTT - a title"])
def test_a_subtitle_segment_says_where_its_zero_is(first: str) -> None:
    cues = "\n\n00:00.000 --> 00:01.000\nOne"

    assert subtitle_segment(first + cues) == (
        f"{first}\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000{cues}"
    )
