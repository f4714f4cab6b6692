"""Asking for previews: a job in the caller's transaction, files that go after the commit."""

from functools import partial

from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.utils import timezone

from cms.core import leased
from cms.core.models import LeaseState
from videos.models import PreviewJob, VideoAsset
from videos.models.asset import private_storage


def request_preview(asset: VideoAsset) -> None:
    """Ask for the preview of the asset's master, unless it was asked for before.

    A replaced master takes its preview with it; its file goes when the transaction has committed.
    """
    if not asset.master:
        return
    job, is_new = PreviewJob.objects.get_or_create(asset=asset, master=asset.master.name)
    if not is_new:
        if not asset.has_preview or asset.poster_id is None:
            _repeat(job)
        return
    outdated_preview = asset.preview.name
    asset.forget_preview()
    VideoAsset.objects.filter(pk=asset.pk).update(
        preview="", preview_size_bytes=0, preview_width=None, preview_height=None, sha256=""
    )
    delete_after_commit(default_storage, outdated_preview)
    for outdated in PreviewJob.objects.filter(asset=asset).exclude(master=asset.master.name):
        delete_after_commit(private_storage(), outdated.master)
        outdated.delete()
    leased.kick(PreviewJob)


def retry_preview(asset: VideoAsset) -> None:
    """Try a failed preview again."""
    failed = PreviewJob.objects.filter(asset=asset, state=LeaseState.FAILED)
    failed.update(progress_percent=0, problem="")
    if failed.requeue_failed(timezone.now()):
        leased.kick(PreviewJob)


def delete_files(asset: VideoAsset) -> None:
    """Delete a deleted asset's files when the transaction has committed."""
    delete_after_commit(private_storage(), asset.master.name)
    delete_after_commit(default_storage, asset.preview.name)


def delete_after_commit(storage: Storage, name: str | None) -> None:
    """Delete a file when the change that made it useless is certain."""
    if name:
        transaction.on_commit(partial(storage.delete, name))


def _repeat(job: PreviewJob) -> None:
    """Do a finished job again: an editor took the poster away, or overwrote its result."""
    finished = PreviewJob.objects.filter(pk=job.pk, state=LeaseState.DONE)
    if finished.update(
        state=LeaseState.QUEUED, attempts=0, run_after=timezone.now(), finished_at=None
    ):
        leased.kick(PreviewJob)
