"""The preview file."""

import hashlib
from fractions import Fraction
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.videos.pipeline.clips import make_clip, turn_right
from videos.pipeline.errors import MediaRefused
from videos.pipeline.poster import make_poster
from videos.pipeline.preview import fit, limit_frame_rate, make_preview


class TestFit:
    @pytest.mark.parametrize(
        ("source", "shown"),
        [
            ((1920, 1080), (640, 360)),
            ((1080, 1920), (360, 640)),
            ((720, 576), (640, 512)),
            ((160, 90), (160, 90)),
            ((161, 91), (160, 90)),
            ((4096, 2), (640, 2)),
        ],
    )
    def test_keeps_the_shape_with_even_sides(
        self, source: tuple[int, int], shown: tuple[int, int]
    ) -> None:
        assert fit(*source) == shown


@pytest.mark.parametrize(("rate", "limited"), [(25, 25), (50, 25), (60, 30), (120, 30), (0, 25)])
def test_halves_fast_frame_rates(rate: int, limited: int) -> None:
    assert limit_frame_rate(Fraction(rate)) == limited


class TestMakePreview:
    def test_makes_a_small_playable_file(self, tmp_path: Path) -> None:
        source = make_clip(tmp_path / "master.mov", seconds=2, size=(1280, 720))

        preview = make_preview(source, tmp_path / "preview.mp4")

        content = (tmp_path / "preview.mp4").read_bytes()
        assert (preview.width, preview.height) == (640, 360)
        assert preview.size_bytes == len(content)
        assert preview.sha256 == hashlib.sha256(content).hexdigest()
        with av.open(str(tmp_path / "preview.mp4")) as media:
            video = media.streams.video[0]
            assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
            assert not video.codec_context.has_b_frames
            assert media.streams.audio[0].codec_context.name == "aac"
            assert media.duration / av.time_base == pytest.approx(2, abs=0.1)
            assert video.frames == 50

    def test_puts_the_index_in_front(self, tmp_path: Path) -> None:
        make_preview(make_clip(tmp_path / "master.mp4"), tmp_path / "preview.mp4")

        content = (tmp_path / "preview.mp4").read_bytes()

        assert content.index(b"moov") < content.index(b"mdat")

    def test_stands_upright(self, tmp_path: Path) -> None:
        """The bar is near the left edge of the first frame, so it is at the top when turned."""
        turned = tmp_path / "turned.mp4"
        turned.write_bytes(turn_right(make_clip(tmp_path / "clip.mp4").read_bytes()))

        preview = make_preview(turned, tmp_path / "preview.mp4")
        make_poster(turned, tmp_path / "poster.jpg")

        assert (preview.width, preview.height) == (90, 160)
        with av.open(str(tmp_path / "preview.mp4")) as media:
            first = next(media.decode(video=0))
            assert round(first.rotation) == 0
            red, _green, blue = first.to_image().getpixel((45, 15))
            assert red > blue
        with Image.open(tmp_path / "poster.jpg") as poster:
            assert poster.size == (90, 160)

    def test_works_without_sound(self, tmp_path: Path) -> None:
        source = make_clip(tmp_path / "master.mp4", sound=False)

        make_preview(source, tmp_path / "preview.mp4")

        with av.open(str(tmp_path / "preview.mp4")) as media:
            assert not media.streams.audio

    def test_starts_at_zero_when_the_source_does_not(self, tmp_path: Path) -> None:
        source = make_clip(tmp_path / "master.ts", file_format="mpegts", seconds=2)

        make_preview(source, tmp_path / "preview.mp4")

        with av.open(str(tmp_path / "preview.mp4")) as media:
            assert media.streams.video[0].start_time == 0
            assert media.duration / av.time_base == pytest.approx(2, abs=0.15)

    def test_reports_progress_up_to_the_end(self, tmp_path: Path) -> None:
        shares: list[float] = []

        make_preview(
            make_clip(tmp_path / "master.mp4"), tmp_path / "out.mp4", on_progress=shares.append
        )

        assert shares == sorted(shares)
        assert shares[-1] == 1.0

    def test_refuses_what_is_no_video(self, tmp_path: Path) -> None:
        (tmp_path / "text.mp4").write_text("no video")

        with pytest.raises(MediaRefused):
            make_preview(tmp_path / "text.mp4", tmp_path / "out.mp4")
