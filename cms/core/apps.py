"""Application configuration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Configure cms.core."""

    name = "cms.core"
    label = "core"
