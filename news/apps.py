"""Application configuration."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Configure news."""

    name = "news"
    label = "news"
