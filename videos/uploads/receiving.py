"""Beginning an upload, taking its pieces, and ending it."""

import hashlib
import hmac
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection

from cms.core import leased
from cms.core.models import LeaseState
from videos.conf import video_settings
from videos.models import Upload, UploadStage
from videos.models.asset import private_storage
from videos.uploads import incoming, limits, parts
from videos.uploads.digests import digests
from videos.uploads.incoming import IncomingFile, UploadGoneError
from videos.uploads.pieces import StalledError

logger = logging.getLogger(__name__)

LONGEST_NAME = 255
NAMELESS = "video"
ALGORITHMS = ("sha256", "sha1")
# A worker may still hold a file that was discarded while it was examined.
UNTIL_WORKERS_NOTICE = timedelta(hours=1)


class OffsetConflictError(Exception):
    """The piece does not begin where the upload stands."""

    def __init__(self, offset: int) -> None:
        super().__init__(str(offset))
        self.offset = offset


class PieceTooLongError(Exception):
    """The piece would go beyond the announced size."""


class PieceBrokenError(Exception):
    """The piece ended early; ``offset`` says what was kept of the upload."""

    def __init__(self, offset: int, *, stalled: bool = False) -> None:
        super().__init__(str(offset))
        self.offset = offset
        self.stalled = stalled


class ChecksumMismatchError(Exception):
    """The piece is not what its checksum says. Nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a piece must hash to."""

    algorithm: str
    digest: bytes


def begin(
    *,
    owner: Any,
    collection: Collection,
    filename: str,
    size: int,
    title: str = "",
    fingerprint: str = "",
    is_for_form: bool = False,
    is_in_parts: bool = False,
    sidecar: dict[str, Any] | None = None,
    at: datetime,
) -> Upload:
    """Make room for a file and return its upload. Whether it may go there is the caller's business.

    With ``is_in_parts`` its sender brings it to the store, where masters lie in one.

    Raises:
        UploadRefused: there is no room.
    """
    name = clean_filename(filename)
    part_bytes = parts.part_bytes_for(size) if is_in_parts and parts.store() else 0
    with limits.library_lock():
        limits.check(owner, size)
        upload = Upload.objects.create(
            owner=owner,
            collection=collection,
            filename=name,
            title=(title.strip() or PurePosixPath(name).stem)[:LONGEST_NAME],
            fingerprint=fingerprint,
            size_bytes=size,
            is_for_form=is_for_form,
            sidecar=sidecar or {},
            part_bytes=part_bytes,
            expires_at=_expiry(at),
        )
        if not part_bytes:
            incoming.create(upload.uuid)
    return upload


def offset_of(upload: Upload) -> int:
    """Return how much of the file is there and counts.

    Raises:
        UploadGoneError: it was discarded, or its file is lost.
    """
    if upload.stage == UploadStage.DISCARDED:
        raise UploadGoneError(upload.uuid)
    if upload.stage != UploadStage.RECEIVING:
        return upload.size_bytes
    if upload.part_bytes:
        return parts.bytes_there(upload)
    size = incoming.size_of(upload.uuid)
    return size if upload.unverified_from is None else min(size, upload.unverified_from)


def receive(
    upload: Upload,
    blocks: Iterable[bytes],
    *,
    offset: int,
    length: int,
    checksum: Checksum | None = None,
    at: datetime,
) -> int:
    """Add a piece of ``length`` bytes that begins at ``offset``; return where the upload stands.

    What was kept outlives a kill and a power cut. Without a checksum everything that arrived is
    kept; with one, the whole piece or nothing.

    Raises:
        OffsetConflictError: the upload stands elsewhere.
        PieceTooLongError: the file would grow beyond its size.
        PieceBrokenError: the sender stopped early.
        ChecksumMismatchError: the piece is damaged.
        DiskFullError: the disk took no more; what it took may be kept.
        UploadBusyError: another piece of this upload is being received.
        UploadGoneError: the upload was discarded.
    """
    with incoming.open_locked(upload.uuid) as file:
        start = _settle(upload, file)
        if offset != start:
            raise OffsetConflictError(start)
        if length > upload.size_bytes - start:
            raise PieceTooLongError
        _note_piece(upload, start, is_checked=checksum is not None, at=at)
        piece = _Piece(upload, file, start=start, length=length, checksum=checksum)
        try:
            piece.write(blocks)
        finally:
            end = piece.settle()
            _note_end(upload, end=end, is_checked=checksum is not None)
    if end == upload.size_bytes:
        finish(upload, at=at)
    return end


