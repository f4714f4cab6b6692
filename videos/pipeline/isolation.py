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
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.probe import Probe
from videos.pipeline.quality import Quality

CHILD_MODULE = "videos.pipeline.child"
PROJECT_ROOT = Path(__file__).resolve().parents[2]
ERROR_LINES = 50
LONGEST_ERROR_LINE = 2000
LONGEST_ERROR_TAIL = 4000
LONGEST_ANSWER = 16 * 1024 * 1024
PIECE_BYTES = 64 * 1024
TICK_SECONDS = 0.5
MEBIBYTE = 1024 * 1024

type Progress = Callable[[float], None]
"""Told the share that is done, about twice a second also while nothing moves."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What a child may use before it is stopped."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int = 2048 * MEBIBYTE
    file_bytes: int = 1024 * MEBIBYTE


# Some containers must be read through to be probed.
PROBE_SECONDS, PROBED_BYTES_A_SECOND = 120, 20 * MEBIBYTE
STILL_LIMITS = Limits(wall_seconds=300, cpu_seconds=120)
# Sixteen hours of WAV.
SPEECH_LIMITS = Limits(wall_seconds=3600, cpu_seconds=1800, file_bytes=2048 * MEBIBYTE)


def probe(path: Path, *, limits: Limits | None = None) -> Probe:
    """Probe a file in a child process.

    Raises:
        MediaRefused: the file is not a whole video, or took too much.
    """
    limits = limits or _probe_limits(path)
    return Probe.from_json(run_step("probe", [str(path)], limits=limits))


def measure_quality(
    path: Path, *, on_progress: Progress | None = None, limits: Limits | None = None
) -> Quality:
    """Measure loudness and look at the beginning in a child process.

    Raises:
        MediaRefused: the file cannot be read, or took too much.
    """
    limits = limits or _probe_limits(path)
    answer = run_step("quality", [str(path)], limits=limits, on_progress=on_progress)
    return Quality.from_json(answer)


def extract_speech(source: Path, target: Path, *, limits: Limits = SPEECH_LIMITS) -> None:
    """Write the sound for speech recognition in a child process.

    Raises:
        MediaRefused: there is no sound that can be read.
    """
    run_step("speech", [str(source), str(target)], limits=limits)


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
    )  # fmt: skip
    errors: list[str] = []
    listener = threading.Thread(target=_keep_tail, args=(process.stderr, errors), daemon=True)
    listener.start()
    timer = threading.Timer(limits.wall_seconds, process.kill)
    timer.start()
    try:
        answer = _read_answer(process, on_progress or _ignore)
    finally:
        timed_out = not timer.is_alive()
        timer.cancel()
        process.kill()
        process.wait()
        listener.join()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
    engine_log = "".join(errors).strip()[-LONGEST_ERROR_TAIL:]
    if timed_out or process.returncode == -signal.SIGXCPU:
        raise MediaRefused(MediaProblem.TOO_HEAVY, "time ran out", engine_log=engine_log)
    if answer is None:
        detail = f"exit {process.returncode}"
        raise MediaRefused(MediaProblem.CRASHED, detail, engine_log=engine_log)
    if "refused" in answer:
        problem, detail = MediaProblem(answer["refused"]), answer.get("detail", "")
        raise MediaRefused(problem, detail, engine_log=engine_log)
    return dict(answer["result"])


def _probe_limits(path: Path) -> Limits:
    """Return what probing may use: it grows with the size of the file."""
    size = path.stat().st_size if path.exists() else 0
    seconds = PROBE_SECONDS + size // PROBED_BYTES_A_SECOND
    return Limits(wall_seconds=seconds, cpu_seconds=seconds)


def _read_answer(
    process: "subprocess.Popen[bytes]", on_progress: Progress
) -> dict[str, Any] | None:
    """Return the child's last word, or None when it ended without one."""
    share = 0.0
    told_at = time.monotonic()
    for line in _lines(process):
        message = _message(line)
        if message is not None and "progress" not in message:
            return message
        if message is not None:
            share = float(message["progress"])
        if message is not None or time.monotonic() - told_at >= TICK_SECONDS:
            told_at = time.monotonic()
            on_progress(share)
    process.wait()
    return None


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    """Yield the child's lines, and an empty one now and then while it is silent."""
    assert process.stdout is not None  # noqa: S101 - opened with PIPE
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(TICK_SECONDS):
                yield b""
                continue
            data = os.read(process.stdout.fileno(), PIECE_BYTES)
            if not data:
                return
            *lines, rest = (rest + data).split(b"\n")
            yield from lines
            if len(rest) > LONGEST_ANSWER:
                return


def _message(line: bytes) -> dict[str, Any] | None:
    """Return what the child says, None for what a library prints."""
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def _keep_tail(stream: Any, lines: list[str]) -> None:
    while line := stream.readline(LONGEST_ERROR_LINE):
        lines.append(line.decode("utf-8", "replace"))
        del lines[:-ERROR_LINES]


def _ignore(_share: float) -> None:
    return None


def _encode(limits: Limits) -> str:
    return f"{limits.cpu_seconds}:{limits.memory_bytes}:{limits.file_bytes}"
