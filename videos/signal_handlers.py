"""What follows from saved or deleted rows, in the transaction that changes them."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from cms.delivery.publication import mark_dependents
from videos.derivative_choices import RenditionPurpose
from videos.models import Rendition, VideoAsset
from videos.models.asset import private_storage
from videos.services.requesting import request_derivatives
from videos.services.stored_files import delete_after_commit


def connect() -> None:
    """Connect the handlers. Called once, from ``AppConfig.ready()``."""
    post_save.connect(on_asset_saved, sender=VideoAsset, dispatch_uid="videos.asset_saved")
    post_delete.connect(on_asset_deleted, sender=VideoAsset, dispatch_uid="videos.asset_deleted")
    post_delete.connect(
        on_rendition_deleted, sender=Rendition, dispatch_uid="videos.rendition_deleted"
    )


def on_asset_saved(
    sender: type[VideoAsset], instance: VideoAsset, *, raw: bool = False, **kwargs: Any
) -> None:
    """Ask for what is derived from a new master, and project what shows the asset."""
    if not raw:
        request_derivatives(instance)
        mark_dependents(instance.dependency_key)


def on_asset_deleted(sender: type[VideoAsset], instance: VideoAsset, **kwargs: Any) -> None:
    """Let the master go with the row."""
    delete_after_commit(private_storage(), instance.master.name)
    mark_dependents(instance.dependency_key)


def on_rendition_deleted(sender: type[Rendition], instance: Rendition, **kwargs: Any) -> None:
    """Let the file go with the row, however it goes. The master is the asset's."""
    if instance.purpose != RenditionPurpose.MASTER:
        delete_after_commit(instance.storage, instance.file)
