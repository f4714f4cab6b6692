"""The files that the editor shows: thumbnails, originals, documents. For editors only.

The public never comes here: images have signed addresses of their own, and documents are sent by
the file process. Anybody else gets the same 404 as for a file that does not exist.
"""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.core.models import NewsroomDocument

SHOWN_INLINE = ("image/", "video/", "audio/", "application/pdf")
NEVER_INLINE = ("image/svg+xml",)


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """Send a file of the media folder to an editor."""
    _editors_only(request)
    return _send(path)


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> FileResponse:
    """Send a document to an editor, where Wagtail expects it."""
    _editors_only(request)
    found = get_object_or_404(NewsroomDocument, pk=document_id)
    if found.filename != document_filename:
        raise Http404
    return _send(found.file.name)


def _editors_only(request: HttpRequest) -> None:
    user = getattr(request, "user", None)
    if user is None or not user.has_perm("wagtailadmin.access_admin"):
        raise Http404


def _send(name: str) -> FileResponse:
    try:
        file = default_storage.open(name, "rb")
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_inline = content_type.startswith(SHOWN_INLINE) and content_type not in NEVER_INLINE
    response = FileResponse(file, content_type=content_type, as_attachment=not is_inline)
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
