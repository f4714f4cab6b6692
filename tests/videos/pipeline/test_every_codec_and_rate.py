"""Every codec at every rate: all that is made of it has its frames and its length."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.videos import media as sources
from tests.videos.media import FAST_NTSC, FILM, NTSC, PAL, Source, make_source, numbers_of
from tests.videos.pipeline.planning import by_name, run
from videos.pipeline.ladder import LadderSettings
from videos.pipeline.plan import Step, plan_derivatives
from videos.pipeline.probe import probe

CODECS = {
    "h264": sources.H264,
    "hevc": sources.HEVC,
    "mpeg-2": replace(sources.XDCAM, is_interlaced=False, options=(("g", "12"), ("bf", "2"))),
    "prores": sources.PRORES,
    "dnxhr": sources.DNXHR,
    "vp9": sources.VP9,
    "av1": sources.AV1,
}
RATES = (NTSC, FILM, PAL, Fraction(50), FAST_NTSC)
TIMECODES = {PAL: "10:00:00:00", Fraction(50): "10:00:00:00", NTSC: "00:59:58;10"}


@pytest.mark.parametrize("codec", list(CODECS))
def test_keeps_every_frame(
    codec: str, soak_size: Callable[[int, int], int], tmp_path: Path
) -> None:
    seconds, size = soak_size(1, 6), (256, 144)
    for number, rate in enumerate(RATES[: soak_size(1, len(RATES))]):
        frames = round(rate * seconds) + 1
        source = replace(
            CODECS[codec], rate=rate, frames=frames, size=size, timecode=timecode_of(codec, rate)
        )
        folder = tmp_path / str(number)
        folder.mkdir()
        master = make_source(folder / source.name, source)

        settings = {"rungs": [rung("144p", 256, 144), rung("90p", 160, 90)]}
        plan = plan_derivatives(probe(master), LadderSettings.from_json(settings))
        made = {}
        for step in (Step.PREVIEW, Step.LADDER, Step.SOUND, Step.MEZZANINE):
            (folder / step).mkdir()
            made |= {
                folder / step / name: file
                for name, file in by_name(run(step, master, folder / step, plan)).items()
            }

        pictures = {path: file for path, file in made.items() if file.frame_count}
        assert len(pictures) == 5
        for path, file in pictures.items():
            assert (file.frame_count, Fraction(file.rate)) == (frames, rate), path.name
            assert numbers_of(path) == list(range(frames)), path.name
        for path, file in made.items():
            if file.duration_seconds:
                assert seconds_of(path) == pytest.approx(float(source.seconds), abs=1e-3), path.name


def timecode_of(codec: str, rate: Fraction) -> str:
    """Return a start timecode where the container of the source has one."""
    return TIMECODES.get(rate, "") if CODECS[codec].timecode else ""


def rung(name: str, long_side: int, short_side: int) -> dict[str, object]:
    return {
        "name": name,
        "long_side": long_side,
        "short_side": short_side,
        "crf": 20,
        "highest_bit_rate": 900_000,
    }


def seconds_of(path: Path) -> float:
    with av.open(str(path)) as file:
        return file.duration / av.time_base


def test_sources_are_what_they_are_called(tmp_path: Path) -> None:
    """The matrix is no better than its sources."""
    found = {}
    for name, source in CODECS.items():
        few: Source = replace(source, frames=3, size=(256, 144), timecode="")
        found[name] = probe(make_source(tmp_path / source.name, few)).video_codec

    assert found == {
        "h264": "h264", "hevc": "hevc", "mpeg-2": "mpeg2video", "prores": "prores",
        "dnxhr": "dnxhd", "vp9": "vp9", "av1": "av1",
    }  # fmt: skip
