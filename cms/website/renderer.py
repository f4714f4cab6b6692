"""Draws the pages of Wagtail's editor: its preview, and a page asked for by instance."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from cms.delivery import projection, store
from cms.settings.csp import EDITOR_POLICY
from cms.website import pages, responses


class WebsiteRenderer:
    """The newsroom's own pages, drawn from documents."""

    def live(self, page: Any, request: HttpRequest) -> HttpResponse:
        """Return what the public sees at the page's address."""
        resolution = store.resolve(page.get_url() or "")
        if resolution is None or resolution.document is None:
            raise Http404
        return responses.page(request, resolution.document.data)

    def preview(self, page: Model, request: HttpRequest) -> HttpResponse:
        """Return the draft as the public page would show it, with Wagtail's content checks."""
        document = projection.preview(page)
        locale = document["locale"]
        with translation.override(locale):
            around = pages.Surroundings.of(locale)
            context = pages.context_of(document, around, is_preview=True)
            context |= responses.lists_of(document, around, request)
            html = render_to_string(
                pages.TEMPLATES[document["type"]], {**context, "page": page}, request
            )
        response = HttpResponse(html)
        response.headers["Cache-Control"] = "private, no-store"
        frames = sorted(pages.player_origins(document))
        policy = EDITOR_POLICY | {
            "media-src": settings.SECURE_CSP["media-src"],
            "frame-src": [*EDITOR_POLICY["frame-src"], *frames],
        }
        responses.set_policy(response, policy)
        return response
