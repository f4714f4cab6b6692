"""Application configuration."""

from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Configure cms.translation."""

    name = "cms.translation"
    label = "translation"
