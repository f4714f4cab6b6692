"""Plans of test sources, made of what is known about them."""

from dataclasses import dataclass
from pathlib import Path

from tests.videos.media import Source, Tone
from videos.pipeline.derive import derive
from videos.pipeline.ladder import LadderSettings, Rung
from videos.pipeline.plan import Plan, Step, plan_derivatives
from videos.pipeline.results import RenditionFile, StepResult

# Two rungs for sources of 160x90.
SMALL_RUNGS = (
    Rung(name="90p", long_side=160, short_side=90, crf=22, highest_bit_rate=900_000),
    Rung(name="36p", long_side=64, short_side=36, crf=22, highest_bit_rate=300_000),
)
HDR_TRANSFERS = (16, 18)


@dataclass(frozen=True)
class Facts:
    """A probe's facts as far as a plan reads them."""

    width: int
    height: int
    rate: str
    frame_count: int
    start_timecode: str
    field_order: str
    is_hdr: bool
    audio: tuple[Tone, ...]


def facts_of(source: Source) -> Facts:
    width, height = source.size
    width = round(width * source.aspect)
    return Facts(
        width=width,
        height=height,
        rate=f"{source.rate.numerator}/{source.rate.denominator}",
        frame_count=source.frames,
        start_timecode=source.timecode,
        field_order="tff" if source.is_interlaced else "",
        is_hdr=bool(source.colours and source.colours[1] in HDR_TRANSFERS),
        audio=source.tones,
    )


def plan_of(source: Source, **settings: object) -> Plan:
    return plan_derivatives(facts_of(source), LadderSettings(**{"rungs": SMALL_RUNGS} | settings))


def run(step: Step, path: Path, folder: Path, plan: Plan) -> StepResult:
    """Do a step in this process."""
    return derive(step, path, folder, plan, lambda _share: None)


def by_name(result: StepResult) -> dict[str, RenditionFile]:
    return {file.name: file for file in result.files}
