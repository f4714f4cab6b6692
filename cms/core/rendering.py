"""How a page becomes HTML: a place for the website to register itself."""

from typing import Protocol

from django.db.models import Model
from django.http import HttpRequest, HttpResponse


class Renderer(Protocol):
    """Turns a page into a response."""

    def live(self, page: Model, request: HttpRequest) -> HttpResponse:
        """Return the public page."""

    def preview(self, page: Model, request: HttpRequest) -> HttpResponse:
        """Return the page as it would be, drawn from the unsaved instance."""


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
