"""Making the preview and the poster of an asset.

A worker of the queue ``media`` claims a job, works in scratch space and registers the result in one
transaction with the job's end. A worker that dies leaves nothing visible: the next one starts anew,
and the result is registered once.
"""

import hashlib
import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage

from cms.core import leased
from cms.core.models import NewsroomImage
from cms.delivery.publication import mark_dependents, publication
from videos.conf import video_settings
from videos.models import PreviewJob, VideoAsset
from videos.models.asset import PREVIEWS_FOLDER, private_storage
from videos.pipeline import isolation
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.preview import Preview

logger = logging.getLogger(__name__)

HASH_CHUNK = 1024 * 1024
RENEW_SECONDS = 5
PREVIEW_NAME_LENGTH = 32
SCRATCH_PREFIX = "preview-"
SCRATCH_SECONDS = 24 * 3600
WORTH_REPEATING = (MediaProblem.CRASHED, MediaProblem.TOO_HEAVY, MediaProblem.MISSING)
FACTS = ("sha256", "size_bytes", "duration_seconds", "width", "height", "frame_rate", "container",
         "codecs")  # fmt: skip


def drain_previews() -> int:
    """Make the previews that are due; return how many were handled."""
    return leased.drain(PreviewJob, make_preview, lease_seconds=video_settings().LEASE_SECONDS)


def make_preview(job: PreviewJob) -> None:
    """Hash and probe the master, make poster and preview, and register them.

    Raises:
        LeaseLostError: the master was replaced, or another worker took over.
    """
    asset = VideoAsset.objects.get(pk=job.asset_id)
    keeper = _LeaseKeeper(job)
    try:
        with _local_copy(private_storage(), job.master) as master, _scratch() as scratch:
            asset.sha256 = _sha256(master, keeper)
            asset.take_facts(isolation.probe(master))
            keeper.renew()
            if asset.poster_id is None or asset.is_poster_automatic:
                isolation.make_poster(master, scratch / "poster.jpg")
                keeper.renew()
            columns = {name: getattr(asset, name) for name in FACTS}
            if not asset.has_preview:
                preview = isolation.make_preview(
                    master, scratch / "preview.mp4", on_progress=keeper.report
                )
                keeper.renew()
                columns |= _place(asset, scratch / "preview.mp4", preview)
            _register(job, asset, columns, poster=scratch / "poster.jpg")
    except MediaRefused as refusal:
        logger.warning(
            "Preview refused",
            extra={"event": "preview_refused", "asset": str(asset.uuid), "why": str(refusal)},
        )
        _refuse(job, refusal)


def _place(asset: VideoAsset, file: Path, preview: Preview) -> dict[str, Any]:
    """Put the finished file in its place. Until it is registered, no address leads to it."""
    name = f"{PREVIEWS_FOLDER}/{asset.uuid}/{preview.sha256[:PREVIEW_NAME_LENGTH]}.mp4"
    if default_storage.exists(name):
        default_storage.delete(name)  # left by a worker that died before it could register it
    with file.open("rb") as content:
        stored = default_storage.save(name, FinishedFile(content))
    return {
        "preview": stored,
        "preview_size_bytes": preview.size_bytes,
        "preview_width": preview.width,
        "preview_height": preview.height,
    }


def _register(job: PreviewJob, asset: VideoAsset, columns: dict[str, Any], *, poster: Path) -> None:
    """Show the result, end the job and project what shows the asset, all or nothing."""
    with publication():
        job.finish(progress_percent=100, problem="")
        current = VideoAsset.objects.get(pk=asset.pk)
        if poster.exists() and (current.poster_id is None or current.is_poster_automatic):
            columns |= {"poster": _poster_image(asset, poster), "is_poster_automatic": True}
        VideoAsset.objects.filter(pk=asset.pk).update(**columns)
        mark_dependents(asset.dependency_key)


def _poster_image(asset: VideoAsset, poster: Path) -> NewsroomImage:
    image = NewsroomImage(
        title=asset.title,
        description=asset.title,
        collection=asset.collection,
        file=ContentFile(poster.read_bytes(), name=f"{asset.uuid}.jpg"),
    )
    image._set_image_file_metadata()
    image.save()
    return image


def _refuse(job: PreviewJob, refusal: MediaRefused) -> None:
    """Record why. What no repetition would change fails at once."""
    PreviewJob.objects.filter(pk=job.pk).update(problem=str(refusal.problem))
    if refusal.problem in WORTH_REPEATING:
        job.retry_later(refusal)
    else:
        job.fail(refusal)


class FinishedFile(File):
    """A finished file that the storage may move into place instead of copying."""

    def temporary_file_path(self) -> str:
        """Return where the file is; Django's file storage renames it."""
        return str(self.name)


class _LeaseKeeper:
    """Holds the lease while a long step runs, and writes how far it is."""

    def __init__(self, job: PreviewJob) -> None:
        self.job = job
        self.renewed_at = time.monotonic()

    def report(self, share: float) -> None:
        """Note the progress every few seconds.

        Raises:
            LeaseLostError: the work is not ours any more, which ends the encoder.
        """
        if time.monotonic() - self.renewed_at < RENEW_SECONDS:
            return
        self.renew()
        PreviewJob.objects.filter(pk=self.job.pk).update(progress_percent=int(share * 100))

    def renew(self) -> None:
        """Hold the row for longer."""
        self.job.renew(lease_seconds=video_settings().LEASE_SECONDS)
        self.renewed_at = time.monotonic()


@contextmanager
def _scratch() -> Iterator[Path]:
    """Open a folder that goes with the work, where a finished file can be renamed from."""
    root = Path(settings.SCRATCH_DIR)
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    with tempfile.TemporaryDirectory(prefix=SCRATCH_PREFIX, dir=root) as folder:
        yield Path(folder)


def _sweep(root: Path) -> None:
    """Remove what killed workers left behind."""
    oldest = time.time() - SCRATCH_SECONDS
    for folder in root.glob(f"{SCRATCH_PREFIX}*"):
        with suppress(FileNotFoundError):  # another worker has just finished with it
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _local_copy(storage: Storage, name: str) -> Iterator[Path]:
    """Give a file of any storage a path; a storage without folders is copied from.

    Raises:
        MediaRefused: the file is not there.
    """
    if not storage.exists(name):
        raise MediaRefused(MediaProblem.MISSING, name)
    try:
        path = storage.path(name)
    except NotImplementedError:
        with _scratch() as scratch, storage.open(name) as source:
            copy = scratch / "master"
            with copy.open("wb") as target:
                shutil.copyfileobj(source, target, HASH_CHUNK)
            yield copy
        return
    yield Path(path)


def _sha256(path: Path, keeper: _LeaseKeeper) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(HASH_CHUNK):
            digest.update(chunk)
            keeper.report(0)
    return digest.hexdigest()
