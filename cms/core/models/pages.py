"""The abstract page that every page type of the newsroom extends."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from cms.core import rendering


class BasePage(Page):
    """A page whose public face is its delivered document, in life and in preview."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what the public sees."""
        return rendering.render_live(self, request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show this draft as the public page would show it."""
        return rendering.render_preview(self, request)
