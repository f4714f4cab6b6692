"""Where a step works on this machine: a folder that goes with it, and files at hand."""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import Storage

from cms.core.models import LeaseState
from cms.core.storage import RemoteStorage
from videos.conf import video_settings
from videos.models import Derivative
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.services.holding import LeaseKeeper

SCRATCH_PREFIX = "derive-"
DISK_FULL_NUMBERS = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def scratch_folder(attempt: UUID) -> Iterator[Path]:
    """Open an empty folder that goes with the work.

    It is named for the attempt, so that what a killed worker leaves is known to be dead.
    """
    root = Path(settings.SCRATCH_DIR)
    root.mkdir(parents=True, exist_ok=True)
    sweep_scratch(root)
    folder = root / f"{SCRATCH_PREFIX}{attempt.hex}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_scratch(root: Path, *, delete: bool = True) -> list[Path]:
    """Return the folders of attempts that nobody works on any more, and delete them."""
    dead = []
    for folder in sorted(root.glob(f"{SCRATCH_PREFIX}*")):
        attempt = None
        with suppress(ValueError):
            attempt = UUID(hex=folder.name.removeprefix(SCRATCH_PREFIX))
        running = Derivative.objects.filter(attempt=attempt, state=LeaseState.RUNNING)
        if attempt is None or not running.exists():
            dead.append(folder)
            if delete:
                shutil.rmtree(folder, ignore_errors=True)
    return dead


def require_space(needed_bytes: int) -> None:
    """Refuse to begin what would not fit on the disk.

    Raises:
        MediaRefused: with ``DISK_FULL``.
    """
    free = shutil.disk_usage(settings.SCRATCH_DIR).free
    wanted = needed_bytes + video_settings().KEEP_FREE_BYTES
    if free < wanted:
        raise MediaRefused(MediaProblem.DISK_FULL, f"{free} bytes free, {wanted} wanted")


def local_file(storage: Storage, name: str, scratch: Path, keeper: LeaseKeeper) -> Path:
    """Do what ``file_at_hand`` does, and hold the lease meanwhile.

    Raises:
        MediaRefused: as there.
        LeaseLostError: the work is not ours any more.
    """
    return file_at_hand(storage, name, scratch, lambda _count: keeper.report(0.0))


def file_at_hand(
    storage: Storage, name: str, scratch: Path, on_bytes: Callable[[int], object]
) -> Path:
    """Return the path of a file in any storage; a remote one is copied into the scratch folder.

    ``on_bytes`` hears of each piece of a copy; what it raises ends the copy.

    Raises:
        MediaRefused: the file is not there, or there is no space for a copy.
    """
    if not name or not storage.exists(name):
        raise MediaRefused(MediaProblem.MISSING, name)
    if not isinstance(storage, RemoteStorage):
        return Path(storage.path(name))
    size, path = storage.size(name), scratch / "source"
    require_space(size)
    try:
        storage.download(name, path, on_bytes)
    except FileNotFoundError as error:
        raise MediaRefused(MediaProblem.MISSING, name) from error
    if (copied := path.stat().st_size) != size:
        raise MediaRefused(MediaProblem.MISSING, f"{copied} of {size} bytes came")
    return path


def is_disk_full(error: BaseException) -> bool:
    """Return whether a disk took no more."""
    return isinstance(error, OSError) and error.errno in DISK_FULL_NUMBERS
