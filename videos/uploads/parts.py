"""Files that their senders bring to a remote store themselves, part by part.

The store knows which parts are there; nothing of that is kept here, so that a process or browser
that is killed at any moment cannot lie. When all are there, they become one file under the name of
the master, and the worker examines it as any other.
"""

from datetime import datetime, timedelta

from cms.core.storage import FilePart, RemoteStorage, UnfinishedFile
from videos.conf import video_settings
from videos.models import Upload, UploadStage
from videos.models.asset import private_storage
from videos.uploads.incoming import UploadGoneError

MOST_PARTS = 9_000  # stores take 10,000
MEBIBYTE = 1024 * 1024


class IncompleteError(Exception):
    """Parts are missing, or have another size."""


def store() -> RemoteStorage | None:
    """Return the store that files can be brought to, None when masters lie in a folder."""
    storage = private_storage()
    return storage if isinstance(storage, RemoteStorage) else None


def part_bytes_for(size: int) -> int:
    """Return how long the parts of a file are."""
    least = -(-size // MOST_PARTS)
    return max(video_settings().PART_BYTES, -(-least // MEBIBYTE) * MEBIBYTE)


def parts_there(upload: Upload) -> dict[int, int]:
    """Return the sizes of the parts that are there, by number.

    Raises:
        UploadGoneError: the store does not know the file any more.
    """
    return {part.number: part.size_bytes for part in _parts(upload)}


def bytes_there(upload: Upload) -> int:
    """Return how much of the file is there.

    Raises:
        UploadGoneError: as above.
    """
    try:
        return sum(parts_there(upload).values())
    except UploadGoneError:
        if _is_whole(upload):  # somebody was killed after putting it together
            return upload.size_bytes
        raise


def part_url(upload: Upload, number: int, *, at: datetime) -> str:
    """Return where to send a part, for an hour; the upload waits for longer from now.

    Raises:
        UploadGoneError: it was discarded.
    """
    storage = _store(upload)
    _open(upload, storage)
    expires_at = at + timedelta(seconds=video_settings().UPLOAD_SECONDS)
    receiving = Upload.objects.filter(pk=upload.pk, stage=UploadStage.RECEIVING)
    if not receiving.update(expires_at=expires_at):
        raise UploadGoneError(upload.uuid)
    seconds = video_settings().PART_LINK_SECONDS
    return storage.part_url(upload.master_name, upload.store_upload_id, number, seconds=seconds)


def put_together(upload: Upload) -> None:
    """Make one file of the parts. Safe to call again.

    Raises:
        IncompleteError: not all are there.
        UploadGoneError: the store does not know the file.
    """
    try:
        parts = _parts(upload)
    except UploadGoneError:
        if _is_whole(upload):
            return
        raise
    sizes = [part.size_bytes for part in parts]
    if [part.number for part in parts] != list(range(1, count_of(upload) + 1)):
        raise IncompleteError
    if sizes != [size_of(upload, part.number) for part in parts]:
        raise IncompleteError
    try:
        _store(upload).finish_file(upload.master_name, upload.store_upload_id, parts)
    except FileNotFoundError as error:  # somebody else was quicker
        if not _is_whole(upload):
            raise UploadGoneError(upload.uuid) from error


def abandon(upload: Upload) -> None:
    """Delete the parts. None is no error."""
    storage = store()
    if storage is not None and upload.store_upload_id:
        storage.abandon(
            UnfinishedFile(upload.master_name, upload.store_upload_id, upload.created_at)
        )


def count_of(upload: Upload) -> int:
    """Return how many parts the file has."""
    return -(-upload.size_bytes // upload.part_bytes)


def size_of(upload: Upload, number: int) -> int:
    """Return how long a part is."""
    begin = (number - 1) * upload.part_bytes
    return min(upload.part_bytes, upload.size_bytes - begin)


def _parts(upload: Upload) -> list[FilePart]:
    if not upload.store_upload_id:
        return []
    try:
        return _store(upload).parts_of(upload.master_name, upload.store_upload_id)
    except FileNotFoundError as error:
        raise UploadGoneError(upload.uuid) from error


def _open(upload: Upload, storage: RemoteStorage) -> None:
    """Begin the file in the store, unless that was done."""
    if upload.store_upload_id:
        return
    begun = storage.begin_file(upload.master_name)
    if Upload.objects.filter(pk=upload.pk, store_upload_id="").update(store_upload_id=begun):
        upload.store_upload_id = begun
        return
    storage.abandon(UnfinishedFile(upload.master_name, begun, upload.created_at))
    upload.refresh_from_db(fields=["store_upload_id"])


def _is_whole(upload: Upload) -> bool:
    storage = _store(upload)
    name = upload.master_name
    return storage.exists(name) and storage.size(name) == upload.size_bytes


def _store(upload: Upload) -> RemoteStorage:
    storage = store()
    if storage is None:  # files were moved back into folders meanwhile
        raise UploadGoneError(upload.uuid)
    return storage