def finish(upload: Upload, *, at: datetime) -> None:
    """Have a complete file examined. Safe to call again.

    Raises:
        IncompleteError: parts of it are missing in the store.
        UploadGoneError: the store does not know it any more.
    """
    if upload.part_bytes:
        parts.put_together(upload)
    digest = digests.complete(upload.uuid, upload.size_bytes)
    with transaction.atomic():
        receiving = Upload.objects.filter(pk=upload.pk, stage=UploadStage.RECEIVING)
        changed = receiving.update(
            stage=UploadStage.EXAMINING,
            sha256=digest,
            unverified_from=None,
            state=LeaseState.QUEUED,
            run_after=at,
            expires_at=_expiry(at),
        )
        if changed:
            leased.kick(Upload)
    digests.forget(upload.uuid)


def finish_if_complete(upload: Upload, *, at: datetime) -> bool:
    """Go on where a process was killed after the last byte; return whether there was need."""
    is_complete = (
        upload.stage == UploadStage.RECEIVING
        and upload.unverified_from is None
        and offset_of(upload) == upload.size_bytes
    )
    if is_complete:
        try:
            finish(upload, at=at)
        except parts.IncompleteError:  # as many bytes as there should be, but in other parts
            return False
    return is_complete


def discard(upload: Upload) -> bool:
    """End an upload that is not in the library, and delete its bytes; return whether it was so.

    The row stays for the sweep: a worker may be moving the file just now.
    """
    ended = Upload.objects.filter(pk=upload.pk).exclude(
        stage__in=[UploadStage.TAKEN, UploadStage.DISCARDED]
    )
    if not ended.update(
        stage=UploadStage.DISCARDED,
        state=LeaseState.DONE,
        lease_token=None,
        leased_until=None,
        expires_at=timezone.now() + UNTIL_WORKERS_NOTICE,
    ):
        return False
    remove_bytes(upload)
    return True


def remove_bytes(upload: Upload) -> None:
    """Delete whatever there is of a file that no asset has."""
    digests.forget(upload.uuid)
    incoming.remove(upload.uuid)
    parts.abandon(upload)
    if private_storage().exists(upload.master_name):
        private_storage().delete(upload.master_name)


def clean_filename(name: str) -> str:
    """Return the last part of a name, without what cannot be shown."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(character for character in last if character.isprintable()).strip()
    return shown[-LONGEST_NAME:] or NAMELESS


class _Piece:
    """A piece while it is written."""

    def __init__(
        self,
        upload: Upload,
        file: IncomingFile,
        *,
        start: int,
        length: int,
        checksum: Checksum | None,
    ) -> None:
        self.upload = upload
        self.file = file
        self.start = start
        self.length = length
        self.position = start
        self.checksum = checksum
        self.is_good = checksum is None
        self.whole = digests.at(upload.uuid, start, file)
        self.own = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None

    def write(self, blocks: Iterable[bytes]) -> None:
        """Write what comes, and compare it with the checksum."""
        stalled = False
        try:
            for block in blocks:
                self._add(block)
        except StalledError:
            stalled = True
        if self.position - self.start < self.length:
            kept = self.position if self.is_good else self.start
            raise PieceBrokenError(kept, stalled=stalled)
        if self.checksum and self.own:
            if not hmac.compare_digest(self.own.digest(), self.checksum.digest):
                raise ChecksumMismatchError
            self.is_good = True

    def settle(self) -> int:
        """Keep what is good and drop the rest; return where the upload stands."""
        if not self.is_good:
            self.file.cut(self.start)
            return self.start
        self.file.keep()
        end = self.file.size
        digests.keep(self.upload.uuid, self.whole if end == self.position else None, end)
        return end

    def _add(self, block: bytes) -> None:
        if self.file.is_gone:
            raise UploadGoneError(self.upload.uuid)
        self.file.write(block, at=self.position)
        self.position += len(block)
        for digest in (self.whole, self.own):
            if digest is not None:
                digest.update(block)


def _settle(upload: Upload, file: IncomingFile) -> int:
    """Return where the upload stands, now that nobody else writes; drop an unchecked piece."""
    now = Upload.objects.filter(pk=upload.pk).values_list("stage", "unverified_from").first()
    if now is None or now[0] == UploadStage.DISCARDED:
        raise UploadGoneError(upload.uuid)
    stage, unverified_from = now
    if stage != UploadStage.RECEIVING:
        return upload.size_bytes
    if unverified_from is not None and file.size > unverified_from:
        file.cut(unverified_from)
    return file.size


def _note_piece(upload: Upload, start: int, *, is_checked: bool, at: datetime) -> None:
    """Write down, before the first byte, from where on bytes do not count yet."""
    Upload.objects.filter(pk=upload.pk).update(
        unverified_from=start if is_checked else None, expires_at=_expiry(at)
    )


def _note_end(upload: Upload, *, end: int, is_checked: bool) -> None:
    if is_checked:
        Upload.objects.filter(pk=upload.pk).update(unverified_from=None)


def _expiry(at: datetime) -> datetime:
    return at + timedelta(seconds=video_settings().UPLOAD_SECONDS)
