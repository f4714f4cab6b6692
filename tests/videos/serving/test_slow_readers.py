"""A slow reader of a large file costs little memory."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MEBIBYTE = 1024 * 1024
START_SECONDS = 30


@pytest.fixture
def big_file(tmp_path: Path, soak_size) -> Path:
    path = tmp_path / "big.mp4"
    with path.open("wb") as file:
        file.truncate(soak_size(512, 8192) * MEBIBYTE)
    return path


@pytest.fixture
def server(big_file: Path) -> Iterator[tuple[int, int]]:
    """Start the real server and return its process id and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # The server starts as it does for the real application.
    command = [
        sys.executable, "-m", "granian", "--interface", "asginl", "--workers", "1", "--no-ws",
        "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning",
        "tests.videos.serving.sparse_server:application",
    ]  # fmt: skip
    environment = os.environ | {
        "SPARSE_FILE": str(big_file),
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        _wait_for(port)
        yield process.pid, port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.must_hold
def test_memory_stays_flat(server: tuple[int, int], soak_size) -> None:
    pid, port = server
    _read(port, 4 * MEBIBYTE).close()
    before = _memory(pid)

    amount = soak_size(4, 40)
    readers = [_read(port, 64 * 1024) for _ in range(amount)]
    peak = max(_memory(pid) for _ in range(20) if _settle(0.05))
    for reader in readers:
        reader.close()

    # The buffers of each connection, whatever the size of the file: 512 MiB, or 8 GiB in a soak.
    assert peak - before < (32 + 4 * amount) * MEBIBYTE


def test_a_fast_reader_gets_all_of_it(server: tuple[int, int], big_file: Path) -> None:
    pid, port = server
    before = _memory(pid)

    with _read(port, 0) as connection:
        received = 0
        while piece := connection.recv(MEBIBYTE):
            received += len(piece)

    assert received > big_file.stat().st_size
    assert _memory(pid) - before < 64 * MEBIBYTE


def _read(port: int, amount: int) -> socket.socket:
    """Ask for the file, read a little of it and keep the connection."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
    connection.sendall(b"GET /big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    received = 0
    while received < amount:
        received += len(connection.recv(64 * 1024))
    return connection


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            _settle(0.05)
        else:
            return
    raise AssertionError("The server did not start.")


def _settle(seconds: float) -> bool:
    time.sleep(seconds)
    return True


def _memory(pid: int) -> int:
    """Return the resident memory of the server and its workers."""
    total = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == pid:  # the process group
                total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return total
