"""Probing: what is read, what is refused."""

from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.videos.pipeline.clips import make_clip, turn_right
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.probe import probe

CONTAINERS = [
    ("clip.mp4", None, "libx264"),
    ("clip.mov", None, "libx264"),
    ("clip.mxf", None, "mpeg2video"),
    ("clip.mkv", None, "libx264"),
    ("clip.ts", "mpegts", "libx264"),
    ("clip.avi", None, "mpeg4"),
]


@pytest.mark.parametrize(("name", "file_format", "codec"), CONTAINERS)
def test_reads_the_facts_of_each_container(
    tmp_path: Path, name: str, file_format: str | None, codec: str
) -> None:
    clip = make_clip(tmp_path / name, codec=codec, file_format=file_format, sound=False)

    facts = probe(clip)

    assert (facts.width, facts.height, facts.frame_rate) == (160, 90, 25.0)
    assert facts.duration_seconds == pytest.approx(1.0, abs=0.05)
    assert facts.size_bytes == clip.stat().st_size
    assert facts.audio_codecs == ()


def test_names_the_codecs_picture_first(tmp_path: Path) -> None:
    assert probe(make_clip(tmp_path / "clip.mp4")).codecs == "h264, aac"


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

    @pytest.mark.parametrize("name", ["cut.mxf", "cut.mkv", "cut.avi"])
    def test_refuses_a_file_whose_end_is_missing(self, tmp_path: Path, name: str) -> None:
        codec = {"cut.mxf": "mpeg2video", "cut.mkv": "libx264", "cut.avi": "mpeg4"}[name]
        whole = make_clip(tmp_path / name, codec=codec, seconds=2, sound=False).read_bytes()
        (tmp_path / name).write_bytes(whole[: len(whole) // 2])

        assert _refusal(tmp_path / name) is MediaProblem.TRUNCATED

    def test_refuses_a_cut_file_whose_index_is_in_front(self, tmp_path: Path) -> None:
        from videos.pipeline.preview import make_preview

        clip = make_clip(tmp_path / "clip.mp4", seconds=2)
        make_preview(clip, tmp_path / "front.mp4")
        whole = (tmp_path / "front.mp4").read_bytes()
        cut = tmp_path / "cut.mp4"
        cut.write_bytes(whole[: len(whole) * 3 // 4])

        assert _refusal(cut) is MediaProblem.TRUNCATED


def _refusal(path: Path) -> MediaProblem:
    with pytest.raises(MediaRefused) as caught:
        probe(path)
    return caught.value.problem
