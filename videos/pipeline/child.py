"""The child process of ``isolation``: set the limits, run one step, report it.

Run as ``python -m videos.pipeline.child STEP CPU:MEMORY:FILE ARGUMENT...``.
"""

import errno
import json
import os
import resource
import sys
import threading
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

LEAST_REPORTED_PROGRESS = 0.01
NICENESS = 10


def main(arguments: list[str]) -> None:
    """Run one step and print its result as the last line."""
    step, limits, *rest = arguments
    end_with_the_parent()
    set_limits(limits)
    # Imported under the limits: loading the libraries is the first thing that could go wrong.
    from videos.pipeline.errors import MediaProblem, MediaRefused  # noqa: PLC0415

    let_the_engine_speak()
    try:
        result = run(step, rest)
    except MediaRefused as refusal:
        say({"refused": str(refusal.problem), "detail": refusal.detail})
    except MemoryError:
        say({"refused": str(MediaProblem.TOO_HEAVY), "detail": "memory ran out"})
    except Exception as error:
        # FFmpeg's errors and Python's have the number alike.
        match getattr(error, "errno", None):
            case errno.ENOSPC | errno.EDQUOT:
                say({"refused": str(MediaProblem.DISK_FULL), "detail": str(error)})
            case errno.EFBIG:
                say({"refused": str(MediaProblem.TOO_HEAVY), "detail": "a file grew too large"})
            case _:
                raise
    else:
        say({"result": result})
    # Nothing is worth tearing down, and a watching thread must not delay the end.
    os._exit(0)


def run(step: str, arguments: list[str]) -> dict[str, Any]:
    """Run one step of the pipeline."""
    # Under the limits, as above.
    from videos.pipeline import derive, probe, quality, speech, stills  # noqa: PLC0415
    from videos.pipeline.plan import Plan, Step  # noqa: PLC0415

    match step, arguments:
        case "probe", [path]:
            result: Any = probe.probe(Path(path))
        case "quality", [path]:
            result = quality.measure_quality(Path(path), Reporter())
        case "derive", [name, source, folder, plan]:
            planned = Plan.from_json(json.loads(plan))
            result = derive.derive(Step(name), Path(source), Path(folder), planned, Reporter())
        case "still", [source, target, frame, rate]:
            result = stills.take_still(
                Path(source), Path(target), frame=int(frame), rate=Fraction(rate)
            )
        case "speech", [source, target]:
            speech.extract_speech(Path(source), Path(target))
            return {}
        case _:
            raise ValueError(step)
    return asdict(result)


def let_the_engine_speak() -> None:
    """Have FFmpeg write its warnings to standard error, whose last lines the parent keeps."""
    import av.logging  # noqa: PLC0415 - under the limits, as above

    av.logging.restore_default_callback()
    av.logging.set_libav_level(av.logging.WARNING)


class Reporter:
    """Prints progress, at most once a hundredth."""

    def __init__(self) -> None:
        self.latest = -1.0

    def __call__(self, share: float) -> None:
        if share - self.latest >= LEAST_REPORTED_PROGRESS:
            self.latest = share
            say({"progress": round(share, 3)})


def say(message: dict[str, Any]) -> None:
    """Print one line for the parent."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def set_limits(limits: str) -> None:
    """Bound processor time, memory and the size of written files; never leave a core dump."""
    cpu_seconds, memory_bytes, file_bytes = (int(part) for part in limits.split(":"))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere the limit counts the system's own libraries
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    os.nice(NICENESS)


def end_with_the_parent() -> None:
    """Stop when the parent's end of our standard input closes."""

    def watch() -> None:
        while os.read(0, 1):
            continue
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1:])
