"""Watch folders: files that others drop, taken into the library when they are whole.

A file is whole when neither its size nor its time has changed for some seconds. It is copied and
hashed in one go, examined like any upload, and moved to ``done/`` or, with a reason, to
``refused/``. A process that is killed leaves the file where it is; the next one takes it again and
recognises by its digest what is in the library already.
"""

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Collection

from cms.core.models import LeaseState
from videos.choices import PROBLEM_TEXTS
from videos.models import Upload, UploadStage
from videos.pipeline.errors import MediaProblem
from videos.uploads import receiving, taking
from videos.uploads.examining import drain_uploads
from videos.uploads.incoming import DiskFullError
from videos.uploads.limits import UploadLimit, UploadRefused
from videos.uploads.receiving import PieceBrokenError
from videos.uploads.sidecars import SidecarRefused, is_sidecar, names_for, read_sidecar

DONE, REFUSED = "done", "refused"
UNFINISHED_SUFFIXES = (".part", ".partial", ".filepart", ".tmp", ".crdownload")
READ_BYTES = 1024 * 1024
LOOK_SECONDS = 1.0
LASTING_LIMITS = (UploadLimit.FILE, UploadLimit.EMPTY)

Stamp = tuple[int, int]


class FileChanged(Exception):
    """Somebody is still writing to the file."""


class FileRefused(Exception):
    """The file is not taken; the message says why."""


class FileMustWait(Exception):
    """There is no room now; the message says so."""


