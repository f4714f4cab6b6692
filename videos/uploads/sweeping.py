"""Deleting what nobody will come back for."""

import logging
import shutil
import time
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from videos.conf import video_settings
from videos.models import Upload, UploadStage
from videos.uploads import incoming, receiving
from videos.uploads.examining import SCRATCH_PREFIX

COPY_SECONDS = 24 * 3600

logger = logging.getLogger(__name__)

WAITING_STAGES = (UploadStage.RECEIVING, UploadStage.READY)
ENDED_STAGES = (UploadStage.REFUSED, UploadStage.DISCARDED)


def sweep(at: datetime) -> int:
    """Go on with complete files, and delete expired uploads and ownerless bytes.

    Returns how many uploads went. Safe to run twice at once, and while files are received.
    """
    for upload in Upload.objects.filter(stage=UploadStage.RECEIVING).iterator():
        try:
            receiving.finish_if_complete(upload, at=at)
        except incoming.UploadGoneError:
            continue
    expired = Upload.objects.filter(expires_at__lte=at)
    for upload in expired.filter(stage__in=WAITING_STAGES).iterator():
        _expire(upload, at)
    over = Q(stage__in=ENDED_STAGES, expires_at__lte=at)
    without_asset = Q(stage=UploadStage.TAKEN, asset__isnull=True)
    count = 0
    for upload in Upload.objects.filter(over | without_asset).iterator():
        if upload.stage != UploadStage.TAKEN:  # that file was the asset's, and went with it
            receiving.remove_bytes(upload)
        count += Upload.objects.filter(pk=upload.pk, stage=upload.stage).delete()[0]
    _remove_ownerless()
    _remove_copies()
    return count


def _expire(upload: Upload, at: datetime) -> None:
    """Mark the upload as discarded, unless it was continued a moment ago."""
    still = Upload.objects.filter(pk=upload.pk, stage=upload.stage, expires_at__lte=at)
    if still.update(stage=UploadStage.DISCARDED):
        logger.info("Upload expired", extra={"event": "upload_expired", "upload": str(upload.uuid)})


def _remove_ownerless() -> None:
    """Delete bytes whose row is not there: its transaction was undone, or its collection went."""
    oldest = time.time() - video_settings().UPLOAD_SECONDS
    for path in incoming.folder().glob("*"):
        if _is_old(path, oldest) and not _is_known(path.name):
            path.unlink(missing_ok=True)


def _remove_copies() -> None:
    """Delete what killed workers had copied from the store to look into it."""
    oldest = time.time() - COPY_SECONDS
    for folder in Path(settings.SCRATCH_DIR).glob(f"{SCRATCH_PREFIX}*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(path: Path, oldest: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime < oldest
    except FileNotFoundError:
        return False


def _is_known(name: str) -> bool:
    try:
        return Upload.objects.filter(uuid=UUID(hex=name)).exists()
    except ValueError:
        return False
