"""Looking into a received file, off the requests: its digest, what it is, whether it is known.

A worker that dies is followed by the next one. Each step finds out by itself whether it was done.
"""

import hashlib
import logging
import os
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from cms.core import leased
from videos import access
from videos.models import Upload, UploadStage
from videos.models.asset import private_storage
from videos.pipeline import isolation
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.services.workspace import file_at_hand
from videos.uploads import incoming, limits, taking
from videos.uploads.receiving import remove_bytes

logger = logging.getLogger(__name__)

LEASE_SECONDS = 300
RENEW_SECONDS = 10
READ_BYTES = 1024 * 1024
SLOWEST_STORAGE_BYTES_PER_SECOND = 1024 * 1024
# These say more about the machine than about the file.
WORTH_REPEATING = (MediaProblem.CRASHED, MediaProblem.TOO_HEAVY)
# With files on S3 there may be several machines, and the bytes on the disk of another one.
ELSEWHERE, ELSEWHERE_SECONDS = "The file is on the disk of the machine that received it.", 5
SCRATCH_PREFIX = "examine-"
NOT_PERMITTED = "not_permitted"


def drain_uploads() -> int:
    """Examine the files that are due; return how many were handled."""
    return leased.drain(Upload, examine, lease_seconds=LEASE_SECONDS)


def examine(upload: Upload) -> None:
    """Hash and probe a file, put it where masters lie, and take it unless somebody must decide.

    Raises:
        LeaseLostError: the upload was discarded, or another worker took over.
        MediaRefused: there is no room for a copy of it.
    """
    path = incoming.path_of(upload.uuid)
    try:
        if upload.part_bytes:
            _examine_in_store(upload)
        elif path.exists():
            upload.sha256 = upload.sha256 or _sha256(path, upload)
            isolation.probe(path)
            _store(path, upload)
        elif not private_storage().exists(upload.master_name):
            if settings.S3 and upload.expires_at > timezone.now():
                upload.put_off(ELSEWHERE, seconds=ELSEWHERE_SECONDS)
                return
            raise MediaRefused(MediaProblem.MISSING)
    except MediaRefused as refusal:
        if refusal.problem == MediaProblem.DISK_FULL:
            raise  # it says nothing about the file, which stays for another attempt
        _refuse(upload, refusal)
        return
    _decide(upload)


def _examine_in_store(upload: Upload) -> None:
    """Look into a file that was brought to the store, through a copy of it.

    Raises:
        MediaRefused: it is not there, there is no space for a copy, or it is no video.
    """
    holding = _Holding(upload)
    with tempfile.TemporaryDirectory(prefix=SCRATCH_PREFIX, dir=settings.SCRATCH_DIR) as folder:
        name = upload.master_name
        path = file_at_hand(private_storage(), name, Path(folder), lambda _count: holding.renew())
        upload.sha256 = upload.sha256 or _sha256(path, upload)
        isolation.probe(path)


def retry(upload: Upload) -> bool:
    """Examine a file again whose examination failed; return whether there was one."""
    failed = Upload.objects.filter(pk=upload.pk, stage=UploadStage.EXAMINING)
    with transaction.atomic():
        is_queued = bool(failed.requeue_failed(timezone.now()))
        if is_queued:
            leased.kick(Upload)
    return is_queued


def _decide(upload: Upload) -> None:
    """Take the file, or let its owner decide about a duplicate or a form.

    Nobody decides about a duplicate that has no owner, from a folder: it is dropped.
    """
    with limits.library_lock():
        if not _may_be_added(upload):
            upload.finish(stage=UploadStage.REFUSED, problem=NOT_PERMITTED, sha256=upload.sha256)
            transaction.on_commit(lambda: remove_bytes(upload))
            return
        is_duplicate = not upload.is_for_form and bool(taking.duplicates_of(upload, upload.owner))
        if is_duplicate and upload.owner is None:
            upload.finish(
                stage=UploadStage.DISCARDED,
                sha256=upload.sha256,
                problem="",
                expires_at=timezone.now(),  # for the sweep, should this process end here
            )
            transaction.on_commit(lambda: remove_bytes(upload))
            return
        upload.finish(stage=UploadStage.READY, sha256=upload.sha256, problem="")
        if not upload.is_for_form and not is_duplicate:
            taking.take(upload)


def _may_be_added(upload: Upload) -> bool:
    """Ask again, hours after the beginning. A form asks when it is saved."""
    if upload.owner is None or upload.is_for_form:
        return True
    return access.may_add(upload.owner, upload.collection)


def _store(path: Path, upload: Upload) -> None:
    """Move the file to where masters lie: renamed on the same disk, else copied and deleted."""
    storage = private_storage()
    if storage.exists(upload.master_name):  # half a copy, from a worker that was killed
        storage.delete(upload.master_name)
    seconds = LEASE_SECONDS + upload.size_bytes / SLOWEST_STORAGE_BYTES_PER_SECOND
    upload.renew(lease_seconds=seconds)
    with path.open("rb") as content:
        os.fsync(content.fileno())
        storage.save(upload.master_name, ReceivedFile(content))
    incoming.remove(upload.uuid)


def _refuse(upload: Upload, refusal: MediaRefused) -> None:
    """Record why, and delete the file. What may have been an accident is tried again first."""
    logger.warning(
        "Upload refused",
        extra={"event": "upload_refused", "upload": str(upload.uuid), "why": str(refusal)},
    )
    if refusal.problem in WORTH_REPEATING and upload.attempts < upload.max_attempts:
        upload.retry_later(refusal)
        return
    with transaction.atomic():
        upload.finish(stage=UploadStage.REFUSED, problem=str(refusal.problem))
        transaction.on_commit(lambda: remove_bytes(upload))


def _sha256(path: Path, upload: Upload) -> str:
    digest, holding = hashlib.sha256(), _Holding(upload)
    with path.open("rb") as file:
        while piece := file.read(READ_BYTES):
            digest.update(piece)
            holding.renew()
    return digest.hexdigest()


class _Holding:
    """The lease during a long reading."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.renewed_at = time.monotonic()

    def renew(self) -> None:
        """Hold the row for longer, now and then."""
        if time.monotonic() - self.renewed_at > RENEW_SECONDS:
            self.upload.renew(lease_seconds=LEASE_SECONDS)
            self.renewed_at = time.monotonic()


class ReceivedFile(File):
    """A whole file, which the storage may move into place instead of copying."""

    def temporary_file_path(self) -> str:
        """Return where the file is; Django's file storage renames it."""
        return str(self.name)
