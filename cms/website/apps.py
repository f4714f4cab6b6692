"""Application configuration."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """Configure cms.website."""

    name = "cms.website"
    label = "website"
