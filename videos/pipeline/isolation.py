"""Running a pipeline step in a child process of its own.

Decoders are large C programs reading files from outside. In a child with limits, a crash, an
endless loop or a memory bomb ends the child and is reported as a refusal; the web process and the
worker go on. The child gets no environment, so it knows no secret.

The two talk in JSON lines on the child's standard output. The child's standard input stays open
for as long as the parent lives: when it closes, the child ends itself, so that a killed worker
leaves no encoder behind.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.preview import Preview
from videos.pipeline.probe import Probe

CHILD_MODULE = "videos.pipeline.child"
PROJECT_ROOT = Path(__file__).resolve().parents[2]
ERROR_TAIL = 2000
MEBIBYTE = 1024 * 1024

type Progress = Callable[[float], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a child may use before it is stopped."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int = 2048 * MEBIBYTE
    file_bytes: int = 1024 * MEBIBYTE


PROBE_LIMITS = Limits(wall_seconds=120, cpu_seconds=60)
POSTER_LIMITS = Limits(wall_seconds=300, cpu_seconds=120)
PREVIEW_LIMITS = Limits(wall_seconds=4 * 3600, cpu_seconds=4 * 3600, memory_bytes=4096 * MEBIBYTE)


def probe(path: Path, *, limits: Limits = PROBE_LIMITS) -> Probe:
    """Probe a file in a child process.

    Raises:
        MediaRefused: the file is not a whole video, or took too much.
    """
    facts = run_step("probe", [str(path)], limits=limits)
    return Probe(**facts | {"audio_codecs": tuple(facts["audio_codecs"])})


def make_poster(source: Path, target: Path, *, limits: Limits = POSTER_LIMITS) -> None:
    """Write a poster in a child process.

    Raises:
        MediaRefused: no picture can be decoded.
    """
    run_step("poster", [str(source), str(target)], limits=limits)


def make_preview(
    source: Path,
    target: Path,
    *,
    on_progress: Progress | None = None,
    limits: Limits = PREVIEW_LIMITS,
) -> Preview:
    """Encode the preview in a child process, reporting the share that is done.

    Raises:
        MediaRefused: the source cannot be decoded, or took too much.
    """
    arguments = [str(source), str(target)]
    return Preview(**run_step("preview", arguments, limits=limits, on_progress=on_progress))


def run_step(
    step: str, arguments: list[str], *, limits: Limits, on_progress: Progress | None = None
) -> dict[str, Any]:
    """Run one step of ``videos.pipeline.child`` and return what it reports.

    An exception raised by ``on_progress`` stops the child and is passed on.

    Raises:
        MediaRefused: the child refused the file, crashed or used too much.
    """
    process = subprocess.Popen(  # noqa: S603 - our own module, arguments are never a shell's
        [sys.executable, "-E", "-s", "-m", CHILD_MODULE, step, _encode(limits),
         *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=PROJECT_ROOT,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        text=True,
    )  # fmt: skip
    errors: list[str] = []
    listener = threading.Thread(target=_keep_tail, args=(process.stderr, errors), daemon=True)
    listener.start()
    timer = threading.Timer(limits.wall_seconds, process.kill)
    timer.start()
    try:
        answer = _read_answer(process, on_progress)
    finally:
        timed_out = not timer.is_alive()
        timer.cancel()
        process.kill()
        process.communicate()
        listener.join()
    if timed_out or process.returncode == -signal.SIGXCPU:
        raise MediaRefused(MediaProblem.TOO_HEAVY, "time ran out")
    if answer is None:
        detail = "".join(errors)[-ERROR_TAIL:].strip() or f"exit {process.returncode}"
        raise MediaRefused(MediaProblem.CRASHED, detail)
    if "refused" in answer:
        raise MediaRefused(MediaProblem(answer["refused"]), answer.get("detail", ""))
    return dict(answer["result"])


def _read_answer(
    process: "subprocess.Popen[str]", on_progress: Progress | None
) -> dict[str, Any] | None:
    """Return the child's last word, or None when it ended without one."""
    assert process.stdout is not None  # noqa: S101 - opened with PIPE
    for line in process.stdout:
        try:
            message = json.loads(line)
        except ValueError:
            continue  # a library that prints
        if "progress" in message:
            if on_progress is not None:
                on_progress(float(message["progress"]))
        else:
            return dict(message)
    process.wait()
    return None


def _keep_tail(stream: Any, lines: list[str]) -> None:
    for line in stream:
        lines.append(line)
        del lines[:-50]


def _encode(limits: Limits) -> str:
    return f"{limits.cpu_seconds}:{limits.memory_bytes}:{limits.file_bytes}"
