"""The same master gives the same bytes: on every machine, under any load, however often."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path

import av
from av.filter import Graph

from tests.videos.pipeline.planning import run
from videos.pipeline.ladder import LadderSettings, Rung
from videos.pipeline.plan import Plan, Step, plan_derivatives
from videos.pipeline.probe import probe
from videos.pipeline.umid import LABEL, NUMBERS_BYTES

BUSY = "while True: pass"
RATE = 25
FRAMES = 20
# Noise does not fit into so few bits: the encoder has to bring down the quality all the time.
TIGHT_RUNGS = (
    Rung(name="90p", long_side=160, short_side=90, crf=22, highest_bit_rate=60_000),
    Rung(name="270p", long_side=480, short_side=270, crf=22, highest_bit_rate=400_000),
)


def make_noise(path: Path, *, size: tuple[int, int], frames: int) -> Path:
    """Write a moving picture with a lot of grain, and a tone."""
    seconds = frames / RATE
    pictures, tone = Graph(), Graph()
    pictures.link_nodes(
        pictures.add("testsrc2", f"size={size[0]}x{size[1]}:rate={RATE}:duration={seconds}"),
        pictures.add("noise", "alls=40:allf=t+u"),
        pictures.add("format", "yuv420p"),
        pictures.add("buffersink"),
    ).configure()
    tone.link_nodes(
        tone.add("sine", f"frequency=440:beep_factor=4:duration={seconds}:sample_rate=48000"),
        tone.add("aformat", "fltp:48000:stereo"),
        tone.add("abuffersink"),
    ).configure()
    with av.open(str(path), "w") as output:
        film = output.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        film.width, film.height = size
        film.pix_fmt = "yuv420p"
        sound = output.add_stream("aac", rate=48_000, layout="stereo")
        for graph, stream in ((pictures, film), (tone, sound)):
            for frame in frames_of(graph):
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    return path


def frames_of(graph: Graph) -> Iterator[av.frame.Frame]:
    while True:
        try:
            frame = graph.pull()
        except av.error.EOFError:
            return
        if isinstance(frame, av.VideoFrame):
            frame.pict_type = 0
        yield frame


@contextmanager
def circumstances(*, is_busy: bool, on_one_core: bool) -> Iterator[None]:
    """Work while others do, or with the processors of a smaller machine."""
    with ExitStack() as stack:
        if is_busy:
            other = subprocess.Popen([sys.executable, "-c", BUSY])
            stack.callback(other.wait)
            stack.callback(other.kill)
        if on_one_core and hasattr(os, "sched_setaffinity"):
            cores = os.sched_getaffinity(0)
            stack.callback(os.sched_setaffinity, 0, cores)
            os.sched_setaffinity(0, {min(cores)})
        yield


def made_by(step: Step, source: Path, folder: Path, plan: Plan) -> dict[str, str]:
    """Do a step and return the checksums of its files."""
    folder.mkdir(parents=True)
    return {file.name: file.sha256 for file in run(step, source, folder, plan).files}


def seen(
    source: Path, settings: LadderSettings, folder: Path, *, steps: Collection[Step], times: int
) -> dict[str, set[str]]:
    """Do the steps so many times, and return the checksums that each file had."""
    plan = plan_derivatives(probe(source), settings)
    found: dict[str, set[str]] = {}
    kinds = cycle([(False, False), (True, True), (True, False)])
    for number, (is_busy, on_one_core) in zip(range(times), kinds, strict=False):
        with circumstances(is_busy=is_busy, on_one_core=on_one_core):
            for step in (step for step in plan.steps if step in steps):
                made = folder / str(number) / step
                preview = folder / str(number) / Step.PREVIEW / "90p.mp4"
                origin = preview if step == Step.THUMBNAILS else source
                for name, digest in made_by(step, origin, made, plan).items():
                    found.setdefault(name, set()).add(digest)
    return found


def test_every_step_gives_the_same_bytes(
    tmp_path: Path, soak_size: Callable[[int, int], int]
) -> None:
    source = make_noise(tmp_path / "noise.mp4", size=(480, 270), frames=FRAMES)
    settings = LadderSettings(rungs=TIGHT_RUNGS, audio_formats=("m4a", "wav"))

    found = seen(source, settings, tmp_path, steps=set(Step), times=soak_size(2, 40))

    assert {"90p.mp4", "270p.hls.mp4", "audio-1.m4a", "thumbnails.jpg", "mezzanine.mov"} < {*found}
    assert {name for name, digests in found.items() if len(digests) > 1} == set()


def test_so_does_the_broadcast_file(tmp_path: Path, soak_size: Callable[[int, int], int]) -> None:
    source = make_noise(tmp_path / "noise.mp4", size=(1280, 720), frames=3)
    other = make_noise(tmp_path / "other.mp4", size=(1280, 720), frames=4)
    times = soak_size(2, 40)

    first, second = (
        seen(each, LadderSettings(), tmp_path / each.stem, steps={Step.MEZZANINE}, times=times)
        for each in (source, other)
    )

    assert [len(found["mezzanine.mxf"]) for found in (first, second)] == [1, 1]
    identities = [umid_of(tmp_path / name / "0" / "mezzanine" / "mezzanine.mxf")
                  for name in ("noise", "other")]  # fmt: skip
    assert identities[0] != identities[1]


def umid_of(path: Path) -> bytes:
    """Return the only identity that a file names."""
    content = path.read_bytes()
    (found,) = {
        content[match.end() : match.end() + NUMBERS_BYTES]
        for match in re.finditer(re.escape(LABEL), content)
    }
    return found
