"""Making the list of published passwords from text files.

Whatever the size of the files, little is held in memory: sorted runs are written beside the list
and merged into a new one, which then takes its place in one step.
"""

import heapq
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from accounts.passwords.breaches import WIDTH, BreachList, list_path, prefix_of
from accounts.passwords.text import normalise

DIGEST_LINE = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?")
LINES_TO_LOOK_AT = 100
LONGEST_LINE = 4_096  # bytes; what is longer is read as several
RUN_LENGTH = 500_000  # prefixes held in memory at once
RUNS_TO_MERGE = 64  # files open at once
BLOCK = 8_192  # prefixes read at once

Runs = list[Path]


@dataclass(frozen=True)
class ImportedFile:
    """One file that was read, and what it was taken for."""

    name: str
    are_digests: bool
    lines: int


@dataclass(frozen=True)
class Import:
    """What an import did: the files read, the passwords that are new, and all on the list."""

    files: tuple[ImportedFile, ...]
    added: int
    total: int


def import_files(paths: Iterable[Path], *, run_length: int = RUN_LENGTH) -> Import:
    """Add the passwords of the files to the list.

    A file holds one password a line, or one SHA-1 digest a line with an optional count behind a
    colon; its first lines decide.

    Raises:
        OSError: a file cannot be read, or the list cannot be written; the list is as before.
        ValueError: a file of digests holds something else; the list is as before.
    """
    target = list_path()
    with ExitStack() as stack:
        lock = stack.enter_context(target.with_suffix(".lock").open("wb"))
        flock(lock, LOCK_EX)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=target.parent)))
        return _import(paths, target, _Runs(folder, run_length))


def _import(paths: Iterable[Path], target: Path, runs: "_Runs") -> Import:
    files = tuple(_read(path, runs) for path in paths)
    before = len(BreachList(target)) if target.exists() else 0
    merged = runs.merge([target] if target.exists() else [])
    total = merged.stat().st_size // WIDTH
    os.replace(merged, target)
    return Import(files, added=total - before, total=total)


def _read(path: Path, runs: "_Runs") -> ImportedFile:
    with path.open("rb") as file:
        lines = (line.rstrip(b"\r\n") for line in iter(lambda: file.readline(LONGEST_LINE), b""))
        lines = (line for line in lines if line)
        beginning = list(islice(lines, LINES_TO_LOOK_AT))
        are_digests = bool(beginning) and all(map(DIGEST_LINE.fullmatch, beginning))
        convert = _of_digest if are_digests else _of_password
        return ImportedFile(path.name, are_digests, runs.add(chain(beginning, lines), convert))


def _of_digest(line: bytes) -> bytes:
    if not DIGEST_LINE.fullmatch(line):
        raise ValueError(f"no SHA-1 digest: {line[:80]!r}")
    return bytes.fromhex(line[: 2 * WIDTH].decode("ascii"))


def _of_password(line: bytes) -> bytes:
    try:
        password = line.decode()
    except UnicodeDecodeError:
        password = line.decode("latin-1")  # as in old lists
    return prefix_of(normalise(password))


class _Runs:
    """Sorted files without repetitions, merged when there are many."""

    def __init__(self, folder: Path, length: int) -> None:
        self._folder = folder
        self._length = length
        self._paths: Runs = []
        self._made = 0

    def add(self, lines: Iterable[bytes], convert: Callable[[bytes], bytes]) -> int:
        """Write runs of what the lines stand for and return how many lines there were."""
        count, rest = 0, iter(lines)
        while part := list(islice(rest, self._length)):
            count += len(part)
            self._paths.append(self._write(sorted({convert(line) for line in part})))
            if len(self._paths) >= RUNS_TO_MERGE:
                self._paths = [self.merge([])]
        return count

    def merge(self, further: Runs) -> Path:
        """Return all runs as one."""
        with ExitStack() as stack:
            files = [stack.enter_context(path.open("rb")) for path in (*self._paths, *further)]
            merged = self._write(_unique(heapq.merge(*map(_prefixes, files))))
        for path in self._paths:
            path.unlink()
        return merged

    def _write(self, prefixes: Iterable[bytes]) -> Path:
        self._made += 1
        path = self._folder / str(self._made)
        with path.open("wb") as file:
            file.writelines(prefixes)
            file.flush()
            os.fsync(file.fileno())
        return path


def _prefixes(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK * WIDTH):
        for start in range(0, len(block) - WIDTH + 1, WIDTH):
            yield block[start : start + WIDTH]


def _unique(prefixes: Iterable[bytes]) -> Iterator[bytes]:
    last = b""
    for prefix in prefixes:
        if prefix != last:
            yield prefix
        last = prefix
