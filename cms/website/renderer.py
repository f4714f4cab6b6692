"""Draws pages asked for by instance, the editor's preview, and screens of other packages."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language

from cms.core import locales
from cms.core.content_policies import set_policy, with_frames, with_player
from cms.delivery import projection, store
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
        policy = with_player(settings.EDITOR_CSP)
        set_policy(response, with_frames(policy, [*policy["frame-src"], *frames]))
        return response

    def screen(
        self, request: HttpRequest, template: str, context: Mapping[str, Any], *, title: str
    ) -> str:
        """Return a screen in the active language, with that language's menus around it."""
        active = get_language()
        locale = active if active in locales.content_codes() else locales.content_codes()[0]
        around = pages.Surroundings.of(locale)
        frame = pages.context_of_screen(request.get_full_path(), title, locale, around)
        return render_to_string(template, {**frame, **context}, request)
