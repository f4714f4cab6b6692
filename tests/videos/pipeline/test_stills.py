"""Stills, thumbnails and waveforms."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from tests.videos import media as sources
from tests.videos.media import H264, Source, Tone, read_number
from tests.videos.pipeline.planning import by_name, plan_of, run
from videos.pipeline import steps
from videos.pipeline.plan import Step
from videos.pipeline.stills import take_still

type Media = Callable[[Source], Path]

SHOTS = replace(H264, frames=250, shot_frames=50, dark_frames=60, tones=(), options=(("g", "25"),))


class TestSuggestPosters:
    def test_tells_the_frame_that_each_shows(self, media: Media, tmp_path: Path) -> None:
        result = run(Step.POSTER, media(SHOTS), tmp_path, plan_of(SHOTS))

        assert 2 <= len(result.files) <= 5
        for file in result.files:
            with Image.open(tmp_path / file.name) as poster:
                assert poster.size == (file.width, file.height) == (160, 90)
                assert read_number(poster) == file.frame

    def test_passes_over_black_frames(self, media: Media, tmp_path: Path) -> None:
        result = run(Step.POSTER, media(SHOTS), tmp_path, plan_of(SHOTS))

        assert min(file.frame for file in result.files) >= 60

    def test_suggests_no_two_alike(self, media: Media, tmp_path: Path) -> None:
        """Little moves between a frame and the next."""
        source = replace(H264, frames=2)

        result = run(Step.POSTER, media(source), tmp_path, plan_of(source))

        assert len(result.files) == 1

    def test_takes_the_best_of_poor_frames(self, media: Media, tmp_path: Path) -> None:
        dark = replace(H264, dark_frames=25)

        result = run(Step.POSTER, media(dark), tmp_path, plan_of(dark))

        assert [file.name for file in result.files] == ["poster-1.jpg"]

    @pytest.mark.parametrize(
        "source",
        [
            sources.MPEG2,
            sources.XDCAM,
            sources.PRORES_ALPHA,
            replace(H264, is_turned=True, suffix=".mov"),
            replace(H264, size=(120, 90), aspect=Fraction(4, 3)),
        ],
        ids=["transport stream", "interlaced", "alpha", "turned", "anamorphic"],
    )
    def test_shows_every_kind_of_source_as_a_viewer_sees_it(
        self, source: Source, media: Media, tmp_path: Path
    ) -> None:
        result = run(Step.POSTER, media(source), tmp_path, plan_of(source))

        with Image.open(tmp_path / "poster-1.jpg") as poster:
            assert poster.size == (160, 90)
            assert read_number(poster) == result.files[0].frame


class TestTakeStill:
    @pytest.mark.parametrize("frame", [0, 1, 99, 249])
    def test_takes_exactly_this_frame(self, frame: int, media: Media, tmp_path: Path) -> None:
        source = replace(SHOTS, dark_frames=0)

        still = take_still(media(source), tmp_path / "still.jpg", frame=frame, rate=source.rate)

        with Image.open(tmp_path / "still.jpg") as picture:
            assert read_number(picture) == still.frame == frame

    def test_takes_it_in_a_child_process(self, media: Media, tmp_path: Path) -> None:
        still = steps.take_still(media(H264), tmp_path / "still.jpg", frame=7, rate=H264.rate)

        with Image.open(tmp_path / "still.jpg") as picture:
            assert read_number(picture) == still.frame == 7

    def test_takes_the_last_behind_the_end(self, media: Media, tmp_path: Path) -> None:
        still = take_still(media(H264), tmp_path / "still.jpg", frame=9999, rate=H264.rate)

        assert still.frame == 24


class TestMakeThumbnails:
    @pytest.mark.parametrize(
        ("frames", "every", "count"),
        [(30, 0.5, 3), (100, 0.5, 8), (100, 2.0, 2)],
        ids=["short", "all frames", "keyframes only"],
    )
    def test_shows_what_the_cues_promise(
        self, frames: int, every: float, count: int, media: Media, tmp_path: Path
    ) -> None:
        source = replace(H264, frames=frames, tones=())
        most = 120 if every < 1 else 2
        plan = plan_of(source, thumbnail_count=most)
        (tmp_path / "preview").mkdir()
        run(Step.PREVIEW, media(source), tmp_path / "preview", plan)

        result = run(Step.THUMBNAILS, tmp_path / "preview" / "36p.mp4", tmp_path, plan)

        assert set(by_name(result)) == {"thumbnails.jpg", "thumbnails.vtt"}
        cues = re.findall(
            r"00:00:(\S+) --> 00:00:(\S+)\nthumbnails.jpg#xywh=(\d+),(\d+),(\d+),(\d+)\n",
            (tmp_path / "thumbnails.vtt").read_text(),
        )
        assert len(cues) == count
        assert float(cues[-1][1]) == frames / 25
        with Image.open(tmp_path / "thumbnails.jpg") as sheet:
            for number, (begin, _end, left, top, width, height) in enumerate(cues):
                assert float(begin) == pytest.approx(number * every)
                box = (int(left), int(top), int(left) + int(width), int(top) + int(height))
                shown = read_number(sheet.crop(box))
                assert shown == pytest.approx(number * every * 25, abs=1)


class TestMakeWaveforms:
    def test_outlines_each_sound(self, media: Media, tmp_path: Path) -> None:
        source = replace(
            sources.PRORES,
            tones=(Tone(level_dbfs=-6, starts_at=Fraction(1, 2)), Tone(level_dbfs=None)),
        )

        result = run(Step.WAVEFORM, media(source), tmp_path, plan_of(source, waveform_points=100))

        assert set(by_name(result)) == {"audio-1.json", "audio-2.json"}
        loud, silent = (json.loads((tmp_path / f"audio-{n}.json").read_text()) for n in (1, 2))
        assert (loud["version"], loud["length"], len(loud["data"])) == (2, 100, 200)
        lows, highs = loud["data"][::2], loud["data"][1::2]
        assert max(highs[:49]) <= 1
        assert min(highs[52:98]) == pytest.approx(64, abs=3)
        assert max(lows[52:98]) == pytest.approx(-64, abs=3)
        assert set(silent["data"]) == {0}


def test_a_flat_poster_is_better_than_none(media: Media, tmp_path: Path) -> None:
    source = replace(sources.MPEG2, frames=2, dark_frames=2)

    run(Step.POSTER, media(source), tmp_path, plan_of(source))

    with Image.open(tmp_path / "poster-1.jpg") as poster:
        assert max(ImageStat.Stat(poster).mean) < 20
