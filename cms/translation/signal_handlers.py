"""Releases, as Wagtail announces them."""

from typing import Any

from django.db.models import Model
from wagtail.models import Page
from wagtail.signals import page_published, published

from cms.translation.state import record_release


def connect() -> None:
    """Connect every handler. Called once, from ``AppConfig.ready()``."""
    page_published.connect(on_page_published, dispatch_uid="translation.page_published")
    published.connect(on_snippet_published, dispatch_uid="translation.published")


def on_page_published(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    """Write down the state of the page's translation."""
    record_release(instance)


def on_snippet_published(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Write down the state of the snippet's translation. Pages have a signal of their own."""
    if not isinstance(instance, Page):
        record_release(instance)
