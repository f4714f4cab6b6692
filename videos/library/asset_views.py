"""Wagtail's views of one asset, for those who may do this in the asset's collection."""

from typing import Any, ClassVar

from django.http import Http404
from wagtail.snippets.views.snippets import DeleteView, EditView, HistoryView, UsageView

from videos import access
from videos.models import VideoAsset


class _InCollection:
    """Checks the collection of the asset; Wagtail's views ask only whether there is any."""

    needed: ClassVar[str] = "change"

    def get_object(self, *args: Any) -> VideoAsset:
        """Return the asset.

        Raises:
            Http404: the user may not do this where the asset lies.
        """
        asset: VideoAsset = super().get_object(*args)  # type: ignore[misc]  # mixed into views
        if not access.may(self.request.user, self.needed, asset):  # type: ignore[attr-defined]
            raise Http404
        return asset


class AssetEditView(_InCollection, EditView):
    """Changing an asset."""


class AssetDeleteView(_InCollection, DeleteView):
    """Deleting an asset."""

    needed = "delete"


class AssetHistoryView(_InCollection, HistoryView):
    """What was done to an asset."""


class AssetUsageView(_InCollection, UsageView):
    """Where an asset is used."""