@dataclass
class WatchFolder:
    """One folder. ``say`` tells whoever started it what happens."""

    path: Path
    collection: Collection
    settle_seconds: float
    say: Callable[[str], object]
    monotonic: Callable[[], float] = time.monotonic
    _seen: dict[str, tuple[tuple[Stamp, ...], float]] = field(default_factory=dict)
    _remembered: dict[str, Stamp] = field(default_factory=dict)

    def look(self) -> int:
        """Take in what is whole; return how many files are not yet."""
        waiting = 0
        for name in sorted(self._candidates()):
            if not self._is_settled(name):
                waiting += 1
                continue
            try:
                self._take_in(name)
            except FileChanged:
                self._seen.pop(name, None)
                waiting += 1
            except FileMustWait as reason:
                self.say(f"{name}: waits. {reason}")
        return waiting

    def _candidates(self) -> Iterator[str]:
        with os.scandir(self.path) as entries:
            for entry in entries:
                is_unfinished = entry.name.lower().endswith(UNFINISHED_SUFFIXES)
                if entry.name.startswith(".") or is_unfinished or is_sidecar(entry.name):
                    continue
                if entry.is_symlink():
                    self._refuse(entry.name, "It is a link. Only files are taken.", None)
                elif entry.is_file(follow_symlinks=False) and not self._is_remembered(entry):
                    yield entry.name

    def _is_settled(self, name: str) -> bool:
        """Return whether file and sidecar have been the same for long enough."""
        stamps = tuple(
            _stamp(self.path / each)
            for each in (name, *names_for(name))
            if os.path.lexists(self.path / each)
        )
        known, since = self._seen.get(name, ((), 0.0))
        now = self.monotonic()
        if known != stamps:
            self._seen[name] = (stamps, now)
            return self.settle_seconds <= 0
        return now - since >= self.settle_seconds

    def _is_remembered(self, entry: "os.DirEntry[str]") -> bool:
        return self._remembered.get(entry.name) == _stamp(Path(entry.path))

    def _take_in(self, name: str) -> None:
        sidecar = next((each for each in names_for(name) if (self.path / each).is_file()), None)
        try:
            facts = read_sidecar(self.path / sidecar) if sidecar else {}
            upload = self._receive(name, facts)
            self._examine(name, upload)
        except SidecarRefused as error:
            self._refuse(name, f"{sidecar}: {error}", sidecar)
        except FileRefused as error:
            self._refuse(name, str(error), sidecar)
        else:
            self._put_away(name, sidecar, DONE)

    def _receive(self, name: str, facts: dict[str, Any]) -> Upload:
        """Copy a file to where uploads arrive."""
        path = self.path / name
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise FileRefused("It is no ordinary file.")
            upload = self._begin(name, facts, found)
            blocks = iter(lambda: file.read(READ_BYTES), b"")
            now = timezone.now()
            try:
                receiving.receive(upload, blocks, offset=0, length=found.st_size, at=now)
            except DiskFullError as error:
                receiving.discard(upload)
                raise FileMustWait("The disk is full.") from error
            except (PieceBrokenError, receiving.PieceTooLongError) as error:
                receiving.discard(upload)
                raise FileChanged(name) from error
            if _stamp_of(os.fstat(file.fileno())) != _stamp_of(found):
                receiving.discard(upload)
                raise FileChanged(name)
        return upload

    def _begin(self, name: str, facts: dict[str, Any], found: os.stat_result) -> Upload:
        fingerprint = f"folder:{found.st_dev}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}"
        left = Upload.objects.filter(
            owner=None, fingerprint=fingerprint, stage=UploadStage.RECEIVING
        )
        for upload in left:  # of a process that was killed while it copied
            receiving.discard(upload)
        try:
            return receiving.begin(
                owner=None,
                collection=self.collection,
                filename=name,
                size=found.st_size,
                title=str(facts.get("title", "")),
                fingerprint=fingerprint,
                sidecar=facts,
                at=timezone.now(),
            )
        except UploadRefused as refusal:
            if refusal.limit in LASTING_LIMITS:
                raise FileRefused(refusal.message) from refusal
            raise FileMustWait(refusal.message) from refusal

    def _examine(self, name: str, upload: Upload) -> None:
        """Wait until the file was looked into, by this process or by a worker."""
        while True:
            drain_uploads()
            upload.refresh_from_db()
            if upload.stage != UploadStage.EXAMINING:
                break
            if upload.state == LeaseState.FAILED:
                receiving.discard(upload)
                raise FileRefused("It could not be checked. Drop it again to try again.")
            time.sleep(LOOK_SECONDS)
        if upload.stage == UploadStage.REFUSED:
            problem = MediaProblem(upload.problem)
            raise FileRefused(str(PROBLEM_TEXTS[problem]))
        if upload.stage == UploadStage.DISCARDED:
            titles = ", ".join(asset.title for asset in taking.duplicates_of(upload, None))
            self.say(f"{name}: skipped. The library has it already: {titles}")
        else:
            self.say(f"{name}: taken.")

    def _refuse(self, name: str, reason: str, sidecar: str | None) -> None:
        self.say(f"{name}: refused. {reason}")
        if moved := self._put_away(name, sidecar, REFUSED):
            note = moved.with_name(f"{moved.name}.reason.txt")
            note.write_text(f"{reason}\n", encoding="utf-8")

    def _put_away(self, name: str, sidecar: str | None, folder: str) -> Path | None:
        """Move file and sidecar; remember the file where the folder may not be changed."""
        self._seen.pop(name, None)
        target = self.path / folder
        try:
            target.mkdir(exist_ok=True)
            if target.is_symlink():
                raise OSError(f"{target} is a link")
            moved = _free_name(target / name)
            (self.path / name).rename(moved)
            if sidecar:
                (self.path / sidecar).rename(_free_name(target / sidecar))
        except OSError as error:
            self.say(f"{name}: stays where it is. {error}")
            self._remembered[name] = _stamp(self.path / name)
            return None
        return moved


def _stamp(path: Path) -> Stamp:
    try:
        return _stamp_of(path.lstat())
    except FileNotFoundError:
        return (-1, -1)


def _stamp_of(found: os.stat_result) -> Stamp:
    return (found.st_size, found.st_mtime_ns)


def _free_name(path: Path) -> Path:
    number = 2
    free = path
    while os.path.lexists(free):
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return free
