"""What the pages of tracks share: their asset, and who may change it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from videos import access
from videos.models import Track, VideoAsset

ASSET_LIST = "wagtailsnippets_videos_videoasset:list"
ASSET_PAGE = "wagtailsnippets_videos_videoasset:edit"


def asset_for(request: HttpRequest, uuid: Any) -> VideoAsset:
    """Return the asset.

    Raises:
        PermissionDenied: the user may change no assets at all.
        Http404: there is none, or the user may not change it where it lies.
    """
    if not access.policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    asset = get_object_or_404(VideoAsset.objects.select_related("collection"), uuid=uuid)
    if not access.may(request.user, "change", asset):
        raise Http404
    return asset


def track_for(request: HttpRequest, uuid: Any, track_uuid: Any) -> Track:
    """Return a track of the asset; raises as :func:`asset_for` does."""
    asset = asset_for(request, uuid)
    return get_object_or_404(
        Track.objects.select_related("asset", "updated_by"), asset=asset, uuid=track_uuid
    )


class AssetPage(WagtailAdminTemplateMixin):
    """A page below that of an asset."""

    header_icon = "openquote"
    asset: VideoAsset

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the asset for those who may change it."""
        self.find(request, **kwargs)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def find(self, request: HttpRequest, **kwargs: Any) -> None:
        """Find what the page is about."""
        self.asset = asset_for(request, kwargs["uuid"])

    def get_page_subtitle(self) -> str:
        """Name the asset."""
        return str(self.asset)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the asset and the library."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(ASSET_LIST), "label": _("Video assets")},
            {"url": self.asset_url, "label": str(self.asset)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the asset."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"asset": self.asset, "asset_url": self.asset_url}

    @property
    def asset_url(self) -> str:
        """Return the address of the asset's page."""
        return reverse(ASSET_PAGE, args=[self.asset.pk])


class TrackPage(AssetPage):
    """A page of one track."""

    track: Track

    def find(self, request: HttpRequest, **kwargs: Any) -> None:
        """Find the track and its asset."""
        self.track = track_for(request, kwargs["uuid"], kwargs["track"])
        self.asset = self.track.asset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the track."""
        return super().get_context_data(**kwargs) | {"track": self.track}
