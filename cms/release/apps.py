"""Application configuration."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    """Configure cms.release."""

    name = "cms.release"
    label = "release"
