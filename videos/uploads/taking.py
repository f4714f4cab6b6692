"""Making an examined file the master of an asset."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from videos import access
from videos.models import Upload, UploadStage, VideoAsset


class UploadNotReadyError(Exception):
    """The upload does not wait for a decision (any more)."""


def duplicates_of(upload: Upload, user: Any) -> list[VideoAsset]:
    """Return assets with the same content that the user may see; ``user`` None sees all."""
    visible: QuerySet[VideoAsset] = VideoAsset.objects.all()
    if user is not None:
        visible = access.assets_for(user)
    if not upload.sha256:
        return []
    return list(visible.filter(sha256=upload.sha256).order_by("pk")[:5])


@transaction.atomic
def take(upload: Upload) -> VideoAsset:
    """Make an asset of an upload that is ready.

    Raises:
        UploadNotReadyError: it is not, or somebody else was quicker.
    """
    claim(upload)
    asset = VideoAsset(
        uuid=upload.uuid,
        title=upload.title,
        collection=upload.collection,
        sidecar=upload.sidecar,
    )
    put_master(upload, asset)
    asset.save()
    settle(upload, asset)
    return asset


def claim(upload: Upload) -> None:
    """Reserve the file for the asset that the caller's transaction saves.

    Raises:
        UploadNotReadyError: the upload does not wait for anybody.
    """
    ready = Upload.objects.filter(pk=upload.pk, stage=UploadStage.READY)
    if not ready.update(stage=UploadStage.TAKEN):
        raise UploadNotReadyError(upload.uuid)


def put_master(upload: Upload, asset: VideoAsset) -> None:
    """Let the asset have the file as its master. Save it and call ``settle`` afterwards."""
    asset.master = upload.master_name
    asset.original_filename = upload.filename
    asset.size_bytes = upload.size_bytes
    asset.sha256 = upload.sha256


def settle(upload: Upload, asset: VideoAsset) -> None:
    """Note which asset has the file, in the transaction that saved it."""
    # The asset's present master counts for whoever sent it, and a replaced one for nobody.
    Upload.objects.filter(asset=asset).update(asset=None)
    Upload.objects.filter(pk=upload.pk).update(asset=asset)
    # Saving a new master forgets what was known of the old one.
    VideoAsset.objects.filter(pk=asset.pk).update(sha256=upload.sha256)
