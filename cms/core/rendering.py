"""How a page becomes HTML: a place for the website to register itself."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.db.models import Model
from django.http import HttpRequest, HttpResponse


class Renderer(Protocol):
    """Turns a page into a response."""

    def live(self, page: Model, request: HttpRequest) -> HttpResponse:
        """Return the public page."""

    def preview(self, page: Model, request: HttpRequest) -> HttpResponse:
        """Return the page as it would be, drawn from the unsaved instance."""

    def screen(
        self, request: HttpRequest, template: str, context: Mapping[str, Any], *, title: str
    ) -> str:
        """Return the HTML of a screen that is no page of the tree, such as a form."""


_renderers: list[Renderer] = []


def register(renderer: Renderer) -> None:
    """Use this renderer from now on."""
    _renderers[:] = [renderer]


def render_live(page: Model, request: HttpRequest) -> HttpResponse:
    """Return the public page."""
    return _renderers[0].live(page, request)


def render_preview(page: Model, request: HttpRequest) -> HttpResponse:
    """Return the preview of an unsaved page."""
    return _renderers[0].preview(page, request)


def render_screen(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    status: int = 200,
) -> HttpResponse:
    """Return a screen of another package inside the site's header and footer.

    The template extends the variable ``layout`` and fills its block ``main``. Screens are
    for one person: nobody may keep them.
    """
    html = _renderers[0].screen(request, template, context, title=title)
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
