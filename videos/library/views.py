"""Small answers for the page of an asset: how far its preview is, and trying again."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from videos.library.states import state_of
from videos.links import signed_preview_url
from videos.models import VideoAsset
from videos.services.previews import retry_preview

STATE_TEMPLATE = "videos/library/preview_state.html"


def preview_context(asset: VideoAsset) -> dict[str, Any]:
    """Return what the state's template needs, with a link that works for some minutes."""
    return {
        "asset": asset,
        "state": state_of(asset),
        "preview_url": signed_preview_url(asset) if asset.has_preview else "",
    }


@require_GET
@never_cache
def preview_state(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return the state as HTML; the page asks until it is settled."""
    asset = _asset_for(request, uuid)
    return render(request, STATE_TEMPLATE, preview_context(asset))


@require_POST
@never_cache
def preview_retry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Try a failed preview again and return the state."""
    asset = _asset_for(request, uuid)
    retry_preview(asset)
    return render(request, STATE_TEMPLATE, preview_context(VideoAsset.objects.get(pk=asset.pk)))


def _asset_for(request: HttpRequest, uuid: UUID) -> VideoAsset:
    if not request.user.has_perm("videos.change_videoasset"):
        raise PermissionDenied
    return get_object_or_404(VideoAsset, uuid=uuid)
