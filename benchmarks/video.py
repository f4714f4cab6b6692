"""Measure the video pipeline on a 1080p master: against the plain engine, and against its length.

The master is made once: a moving test picture with grain and a cut every ten seconds, H.264 at
12 Mb/s with AAC. Each job runs in a process of its own, pipeline and plain engine in turns, so
that a changing load disturbs both alike. Machines differ: read the ratios, on a quiet machine.

    make bench-video
    make bench-video ARGS="--seconds 10 --rounds 1"

The whole takes six to ten minutes.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import av  # noqa: E402 - after the path, as the next

from videos.pipeline import isolation  # noqa: E402
from videos.pipeline.ladder import LadderSettings  # noqa: E402
from videos.pipeline.plan import Plan, Step, plan_derivatives  # noqa: E402

REPORT = Path(__file__).resolve().parent / "results" / "video.md"
RATE, SIZE, BIT_RATE = 25, "1920x1080", "12000000"
AIM_ENGINE, AIM_PREVIEW, AIM_LADDER = 1.05, 0.25, 0.6
PROBE = "probe"
SIDES, PAIRED = ("pipeline", "engine"), (Step.PREVIEW, Step.LADDER)
# The child's own share is what counts, so it is started by a process that has no other.
JOB = """
import json, sys
from pathlib import Path
from videos.pipeline.plan import Plan, Step
from videos.pipeline.steps import derive
step, source, folder, plan = sys.argv[1:]
derive(Step(step), Path(source), Path(folder), Plan.from_json(json.loads(plan)))
"""
PROBE_JOB = "import sys; from videos.pipeline import isolation as i; from pathlib import Path; \
i.probe(Path(sys.argv[1]))"
MEASURED = """
import json, resource, subprocess, sys, time
begin = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.monotonic() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Cost:
    """What a job took: seconds, seconds of processor, mebibytes of its largest process."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="newsroom-benchmark-") as name:
        folder = Path(name)
        master = make_master(folder / "master.mp4", arguments.seconds)
        plan = plan_derivatives(isolation.probe(master), LadderSettings())
        costs: dict[str, list[Cost]] = {}
        for number in range(arguments.rounds):
            for job in _jobs(plan, number):
                work = folder / f"{number}-{'-'.join(job)}"
                work.mkdir()
                costs.setdefault(" ".join(job), []).append(_measure(job, master, work, plan))
        throughput = {
            workers: _throughput(workers, arguments.jobs, master, folder, plan)
            for workers in (1, 2)
        }
    report = _report(arguments, costs, throughput)
    print(report)
    REPORT.write_text(report)


def make_master(path: Path, seconds: int) -> Path:
    """Write the master."""
    graph = av.filter.Graph()
    nodes = [
        graph.add("testsrc2", f"size={SIZE}:rate={RATE}:duration={seconds}"),
        graph.add("negate", "enable='gte(mod(t,20),10)'"),
        graph.add("noise", "alls=4:allf=t"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink"),
    ]
    graph.link_nodes(*nodes)
    tone = av.filter.Graph()
    notes = [
        tone.add("sine", f"frequency=440:beep_factor=4:duration={seconds}:sample_rate=48000"),
        tone.add("aformat", "fltp:48000:stereo"),
        tone.add("abuffersink"),
    ]
    tone.link_nodes(*notes)
    graph.configure()
    tone.configure()
    options = {"preset": "veryfast", "b": BIT_RATE, "maxrate": BIT_RATE, "bufsize": BIT_RATE}
    with av.open(str(path), "w") as output:
        film = output.add_stream("libx264", rate=RATE, options=options | {"g": "250"})
        film.width, film.height = (int(side) for side in SIZE.split("x"))
        film.pix_fmt = "yuv420p"
        sound = output.add_stream("aac", rate=48_000, layout="stereo")
        for sink, stream in ((nodes[-1], film), (notes[-1], sound)):
            while True:
                try:
                    frame = sink.pull()
                except av.error.EOFError:
                    break
                if stream is film:
                    frame.pict_type = 0
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    return path


def _jobs(plan: Plan, number: int) -> list[tuple[str, ...]]:
    """Return the jobs of a round; each second round begins with the other side of a pair.

    What is not compared is measured in the first round only.
    """
    jobs: list[tuple[str, ...]] = [("pipeline", PROBE)]
    for step in PAIRED:
        pair = [("pipeline", str(step)), ("engine", str(step))]
        jobs += reversed(pair) if number % 2 else pair
    if number == 0:
        jobs += [("pipeline", str(step)) for step in plan.steps
                 if step not in (*PAIRED, Step.THUMBNAILS)]  # fmt: skip
    return jobs


def _command(job: tuple[str, ...], master: Path, work: Path, plan: Plan) -> list[str]:
    side, step = job
    description = json.dumps(asdict(plan))
    if step == PROBE:
        return [sys.executable, "-c", PROBE_JOB, str(master)]
    if side == "pipeline":
        return [sys.executable, "-c", JOB, step, str(master), str(work), description]
    specs = plan.renditions[:1] if step == Step.PREVIEW else plan.renditions[1:]
    script = str(ROOT / "benchmarks" / "plain_engine.py")
    names = [spec.name for spec in specs]
    return [sys.executable, script, str(master), str(work), description, *names]


def _measure(job: tuple[str, ...], master: Path, work: Path, plan: Plan) -> Cost:
    command = [sys.executable, "-c", MEASURED, *_command(job, master, work, plan)]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return Cost(*json.loads(answer))


def _throughput(workers: int, jobs: int, master: Path, folder: Path, plan: Plan) -> float:
    """Return how many seconds of film become a preview in a second, with so many workers."""
    begin = time.monotonic()
    running: list[subprocess.Popen[bytes]] = []
    for number in range(jobs):
        while sum(process.poll() is None for process in running) >= workers:
            time.sleep(0.02)
        work = folder / f"throughput-{workers}-{number}"
        work.mkdir()
        command = _command(("pipeline", str(Step.PREVIEW)), master, work, plan)
        running.append(subprocess.Popen(command, cwd=ROOT))
    assert not any(process.wait() for process in running)
    spec = plan.renditions[0]
    return jobs * spec.frame_count / RATE / (time.monotonic() - begin)


def _report(
    arguments: argparse.Namespace,
    costs: dict[str, list[Cost]],
    throughput: dict[int, float],
) -> str:
    seconds = arguments.seconds
    middle = {
        name: Cost(*(statistics.median(values) for values in zip(*map(_row, taken), strict=True)))
        for name, taken in costs.items()
    }
    rounds = zip(*(costs[f"{side} {step}"] for side in SIDES for step in PAIRED), strict=True)
    both = [
        (preview.wall + ladder.wall) / (plain_preview.wall + plain_ladder.wall)
        for preview, ladder, plain_preview, plain_ladder in rounds
    ]
    probes, previews, ladders = (
        [cost.wall for cost in costs[f"pipeline {step}"]] for step in (PROBE, *PAIRED)
    )
    playable = [
        (probe + preview) / seconds for probe, preview in zip(probes, previews, strict=True)
    ]
    whole = [lowest + ladder / seconds for lowest, ladder in zip(playable, ladders, strict=True)]
    lines = [
        "# Video pipeline",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, PyAV {av.__version__}. "
        f"Master: {SIZE} at {RATE}, {int(BIT_RATE) // 1_000_000} Mb/s H.264 and AAC, "
        f"{seconds} s. Medians of {arguments.rounds} rounds. "
        f"Load at the end: {os.getloadavg()[0]:.1f}.",
        "",
        "| What | Measured | Aim |",
        "| --- | --- | --- |",
        f"| preview and ladder, wall time as a multiple of the plain engine's | {_spread(both)} "
        f"| {AIM_ENGINE:.2f} |",
        f"| from upload end until the lowest rung is playable, as a share of the length "
        f"| {_spread(playable)} | {AIM_PREVIEW:.2f} |",
        f"| until the whole ladder and the shots are there, as a share | {_spread(whole)} "
        f"| {AIM_LADDER:.2f} |",
        f"| previews with 1 worker, seconds of film in a second | {throughput[1]:.1f} | |",
        f"| previews with 2 workers | {throughput[2]:.1f} | |",
        "",
        "| Job | Wall s | Processor s | Memory MiB |",
        "| --- | --- | --- | --- |",
        *(
            f"| {name} | {cost.wall:.1f} | {cost.processor:.1f} | {cost.memory:.0f} |"
            for name, cost in middle.items()
        ),
        "",
        "The pipeline's jobs hold the start of two processes, HLS, checks and checksums. The plain "
        "engine writes MP4s only, with four threads an encoder. Until playable: probe and preview, "
        "as one worker does them. Spread in brackets. `make bench-video` writes this file again.",
    ]
    return "\n".join(lines) + "\n"


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def _row(cost: Cost) -> tuple[float, float, float]:
    return cost.wall, cost.processor, cost.memory


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="length of the master")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=4, help="previews of the throughput")
    return parser.parse_args()


if __name__ == "__main__":
    main()
