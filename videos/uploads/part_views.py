"""What a browser asks for that brings a file to the store itself."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from videos.models import Upload, UploadStage
from videos.uploads import parts, receiving
from videos.uploads.incoming import UploadGoneError
from videos.uploads.state import state_of
from videos.uploads.tus import own_upload


@require_GET
@never_cache
def there(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say which parts are there, and how long each is."""
    try:
        upload = _own(request, uuid)
        if upload.stage != UploadStage.RECEIVING:
            return JsonResponse({"parts": {}, "is_received": True})
        if receiving.finish_if_complete(upload, at=timezone.now()):
            return JsonResponse({"parts": {}, "is_received": True})
        return JsonResponse({"parts": parts.parts_there(upload), "is_received": False})
    except UploadGoneError:
        return _gone()


@require_POST
@never_cache
def address(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Say where to send a part."""
    try:
        upload = _own(request, uuid)
        if not 1 <= number <= parts.count_of(upload):
            raise Http404
        return JsonResponse({"url": parts.part_url(upload, number, at=timezone.now())})
    except UploadGoneError:
        return _gone()


@require_POST
@never_cache
def complete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Have the file examined, all parts of which are there."""
    try:
        upload = _own(request, uuid)
        if upload.stage == UploadStage.RECEIVING:
            receiving.finish(upload, at=timezone.now())
        return JsonResponse(state_of(own_upload(request, uuid), request.user))
    except parts.IncompleteError:
        return JsonResponse({"code": "incomplete", "message": ""}, status=HTTPStatus.CONFLICT)
    except UploadGoneError:
        return _gone()


def _own(request: HttpRequest, uuid: UUID) -> Upload:
    upload = own_upload(request, uuid)
    if not upload.part_bytes:
        raise Http404
    return upload


def _gone() -> JsonResponse:
    message = _("This upload is no longer there. Choose the file again.")
    return JsonResponse({"code": "gone", "message": message}, status=HTTPStatus.GONE)
