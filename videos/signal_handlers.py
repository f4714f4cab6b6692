"""What follows from a saved or deleted asset, in the transaction that saves it."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from cms.delivery.publication import mark_dependents
from videos.models import VideoAsset
from videos.services.previews import delete_files, request_preview


def connect() -> None:
    """Connect the handlers. Called once, from ``AppConfig.ready()``."""
    post_save.connect(on_asset_saved, sender=VideoAsset, dispatch_uid="videos.asset_saved")
    post_delete.connect(on_asset_deleted, sender=VideoAsset, dispatch_uid="videos.asset_deleted")


def on_asset_saved(
    sender: type[VideoAsset], instance: VideoAsset, *, raw: bool = False, **kwargs: Any
) -> None:
    """Ask for the preview of a new master and project what shows the asset."""
    if not raw:
        request_preview(instance)
        mark_dependents(instance.dependency_key)


def on_asset_deleted(sender: type[VideoAsset], instance: VideoAsset, **kwargs: Any) -> None:
    """Let the files go with the row."""
    delete_files(instance)
    mark_dependents(instance.dependency_key)
