"""The bytes of an upload while they arrive: one file on this machine's disk, and its lock.

The size of the file is the offset of the upload. Who writes holds the lock of the file, which the
kernel takes away from a process that dies.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

FULL_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FILE_MODE = 0o600
FOLDER_MODE = 0o700


class UploadGoneError(Exception):
    """There is no such file (any more)."""


class UploadBusyError(Exception):
    """Somebody else is writing to the file."""


class DiskFullError(Exception):
    """The disk took no more. What it took before is kept."""


def folder() -> Path:
    """Return where files arrive."""
    return Path(settings.UPLOADS_DIR)


def path_of(uuid: UUID) -> Path:
    """Return where the bytes of this upload are."""
    return folder() / uuid.hex


def create(uuid: UUID) -> None:
    """Make an empty file."""
    folder().mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    os.close(os.open(path_of(uuid), os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))


def size_of(uuid: UUID) -> int:
    """Return how many bytes are there.

    Raises:
        UploadGoneError: there is no file.
    """
    try:
        return path_of(uuid).stat().st_size
    except FileNotFoundError as error:
        raise UploadGoneError(uuid) from error


def remove(uuid: UUID) -> None:
    """Delete the bytes. A file that is not there is no error."""
    path_of(uuid).unlink(missing_ok=True)


@contextmanager
def open_locked(uuid: UUID) -> Iterator["IncomingFile"]:
    """Open a file for writing, alone.

    Raises:
        UploadBusyError: somebody else is writing to it.
        UploadGoneError: there is no file.
    """
    try:
        descriptor = os.open(path_of(uuid), os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError as error:
        raise UploadGoneError(uuid) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UploadBusyError(uuid) from error
        yield IncomingFile(descriptor)
    finally:
        os.close(descriptor)


class IncomingFile:
    """A file that is open and locked."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @property
    def size(self) -> int:
        """Return how many bytes are there."""
        return os.fstat(self._descriptor).st_size

    @property
    def is_gone(self) -> bool:
        """Whether it was deleted while it was open."""
        return os.fstat(self._descriptor).st_nlink == 0

    def write(self, data: bytes, *, at: int) -> None:
        """Write all of the data.

        Raises:
            DiskFullError: only a part of it could be written; the size says how much.
        """
        view = memoryview(data)
        while view:
            try:
                written = os.pwrite(self._descriptor, view, at)
            except OSError as error:
                if error.errno in FULL_ERRORS:
                    raise DiskFullError from error
                raise
            view, at = view[written:], at + written

    def cut(self, size: int) -> None:
        """Drop what lies behind."""
        os.ftruncate(self._descriptor, size)

    def keep(self) -> None:
        """Make sure that the bytes outlive a power cut.

        Raises:
            DiskFullError: the disk had promised more than it had.
        """
        try:
            os.fdatasync(self._descriptor)
        except OSError as error:
            if error.errno in FULL_ERRORS:
                raise DiskFullError from error
            raise

    def read(self, size: int, *, at: int) -> bytes:
        """Return a piece of what is there."""
        return os.pread(self._descriptor, size, at)
