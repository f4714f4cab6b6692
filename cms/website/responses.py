"""HTTP answers of the public pages: cacheable, without cookies, each with a policy of its own."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _

from cms.core.content_policies import set_policy, with_frames, with_player
from cms.website import paging
from cms.website.pages import (
    TEMPLATES,
    Surroundings,
    context_of,
    context_of_message,
    player_origins,
    sections_of_home,
)

# A kill must take effect within the minute, so nothing in between may keep a page longer.
PAGE_CACHING = "public, max-age=0, s-maxage=30, stale-while-revalidate=30"
ABSENCE_CACHING = "public, max-age=0, s-maxage=5"


def page(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """Return the page of a document, or that the visitor's copy is still right."""
    around = Surroundings.of(document["locale"])
    context = context_of(document, around) | lists_of(document, around, request)
    response = HttpResponse(render_to_string(TEMPLATES[document["type"]], context))
    response.headers["Cache-Control"] = PAGE_CACHING
    set_response_etag(response)
    conditional = get_conditional_response(
        request, etag=response.headers["ETag"], response=response
    )
    answer = conditional or response
    set_policy(answer, policy_of(document))
    return answer


def policy_of(document: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of a document may load: no more than it shows."""
    policy: dict[str, Any] = settings.SECURE_CSP
    if document["type"] == "video":
        policy = with_player(policy)
    return with_frames(policy, player_origins(document))


def moved(path: str) -> HttpResponse:
    """Return a lasting redirect to the address that is right now."""
    response = HttpResponsePermanentRedirect(path)
    response.headers["Cache-Control"] = ABSENCE_CACHING
    return response


def not_found(locale: str) -> HttpResponse:
    """Return the "not found" page in a locale."""
    return _message("website/404.html", _("Page not found"), locale, status=404)


def gone(locale: str, notice: str) -> HttpResponse:
    """Return the page that says a text was taken down."""
    return _message("website/410.html", _("No longer available"), locale, status=410, notice=notice)


def refused(title: str, text: str, locale: str, *, status: int) -> HttpResponse:
    """Return the page that says why a request was not answered."""
    response = _message("website/refused.html", title, locale, status=status, notice=text)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def lists_of(
    document: dict[str, Any], around: Surroundings, request: HttpRequest
) -> dict[str, Any]:
    """Return the cards that a page shows besides its own text."""
    match document["type"]:
        case "home":
            return {"sections": sections_of_home(document, around)}
        case "listing":
            return paging.page_of(document, request.GET)
    return {}


def _message(
    template: str, title: str, locale: str, *, status: int, notice: str = ""
) -> HttpResponse:
    around = Surroundings.of(locale)
    context = context_of_message(title, locale, around) | {"notice": notice, "title": title}
    response = HttpResponse(render_to_string(template, context), status=status)
    response.headers["Cache-Control"] = ABSENCE_CACHING
    return response
