import io

import av
import pytest
from PIL import Image

from cms.website.demo.documents import build_pdf
from cms.website.demo.images import SCENES, draw_image
from cms.website.demo.videos import ClipPlan, draw_poster, encode_clip, timecode


class TestDrawImage:
    @pytest.mark.parametrize("scene", sorted(SCENES))
    def test_draws_a_jpeg_of_the_size_asked_for(self, scene):
        image = Image.open(io.BytesIO(draw_image(scene, seed=3, size=(600, 400))))

        image.load()
        assert (image.format, image.size) == ("JPEG", (600, 400))
        assert len(image.convert("RGB").getcolors(maxcolors=600 * 400) or []) > 50

    def test_gives_the_same_bytes_for_the_same_seed(self):
        assert draw_image("river", seed=4) == draw_image("river", seed=4)
        assert draw_image("river", seed=4) != draw_image("river", seed=9)

    def test_makes_files_small_enough_to_ship(self):
        assert len(draw_image("mangrove", seed=6)) < 250_000


class TestEncodeClip:
    def test_encodes_what_the_plan_says(self):
        plan = ClipPlan(slate="TST-1", seed=1, seconds=2)

        with av.open(io.BytesIO(encode_clip(plan))) as container:
            video, audio = container.streams.video[0], container.streams.audio[0]
            frames = sum(1 for _ in container.decode(video))

            assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
            assert (video.width, video.height) == (640, 360)
            assert video.average_rate == 25
            assert frames == 50
            assert container.duration / av.time_base == pytest.approx(2, abs=0.1)

    def test_moves_from_frame_to_frame(self):
        plan = ClipPlan(slate="TST-2", seed=2, seconds=1)

        with av.open(io.BytesIO(encode_clip(plan))) as container:
            pictures = [frame.to_image().tobytes() for frame in container.decode(video=0)]

        assert len(set(pictures)) == len(pictures)

    def test_gives_the_same_bytes_for_the_same_plan(self):
        plan = ClipPlan(slate="TST-3", seed=3, seconds=1)

        assert encode_clip(plan) == encode_clip(plan)


class TestTimecode:
    @pytest.mark.parametrize(
        ("number", "text"),
        [(0, "10:00:00:00"), (24, "10:00:00:24"), (25, "10:00:01:00"), (1500, "10:01:00:00")],
    )
    def test_counts_frames(self, number, text):
        assert timecode(number) == text


class TestDrawPoster:
    def test_is_a_wide_picture(self):
        poster = Image.open(io.BytesIO(draw_poster(ClipPlan(slate="T", seed=1, seconds=2))))

        assert poster.size == (1280, 720)


class TestBuildPdf:
    def test_has_a_header_a_table_and_the_text(self):
        pdf = build_pdf(title="Fiche (courte)", paragraphs=["L’alerte est « partagée »."])

        assert pdf.startswith(b"%PDF-1.4")
        assert pdf.rstrip().endswith(b"%%EOF")
        assert "L’alerte est « partagée ».".encode("cp1252") in pdf
        start = int(pdf.rpartition(b"startxref\n")[2].split()[0])
        assert pdf[start : start + 4] == b"xref"
