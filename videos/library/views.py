"""Small answers for the pages of the library: how far the work is, and what to do about it."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cms.core.models import OPEN_STATES
from videos import access
from videos.api.v1.serializers import asset_json
from videos.derivative_choices import DerivativeStep, RenditionPurpose
from videos.library.facts import facts_context
from videos.library.states import WITH_STATE, state_of
from videos.models import Rendition, VideoAsset
from videos.services import requesting

# Addresses for editors work before the release, for some minutes.
AS_EDITOR = SimpleNamespace(is_preview=True)
MOST_STATES = 100


def work_context(asset: VideoAsset) -> dict[str, Any]:
    """Return what the template of the work needs, with a link that works for some minutes."""
    preview = asset.preview_rendition()
    return {
        "asset": asset,
        "state": state_of(asset),
        "preview": preview,
        "player_asset": asset_json(asset, AS_EDITOR) if preview else None,
    }


def posters_context(asset: VideoAsset) -> dict[str, Any]:
    """Return the suggested posters, the best first, and whether more may come."""
    rows = [row for row in asset.current_derivatives() if row.step == DerivativeStep.POSTER]
    posters = [one for one in asset.renditions.all() if one.purpose == RenditionPurpose.POSTER]
    return {
        "asset": asset,
        "posters": sorted(posters, key=lambda one: one.filename),
        "is_settled": bool(rows) and rows[0].state not in OPEN_STATES,
    }


@method_decorator(never_cache, name="dispatch")
class WorkView(View):
    """The work on one asset as HTML: asked for until it is settled, and told what to do."""

    def get(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Return how far the work is."""
        asset = _asset_for(request, uuid)
        return render(request, "videos/library/work.html", work_context(asset))

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """Try again, make again, cancel or put first, then return how far the work is."""
        asset = _asset_for(request, uuid)
        step = request.POST.get("step", "")
        if step and step not in DerivativeStep:
            return HttpResponseBadRequest()
        steps = [step] if step else []
        match request.POST.get("action"):
            case "retry":
                requesting.retry(asset, steps)
            case "cancel":
                requesting.cancel(asset, steps)
            case "redo" if step:
                requesting.redo(asset, step)
            case "redo":
                requesting.redo_all(asset)
            case "first":
                requesting.make_first(asset)
            case _:
                return HttpResponseBadRequest()
        return self.get(request, uuid)


@require_GET
@never_cache
def states(request: HttpRequest) -> HttpResponse:
    """Return the state of several assets as HTML, for the cells of a list."""
    wanted = []
    for text in request.GET.getlist("asset")[:MOST_STATES]:
        try:
            wanted.append(UUID(text))
        except ValueError:
            return HttpResponseBadRequest()
    assets = access.assets_for(request.user).filter(uuid__in=wanted).prefetch_related(*WITH_STATE)
    found = [(asset, state_of(asset)) for asset in assets]
    return render(request, "videos/library/states.html", {"found": found})


@require_GET
@never_cache
def facts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return what is known of the file."""
    asset = _asset_for(request, uuid)
    return render(request, "videos/library/facts.html", facts_context(asset))


@require_GET
@never_cache
def posters(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Return the suggested posters as choices of the form."""
    asset = _asset_for(request, uuid)
    return render(request, "videos/library/posters.html", posters_context(asset))


@require_GET
@never_cache
def poster(request: HttpRequest, uuid: UUID, poster: UUID) -> FileResponse:
    """Return one suggested poster. We made the file, so it may be shown beside the editor."""
    asset = _asset_for(request, uuid)
    suggestion = get_object_or_404(
        Rendition, asset=asset, uuid=poster, purpose=RenditionPurpose.POSTER
    )
    return FileResponse(
        suggestion.storage.open(suggestion.file), content_type=suggestion.content_type
    )


def _asset_for(request: HttpRequest, uuid: UUID) -> VideoAsset:
    if not access.policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    asset = get_object_or_404(VideoAsset.objects.select_related("collection"), uuid=uuid)
    if not access.may(request.user, "change", asset):
        raise Http404
    return asset
