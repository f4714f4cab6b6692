"""The player alone, for frames on other people's pages. It sets and reads no cookie."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from cms.core import locales
from cms.core.content_policies import set_policy, with_player
from cms.delivery import store
from cms.website.responses import ABSENCE_CACHING, PAGE_CACHING
from videos.embedding import can_be_embedded

TEMPLATE = "website/embed.html"


@require_safe
@xframe_options_exempt
def video(request: HttpRequest, locale: str, work: str) -> HttpResponseBase:
    """Show the player of a released video, or say why there is none.

    Where to begin and which subtitles to show is read from the address by the script, so that
    caches keep one page.
    """
    found = store.get_document("video", UUID(work), locale)
    document = found.data if found is not None and can_be_embedded(found.data) else None
    absence = None if document else store.explain_absence("video", UUID(work), locale)
    frame = {"locale": locale, "direction": locales.direction(locale)}
    response = HttpResponse(
        render_to_string(TEMPLATE, {**frame, "document": document, "absence": absence}),
        status=_status(absence),
    )
    response.headers["Cache-Control"] = ABSENCE_CACHING if absence else PAGE_CACHING
    answer: HttpResponseBase = response
    if document:
        set_response_etag(response)
        etag = response.headers["ETag"]
        answer = get_conditional_response(request, etag=etag, response=response) or response
    set_policy(answer, _policy())
    return answer


def _status(absence: store.Absence | None) -> int:
    if absence is None:
        return HTTPStatus.OK
    return HTTPStatus.GONE if absence.is_gone else HTTPStatus.NOT_FOUND


def _policy() -> dict[str, Any]:
    """Return the policy of a page with a player, which any other page may frame."""
    policy = with_player(settings.SECURE_CSP)
    return policy | {"frame-ancestors": ["*"], "form-action": [CSP.NONE]}
