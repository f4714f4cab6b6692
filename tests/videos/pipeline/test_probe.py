"""Probing: what is read, what is refused."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.videos import media as sources
from tests.videos.media import FAST_NTSC, FILM, H264, NTSC, Source, Tone, turn_right
from tests.videos.pipeline.clips import make_clip
from tests.videos.pipeline.planning import facts_of
from tests.videos.pipeline.remuxing import make_woven, remux, shown
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.probe import probe
from videos.pipeline.probing.facts import DynamicRange, Probe, Scan, ScanSource

type Media = Callable[[Source], Path]

# Primaries, transfer and matrix of ITU-R BT.2100, as ITU-T H.273 numbers them.
HLG, PQ = (9, 18, 9), (9, 16, 9)
TEN_BIT = replace(sources.HEVC, pixels="yuv420p10le")
EIGHT_TRACKS = replace(sources.XDCAM, tones=tuple(Tone(channels=1) for _ in range(8)))
KINDS = {
    "h264": H264,
    "h264 with b-frames": replace(H264, options=(("bf", "3"), ("preset", "medium"))),
    "hevc hlg": replace(TEN_BIT, colours=HLG, rate=Fraction(50)),
    "mpeg-2 transport stream": sources.MPEG2,
    "mpeg-2 program stream": replace(sources.MPEG2, suffix=".vob", file_format="vob"),
    "xdcam mxf": sources.XDCAM,
    "prores": sources.PRORES,
    "dnxhr": sources.DNXHR,
    "vp9": sources.VP9,
    "av1": sources.AV1,
    "matroska": replace(H264, suffix=".mkv", rate=FILM, frames=50),
    "avi": replace(H264, codec="mpeg4", suffix=".avi", audio_codec="pcm_s16le"),
    "23.976": replace(H264, rate=FILM, frames=48),
    "29.97 drop-frame": replace(sources.PRORES, rate=NTSC, frames=31, timecode="00:59:59;20"),
    "50": replace(H264, rate=Fraction(50), frames=51),
    "59.94": replace(H264, rate=FAST_NTSC, frames=61),
    "59.94 in milliseconds": replace(sources.VP9, rate=FAST_NTSC, frames=61),
    "anamorphic": replace(H264, size=(120, 90), aspect=Fraction(4, 3)),
    "odd": replace(sources.VP9, size=(161, 91)),
    "silent": replace(H264, tones=()),
    "eight tracks": EIGHT_TRACKS,
    "one frame": replace(H264, frames=1),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_says_of_every_kind_what_is_derived_from_it(name: str, media: Media) -> None:
    source = KINDS[name]

    facts = probe(media(source))

    expected = facts_of(source)
    for fact in (
        "width", "height", "rate", "frame_count", "start_timecode", "field_order", "is_hdr"
    ):  # fmt: skip
        assert (fact, getattr(facts, fact)) == (fact, getattr(expected, fact))
    assert [track.channels for track in facts.audio] == [tone.channels for tone in source.tones]
    assert facts.duration_seconds == pytest.approx(float(source.seconds), abs=0.001)
    assert facts.size_bytes == media(source).stat().st_size
    assert not facts.video.is_variable_rate
    assert Probe.from_json(json.loads(json.dumps(asdict(facts)))) == facts


def test_describes_the_picture_and_the_tracks_of_a_broadcast_master(media: Media) -> None:
    facts = probe(media(EIGHT_TRACKS))

    assert (facts.container, facts.container_profile) == ("mxf", "OP1a")
    assert facts.codecs == "mpeg2video" + ", pcm_s16le" * 8
    assert (facts.video.profile, facts.video.chroma, facts.video.bit_depth) == ("4:2:2", "4:2:2", 8)
    assert (facts.video.scan, facts.video.scan_source) == (Scan.TOP_FIRST, ScanSource.STATED)
    assert {(track.layout, track.sample_rate, track.bit_depth) for track in facts.audio} == {
        ("mono", 48_000, 16)
    }


@pytest.mark.parametrize(
    ("colours", "transfer", "dynamic_range"),
    [
        (HLG, "arib-std-b67", DynamicRange.HLG),
        (PQ, "smpte2084", DynamicRange.PQ),
        ((1, 1, 1), "bt709", DynamicRange.SDR),
    ],
)
def test_names_the_colours(
    media: Media, colours: tuple[int, int, int], transfer: str, dynamic_range: DynamicRange
) -> None:
    video = probe(media(replace(TEN_BIT, colours=colours))).video

    gamut = "bt2020" if dynamic_range is not DynamicRange.SDR else "bt709"
    assert (video.primaries, video.transfer, video.range) == (gamut, transfer, "limited")
    assert video.matrix in ("bt2020nc", "bt709")
    assert video.dynamic_range is dynamic_range
    assert (video.bit_depth, video.profile) == (10, "Main 10")


def test_tells_the_sounds_apart(media: Media) -> None:
    tones = (Tone(language="fra"), Tone(channels=6, language="ger"), Tone(channels=1))
    facts = probe(media(replace(H264, suffix=".mkv", tones=tones)))

    assert [(track.language, track.layout, track.codec) for track in facts.audio] == [
        ("fr", "stereo", "aac"),
        ("de", "5.1", "aac"),
        ("", "mono", "aac"),
    ]


class TestVariableRate:
    """A telephone's recording: most pictures a thirtieth apart, some twice or thrice that."""

    SOURCE = replace(H264, frames=40, times=tuple(
        33 * number + (number // 4) * 33 + (number // 10) * 66 for number in range(40)
    ))  # fmt: skip

    @pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
    def test_gets_a_time_line_of_the_usual_rate(self, media: Media, suffix: str) -> None:
        facts = probe(media(replace(self.SOURCE, suffix=suffix)))

        assert facts.video.is_variable_rate
        assert facts.video.frame_count == 40
        assert facts.rate == "30/1"
        assert facts.frame_count == round(facts.duration_seconds * 30)
        assert facts.duration_seconds == pytest.approx(1.84, abs=0.05)


class TestScan:
    def test_is_measured_where_the_file_does_not_say(self, tmp_path: Path) -> None:
        path = make_woven(tmp_path / "woven.mkv", "top")

        video = probe(path).video

        assert (video.scan, video.scan_source) == (Scan.TOP_FIRST, ScanSource.MEASURED)

    def test_finds_whole_pictures_too(self, media: Media) -> None:
        source = replace(sources.HEVC, size=(640, 480), frames=12, tones=())

        video = probe(media(source)).video

        assert (video.scan, video.scan_source) == (Scan.PROGRESSIVE, ScanSource.MEASURED)


def test_counts_a_fragmented_file_through(media: Media, tmp_path: Path) -> None:
    path = remux(media(H264), tmp_path / "live.mp4", movflags="frag_keyframe+empty_moov")

    facts = probe(path)

    assert (facts.frame_count, facts.rate, facts.duration_seconds) == (25, "25/1", 1.0)


def test_counts_only_what_an_edit_list_shows(media: Media, tmp_path: Path) -> None:
    source = media(replace(H264, frames=50, tones=()))
    path = remux(source, tmp_path / "edited.mp4", shift=-10, avoid_negative_ts="disabled")

    facts = probe(path)

    assert facts.frame_count == len(shown(path)) == 40


def test_begins_with_the_first_picture_that_can_be_decoded(media: Media, tmp_path: Path) -> None:
    """A recording may begin between two keyframes; its timecode is that of the first packet."""
    source = replace(H264, suffix=".mkv", frames=30, timecode="10:00:00:00", tones=(),
                     options=(("g", "10"), ("bf", "0")))  # fmt: skip
    path = remux(media(source), tmp_path / "joined.mkv", skip=3, timecode="10:00:00:00")

    facts = probe(path)

    assert facts.frame_count == len(shown(path)) == 20
    assert facts.start_timecode == "10:00:00:07"


class TestMetadata:
    def test_is_kept_clean(self, media: Media, tmp_path: Path) -> None:
        path = remux(
            media(H264),
            tmp_path / "named.mkv",
            tags={"TITLE": "Caf\udce9 \u202e\x07ok", "COMMENT": "x" * 5000},
        )

        metadata = probe(path).metadata

        assert metadata["title"] == "Café  ok"
        assert len(metadata["comment"]) == 2000


def test_says_width_and_height_as_shown(tmp_path: Path) -> None:
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(turn_right(make_clip(tmp_path / "clip.mp4", sound=False).read_bytes()))

    facts = probe(turned)

    assert (facts.width, facts.height, facts.rotation) == (90, 160, 270)


class TestRefusals:
    def test_refuses_text_called_video(self, tmp_path: Path) -> None:
        path = tmp_path / "report.mp4"
        path.write_text("Minutes of the meeting. " * 500)

        assert _refusal(path) is MediaProblem.NOT_VIDEO

    def test_refuses_an_empty_file(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.mp4"
        path.touch()

        assert _refusal(path) is MediaProblem.NOT_VIDEO

    def test_refuses_a_missing_file(self, tmp_path: Path) -> None:
        assert _refusal(tmp_path / "gone.mp4") is MediaProblem.MISSING

    @pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
    def test_refuses_an_image_called_video(self, tmp_path: Path, file_format: str) -> None:
        path = tmp_path / "picture.mp4"
        Image.new("RGB", (64, 64), (200, 30, 30)).save(path, file_format)

        assert _refusal(path) is MediaProblem.NOT_VIDEO

    @pytest.mark.parametrize(
        "text",
        [
            "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{secret}\n#EXT-X-ENDLIST\n",
            "ffconcat version 1.0\nfile '{secret}'\n",
            '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>{secret}'
            "</BaseURL></MPD>",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
        ],
    )
    def test_refuses_a_playlist_that_names_another_file(self, tmp_path: Path, text: str) -> None:
        secret = make_clip(tmp_path / "secret.ts", file_format="mpegts")
        path = tmp_path / "holiday.mp4"
        path.write_text(text.format(secret=secret))

        assert _refusal(path) is MediaProblem.NOT_VIDEO

    def test_refuses_sound_without_picture(self, tmp_path: Path) -> None:
        path = tmp_path / "sound.m4a"
        with av.open(str(path), "w", format="mp4") as output:
            stream = output.add_stream("aac", rate=48_000, layout="stereo")
            frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
            frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            output.mux(stream.encode(frame))
            output.mux(stream.encode())

        assert _refusal(path) is MediaProblem.NO_PICTURE


def _refusal(path: Path) -> MediaProblem:
    with pytest.raises(MediaRefused) as caught:
        probe(path)
    return caught.value.problem
