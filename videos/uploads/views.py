"""Deciding about an upload that was received."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from videos import access
from videos.models import Upload
from videos.uploads import examining, limits, taking
from videos.uploads.incoming import UploadGoneError
from videos.uploads.state import state_of
from videos.uploads.taking import UploadNotReadyError
from videos.uploads.tus import own_upload


@require_POST
@never_cache
def keep(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a file into the library although it is there already."""
    upload = _own(request, uuid)
    if upload is None or upload.is_for_form:
        return _refuse()
    if not access.may_add(request.user, upload.collection):
        return _refuse(str(limits.UploadLimit.COLLECTION.label), status=HTTPStatus.FORBIDDEN)
    try:
        taking.take(upload)
    except UploadNotReadyError:
        return _refuse()
    return _state(request, upload)


@require_POST
@never_cache
def retry(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Examine a file again whose examination failed."""
    upload = _own(request, uuid)
    if upload is None:
        return _refuse()
    examining.retry(upload)
    return _state(request, upload)


def _own(request: HttpRequest, uuid: UUID) -> Upload | None:
    try:
        return own_upload(request, uuid)
    except UploadGoneError:
        return None


def _state(request: HttpRequest, upload: Upload) -> JsonResponse:
    return JsonResponse(state_of(own_upload(request, upload.uuid), request.user))


def _refuse(message: str = "", *, status: int = HTTPStatus.CONFLICT) -> JsonResponse:
    text = message or _("This upload is no longer there. Choose the file again.")
    return JsonResponse({"message": text}, status=status)
