"""Application configuration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Configure cms.api."""

    name = "cms.api"
    label = "api"
