"""What the shotlist in the editor asks for: an asset's player, pasted rows, files of drafts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder

from cms.delivery import projection
from videos import access
from videos.models import VideoAsset, VideoPage
from videos.shotlist.files import FILES
from videos.shotlist.importing import ImportedRow, fault_words, prepare
from videos.shotlist.pasting.reading import TooMuch, read_pasted
from videos.shotlist.pasting.times import Basis
from videos.shotlist.player import player_facts
from videos.shotlist.timing import Timing

PREVIEW_TEMPLATE = "videos/shotlist/pasted.html"


@require_GET
@never_cache
def player(request: HttpRequest, pk: int) -> HttpResponse:
    """Return how an asset counts and where its preview is."""
    return JsonResponse(player_facts(_asset_for(request, pk)))


@require_POST
@never_cache
def paste(request: HttpRequest) -> HttpResponse:
    """Show what a pasted text would add; nothing is stored."""
    text = request.POST.get("text", "")
    pk = request.POST.get("asset", "")
    timing = Timing.of(_asset_for(request, int(pk))) if pk.isdecimal() else None
    if timing is None:
        return _refusal(
            request,
            _("Choose a video asset first. Times cannot be read until its frame rate is known."),
        )
    if not text.strip():
        return _refusal(request, _("There is nothing to read. Paste the shotlist into the field."))
    try:
        pasted = read_pasted(text, timing, basis=_basis(request))
    except TooMuch:
        return _refusal(request, _("This is too long to read at once. Paste it in pieces."))
    rows = prepare(pasted, timing)
    context = {
        "rows": rows,
        "faults": [(fault, fault_words(fault)) for fault in pasted.faults],
        "is_elapsed": pasted.basis == Basis.ELAPSED,
        "start": timing.timecode(0),
        "data": {
            "rows": [_row_json(row) for row in rows],
            "left": "\n".join(fault.source for fault in pasted.faults),
        },
    }
    return render(request, PREVIEW_TEMPLATE, context)


@require_GET
@never_cache
def draft_file(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """Return a file of the latest draft, for those who may edit the page."""
    page = get_object_or_404(VideoPage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    file = FILES.get(extension)
    if file is None:
        raise Http404
    document = projection.preview(page.get_latest_revision_as_object())
    if not file.is_offered(document):
        raise Http404
    response = HttpResponse(file.content(document), content_type=file.content_type)
    response.headers["Content-Disposition"] = file.disposition(document)
    return response


def _asset_for(request: HttpRequest, pk: int) -> VideoAsset:
    return get_object_or_404(access.assets_for(request.user), pk=pk)


def _basis(request: HttpRequest) -> Basis:
    wanted = request.POST.get("basis", "")
    return Basis(wanted) if wanted in Basis else Basis.AUTO


def _refusal(request: HttpRequest, message: str) -> HttpResponse:
    return render(request, PREVIEW_TEMPLATE, {"refusal": message})


def _row_json(row: ImportedRow) -> dict[str, Any]:
    speaker = row.speaker
    chosen = {
        "id": speaker.pk,
        "title": speaker.title,
        "edit_url": AdminURLFinder().get_edit_url(speaker),
    } if speaker else None  # fmt: skip
    return {**row.values, "speaker": chosen}
