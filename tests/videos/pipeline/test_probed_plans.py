"""From a file to its renditions, with nothing known beforehand: probe, plan, derive."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import pytest

from tests.videos import media as sources
from tests.videos.media import FILM, H264, NTSC, Source, Tone, numbers_of
from tests.videos.pipeline.planning import by_name, run
from videos.pipeline.ladder import LadderSettings
from videos.pipeline.plan import Step, plan_derivatives
from videos.pipeline.probe import probe

type Media = Callable[[Source], Path]

KINDS = {
    "h264 23.976": replace(H264, rate=FILM, frames=47, tones=(Tone(language="fra"),)),
    "transport stream": replace(sources.MPEG2, frames=50),
    "mxf 29.97 drop-frame": replace(
        sources.XDCAM, rate=NTSC, frames=45, timecode="00:59:59;15",
        options=(("flags", "+ildct+ilme"), ("g", "15"), ("bf", "2"), ("b", "4000000")),
    ),
    "vp9": sources.VP9,
    "turned": replace(H264, is_turned=True, suffix=".mov"),
    "eight mono tracks": replace(sources.PRORES, tones=(Tone(channels=1),) * 8),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_is_probed_is_what_is_made(kind: str, media: Media, tmp_path: Path) -> None:
    source = KINDS[kind]
    facts = probe(media(source))

    plan = plan_derivatives(facts, LadderSettings())
    result = run(Step.PREVIEW, media(source), tmp_path, plan)

    assert facts.frame_count == source.frames
    rate = f"{source.rate.numerator}/{source.rate.denominator}"
    (download, hls, _playlist) = result.files
    assert (download.rate, download.frame_count) == (rate, source.frames)
    assert (hls.rate, hls.frame_count) == (rate, source.frames)
    assert numbers_of(tmp_path / download.name) == list(range(source.frames))
    assert plan.mezzanine.start_timecode == source.timecode
    with av.open(str(tmp_path / download.name)) as file:
        languages = [track.metadata["language"] for track in file.streams.audio]
    assert languages == [tone.language or "und" for tone in source.tones][: len(plan.sounds)]


def test_an_interlaced_source_whose_frames_are_not_marked(media: Media, tmp_path: Path) -> None:
    plan = plan_derivatives(probe(media(H264)), LadderSettings())
    plan = replace(plan, renditions=(replace(plan.renditions[0], field_order="bff"),))

    result = run(Step.PREVIEW, media(H264), tmp_path, plan)

    assert by_name(result)["90p.mp4"].frame_count == 25
    assert numbers_of(tmp_path / "90p.mp4") == list(range(25))
