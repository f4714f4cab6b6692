"""Forking a program off this process, so that it shares the memory already loaded."""

import contextlib
import ctypes
import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.cache import caches
from django.db import connections

PR_SET_PDEATHSIG = 1
EXIT_FAILED = 1
SIGNALS_RESET = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)


@dataclass(frozen=True)
class Program:
    """Something the supervisor keeps running."""

    name: str
    run: Callable[[], object]


class Child:
    """One running process of a program, in a process group of its own."""

    def __init__(self, program: Program, *, pid: int, output: int, started: float) -> None:
        self.program = program
        self.pid = pid
        self.output = output
        self.started = started
        self._rest = b""

    def read_lines(self) -> Iterator[str] | None:
        """Return the finished lines waiting in the pipe; None when it is closed."""
        try:
            data = os.read(self.output, 65_536)
        except BlockingIOError:
            return iter(())
        if not data:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        return (line.decode(errors="replace") for line in lines)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill_group(self) -> None:
        """End the program and everything that it started, at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self.output)


def fork(program: Program, *, closing: Callable[[], None]) -> Child:
    """Start the program in a new process; ``closing`` lets it drop what is the parent's alone."""
    # Connections must not be shared across a fork.
    connections.close_all()
    caches.close_all()
    gc.freeze()
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _become(program, writing=writing, parent=parent, closing=closing)
    os.close(writing)
    os.set_blocking(reading, False)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(pid, pid)  # both sides do it, so that neither can be too early
    return Child(program, pid=pid, output=reading, started=time.monotonic())


def _become(
    program: Program, *, writing: int, parent: int, closing: Callable[[], None]
) -> None:  # pragma: no cover - runs in the child
    status = EXIT_FAILED
    try:
        with contextlib.suppress(PermissionError):
            os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        for number in SIGNALS_RESET:
            signal.signal(number, signal.SIG_DFL)
        _end_with_parent(parent)
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        os.close(writing)
        closing()
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        program.run()
        status = 0
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else EXIT_FAILED
    except BaseException:  # noqa: BLE001 - the child must not go on as a second supervisor
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _end_with_parent(parent: int) -> None:
    """Have this process end when its parent is gone, however that ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it was gone before the line above
        os._exit(EXIT_FAILED)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
