"""Application configuration."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Connect news to delivery."""

    name = "news"
    label = "news"

    def ready(self) -> None:
        """Register the projectors."""
        from news import projectors  # noqa: PLC0415 - models may be imported only now

        projectors.register_all()
