"""The parent of all processes: starts them, shows what they say, restarts and stops them."""

import contextlib
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

from cms.core.processes.children import Child, Program, fork

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# A child that ran this long was well: its next fall starts the pauses from the beginning.
WELL_AFTER_SECONDS = 60.0
GRACE_SECONDS = 30.0
LOOK_SECONDS = 0.25


class Supervisor:
    """Keeps programs running until a signal says stop.

    One thread does it all, because it forks: a fork of a process with threads may copy a held lock.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        grace_seconds: float = GRACE_SECONDS,
        closing: Callable[[], None] = lambda: None,
    ) -> None:
        self.grace_seconds = grace_seconds
        self._programs = programs
        self._closing = closing
        self._children: dict[int, Child] = {}
        self._falls: dict[str, int] = {}
        self._restarts: list[tuple[float, Program]] = []
        self._selector = selectors.DefaultSelector()
        self._stopping_since: float | None = None
        self._signals = 0
        self._wake_reading, self._wake_writing = socket.socketpair()
        self._width = max(len(program.name) for program in programs)

    def run(self, *, each_look: Callable[[], bool] | None = None) -> int:
        """Start everything and stay until stopped; return the exit status.

        ``each_look`` is called a few times a second until it returns False.
        """
        self._listen()
        for program in self._programs:
            self._start(program)
        while self._children or not self._stopping_since:
            self._look()
            if each_look is not None and not self._stopping_since and not each_look():
                each_look = None
        self._selector.close()
        return 0

    def stop(self) -> None:
        """Ask every child to end; what does not end within the grace time is killed."""
        if self._stopping_since is None:
            self._stopping_since = time.monotonic()
            self._restarts.clear()
            for child in self._children.values():
                child.signal(signal.SIGTERM)

    def say(self, name: str, line: str) -> None:
        """Print a line with the name of the program it is from."""
        # A closed terminal must not end the newsroom.
        with contextlib.suppress(OSError):
            print(f"{name.ljust(self._width)} | {line}", flush=True)  # noqa: T201

    def _listen(self) -> None:
        self._wake_reading.setblocking(False)
        self._wake_writing.setblocking(False)
        signal.set_wakeup_fd(self._wake_writing.fileno(), warn_on_full_buffer=False)
        self._selector.register(self._wake_reading, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1

    def _look(self) -> None:
        for key, _events in self._selector.select(LOOK_SECONDS):
            if key.data is None:
                with contextlib.suppress(BlockingIOError):
                    self._wake_reading.recv(4096)
            else:
                self._show(key.data)
        if self._signals:
            self._answer_signals()
        self._bury()
        self._restart_due()
        if self._stopping_since and time.monotonic() - self._stopping_since > self.grace_seconds:
            self._kill_all()

    def _answer_signals(self) -> None:
        if self._stopping_since is not None:
            self._kill_all()
        elif sys.stdout.isatty():
            self.say("", "Stopping. Running tasks may finish; Ctrl-C again stops at once.")
        self._signals = 0
        self.stop()

    def _kill_all(self) -> None:
        for child in self._children.values():
            child.kill_group()

    def _start(self, program: Program) -> None:
        child = fork(program, closing=self._close_own)
        self._children[child.pid] = child
        self._selector.register(child.output, selectors.EVENT_READ, data=child)

    def _close_own(self) -> None:
        """Drop in a new child what belongs to the supervisor."""
        self._selector.close()
        self._wake_reading.close()
        self._wake_writing.close()
        for child in self._children.values():
            child.close()
        self._closing()

    def _show(self, child: Child) -> None:
        lines = child.read_lines()
        if lines is None:
            with contextlib.suppress(KeyError):
                self._selector.unregister(child.output)
            return
        for line in lines:
            self.say(child.program.name, line)

    def _bury(self) -> None:
        while self._children:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if child := self._children.pop(pid, None):
                self._after_end(child, os.waitstatus_to_exitcode(status))

    def _after_end(self, child: Child, code: int) -> None:
        child.kill_group()  # its own children, if it could not stop them
        self._show(child)
        with contextlib.suppress(KeyError):
            self._selector.unregister(child.output)
        child.close()
        if self._stopping_since is not None:
            return
        name = child.program.name
        was_well = time.monotonic() - child.started > WELL_AFTER_SECONDS
        falls = 0 if was_well else self._falls.get(name, 0)
        self._falls[name] = falls + 1
        pause = min(FIRST_PAUSE_SECONDS * 2**falls, LONGEST_PAUSE_SECONDS)
        self.say(name, f"ended ({_describe(code)}), starts again in {pause:g} s")
        self._restarts.append((time.monotonic() + pause, child.program))

    def _restart_due(self) -> None:
        now = time.monotonic()
        due = [program for at, program in self._restarts if at <= now]
        self._restarts = [(at, program) for at, program in self._restarts if at > now]
        for program in due:
            self._start(program)
            self.say(program.name, "started again")


def _describe(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"status {code}"
