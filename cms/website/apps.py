"""Application configuration."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Configure cms.website."""

    name = "cms.website"
    label = "website"

    def ready(self) -> None:
        """Let pages and previews be drawn by the website."""
        from cms.core import rendering  # noqa: PLC0415 - models are loaded now
        from cms.website.renderer import WebsiteRenderer  # noqa: PLC0415

        rendering.register(WebsiteRenderer())
