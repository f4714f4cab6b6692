"""A newsroom started as a person starts it, in a folder of its own."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
READY_LINE = "The newsroom is ready."
PATIENCE_SECONDS = 600.0
NOT_INHERITED = (
    "BASE_URL",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_SETTINGS_MODULE",
    "NEWSROOM_TEST_FOLDER",
    "SECRET_KEY",
)


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class Newsroom:
    """``manage.py start`` as a child process, or another command, with what it printed."""

    def __init__(self, data_dir: Path, *, command: str = "start", **environment: str) -> None:
        self.command = command
        port, files_port = free_ports(2)
        inherited = {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}
        self.environment = inherited | {
            "DATA_DIR": str(data_dir),
            "DEMO": "0",
            "PORT": str(port),
            "FILES_PORT": str(files_port),
            "WEB_WORKERS": "1",
            **environment,
        }
        self.base_url = f"http://127.0.0.1:{self.environment['PORT']}"
        self.lines: list[str] = []
        self._queue: queue.Queue[str | None] = queue.Queue()

    def start(self) -> Self:
        """Start the command."""
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *self.command.split()],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def wait_for(self, text: str) -> str:
        """Return the first line not yet looked at that has the text."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                line = self._queue.get(timeout=max(0.01, until - time.monotonic()))
            except queue.Empty:
                line = None
            assert line is not None, f"No {text!r} in:\n" + self.output
            if text in line:
                return line

    def wait_until_ready(self) -> Self:
        """Wait for the welcome."""
        self.wait_for(READY_LINE)
        self.wait_for("Ctrl-C")
        return self

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a GET."""
        try:
            with urllib.request.urlopen(self.base_url + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait_for_answer(self, path: str) -> int:
        """Return the status of a GET, trying again for as long as nobody listens."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self.get(path)[0]
            except OSError:
                assert time.monotonic() < until, self.output
                time.sleep(0.1)

    def stop(self) -> int:
        """Ask it to end, and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)

    def wait_for_end(self) -> int:
        """Return the exit status, when all output is read."""
        status = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        return status

    @property
    def output(self) -> str:
        """Return all that was printed."""
        return "\n".join(self.lines)

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line.rstrip("\n"))
            self._queue.put(line)
        self._queue.put(None)


def children_of(pid: int) -> list[int]:
    """Return the direct children of a process."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


def descendants_of(pid: int) -> list[int]:
    """Return the children of a process, their children and so on."""
    direct = children_of(pid)
    return direct + [each for child in direct for each in descendants_of(child)]


def wait_until_gone(pids: list[int]) -> list[int]:
    """Wait until the processes have ended; return those that have not."""
    until = time.monotonic() + PATIENCE_SECONDS
    alive = pids
    while alive and time.monotonic() < until:
        alive = [pid for pid in alive if _is_alive(pid)]
        time.sleep(0.05)
    return alive


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
