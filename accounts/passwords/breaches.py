"""Passwords that a leak has published, looked up on this machine alone.

The list is a file of sorted 8-byte prefixes of SHA-1 digests. Each process maps it into memory,
so that all of them share one copy, and maps a newer file as soon as there is one.
"""

import hashlib
import mmap
import os
from bisect import bisect_left
from pathlib import Path
from threading import Lock

from django.conf import settings

WIDTH = 8  # bytes of a digest that are kept; one in 10^13 passwords is refused by mistake


class BreachList:
    """A mapped list."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            self._count = size // WIDTH
            # Nothing can be mapped from an empty file.
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> bytes:
        if not 0 <= index < self._count:
            raise IndexError(index)
        return self._bytes[index * WIDTH : (index + 1) * WIDTH]

    def __contains__(self, prefix: bytes) -> bool:
        index = bisect_left(self, prefix)
        return index < self._count and self[index] == prefix


class _Current:
    """The list of this process, and which file it was."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._mark: tuple[str, int, int, int] | None = None
        self._list: BreachList | None = None

    def get(self) -> BreachList | None:
        """Return the list, None when there is no file."""
        path = list_path()
        try:
            stat = path.stat()
            mark = (str(path), stat.st_ino, stat.st_size, stat.st_mtime_ns)
            with self._lock:
                if mark != self._mark:
                    # A thread that looks something up in the older list keeps it alive.
                    self._list, self._mark = BreachList(path), mark
                return self._list
        except FileNotFoundError:
            return None


_current = _Current()


def list_path() -> Path:
    """Return where the list is, or would be."""
    return Path(settings.DATA_DIR) / settings.BREACHED_PASSWORDS_FILE


def prefix_of(password: str) -> bytes:
    """Return what the list holds for a password."""
    return hashlib.sha1(password.encode(), usedforsecurity=False).digest()[:WIDTH]


def is_breached(password: str) -> bool:
    """Return whether a leak has published the password; without a list, none has."""
    breached = _current.get()
    return breached is not None and prefix_of(password) in breached
