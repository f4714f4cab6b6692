"""Running a derivative's step in a child process: the door for callers of the pipeline."""

import json
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

from videos.pipeline.isolation import MEBIBYTE, STILL_LIMITS, Limits, Progress, run_step
from videos.pipeline.plan import Plan, Step
from videos.pipeline.results import RenditionFile, StepResult

MEMORY_BYTES = 4096 * MEBIBYTE
LEAST_WALL_SECONDS = 900
# A single old core takes about 20 for each second of a 2160p source.
WALL_SECONDS_PER_SECOND = 60
CORES_USED = 8
SPARE_FILE_BYTES = 512 * MEBIBYTE
HIGHEST_BYTES_PER_SECOND = 40 * MEBIBYTE


def derive(
    step: Step,
    source: Path,
    folder: Path,
    plan: Plan,
    *,
    on_progress: Progress | None = None,
    limits: Limits | None = None,
) -> StepResult:
    """Do one step of ``plan.steps`` in a child process.

    ``source`` is the master, for steps of ``STEPS_FROM_PREVIEW`` the preview's MP4. The files are
    written into the existing, empty ``folder`` (``Step`` says which) and are complete when this
    returns. ``on_progress`` is given the share that is done; what it raises ends the child.

    Raises:
        MediaRefused: the source cannot be decoded, took too much, or an output is not as planned.
    """
    arguments = [str(step), str(source), str(folder), json.dumps(asdict(plan))]
    result = run_step(
        "derive", arguments, limits=limits or limits_for(plan), on_progress=on_progress
    )
    return StepResult.from_json(result)


def take_still(source: Path, target: Path, *, frame: int, rate: Fraction) -> RenditionFile:
    """Write one frame of the master as a JPEG, in a child process; behind the end the last.

    Raises:
        MediaRefused: no picture can be decoded.
    """
    arguments = [str(source), str(target), str(frame), str(rate)]
    return RenditionFile.from_json(run_step("still", arguments, limits=STILL_LIMITS))


def limits_for(plan: Plan) -> Limits:
    """Return what a step may use: it grows with the length of the source."""
    spec = plan.renditions[0]
    seconds = spec.frame_count / Fraction(spec.rate)
    wall = LEAST_WALL_SECONDS + WALL_SECONDS_PER_SECOND * int(seconds)
    return Limits(
        wall_seconds=wall,
        cpu_seconds=wall * CORES_USED,
        memory_bytes=MEMORY_BYTES,
        file_bytes=SPARE_FILE_BYTES + HIGHEST_BYTES_PER_SECOND * int(seconds),
    )
