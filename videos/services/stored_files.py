"""Files in storage: deleting them when it is certain that nobody needs them."""

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from django.core.files.storage import Storage
from django.db import transaction

from cms.core.storage import RemoteStorage

logger = logging.getLogger(__name__)


def delete_after_commit(storage: Storage, name: str | None) -> None:
    """Delete a file when the change that made it useless is certain.

    A storage that fails then does not stop the other deletions; the sweep finds what is left.
    """
    if name:
        transaction.on_commit(partial(delete_file, storage, name), robust=True)


def delete_file(storage: Storage, name: str) -> None:
    """Delete a file, and its folder when that was the last one in it."""
    storage.delete(name)
    _delete_empty_folders(storage, PurePosixPath(name).parent)


def delete_folder(storage: Storage, folder: str) -> None:
    """Delete every file in a folder, finished or not, and the folder. None is no error."""
    for name in files_below(storage, folder):
        storage.delete(name)
    if isinstance(storage, RemoteStorage):
        for unfinished in storage.unfinished_below(folder):
            storage.abandon(unfinished)
    _delete_empty_folders(storage, PurePosixPath(folder))


def files_below(storage: Storage, folder: str) -> Iterator[str]:
    """Yield the names of all files in a folder and the folders below it, one by one."""
    if isinstance(storage, RemoteStorage):
        yield from storage.files_below(folder)
        return
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in sorted(files):
        yield f"{folder}/{file}"
    for below in sorted(folders):
        yield from files_below(storage, f"{folder}/{below}")


def _delete_empty_folders(storage: Storage, folder: PurePosixPath) -> None:
    """Delete the folder and those above it that are empty; only disks have folders."""
    if isinstance(storage, RemoteStorage):
        return
    while len(folder.parts) > 1:  # the topmost folder stays
        try:
            storage.delete(str(folder))
        except OSError:  # not empty
            return
        folder = folder.parent
