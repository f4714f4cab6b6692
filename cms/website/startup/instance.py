"""One newsroom to a data folder, on ports that are free."""

import errno
import fcntl
import os
import socket
from pathlib import Path

from django.conf import settings

from cms.settings.env import HIGHEST_PORT
from cms.website.startup.errors import StartRefusedError


class InstanceLock:
    """Held for as long as a newsroom runs on the folder; the system drops it with the process."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "running.lock"
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            StartRefusedError: another process holds it.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(self._file, 20).decode(errors="replace").strip() or "unknown"
            raise StartRefusedError(
                f"A newsroom already runs on {self._path.parent} (process {holder}). "
                "Stop it, or give this one a DATA_DIR of its own."
            ) from error
        os.truncate(self._file, 0)
        os.write(self._file, str(os.getpid()).encode())

    def forget(self) -> None:
        """Close this process's copy of the lock, without releasing it for the holder."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def check_ports() -> None:
    """See that both ports can be listened on.

    Raises:
        StartRefusedError: one of them cannot.
    """
    if settings.PORT == settings.FILES_PORT:
        raise StartRefusedError(
            f"PORT and FILES_PORT are both {settings.PORT}: give them different numbers."
        )
    for name in ("PORT", "FILES_PORT"):
        _check_port(name, settings.HOST, getattr(settings, name))


def _check_port(name: str, host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise StartRefusedError(_why(name, host, port, error)) from error


def _why(name: str, host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"{name} {port} is in use on {host}. Stop what uses it, or choose another: "
                f"{name}={_another(port)} make run"
            )
        case errno.EACCES:
            return f"{name} {port} may only be used by the administrator. Choose one above 1023."
        case _:
            return f"HOST {host} cannot be listened on: {error.strerror or error}."


def _another(port: int) -> int:
    return port + 10 if port + 10 <= HIGHEST_PORT else port - 10
