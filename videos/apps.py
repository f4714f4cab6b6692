"""Application configuration."""

from django.apps import AppConfig


class VideosConfig(AppConfig):
    """Configure videos."""

    name = "videos"
    label = "videos"
