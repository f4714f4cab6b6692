"""Application configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configure accounts."""

    name = "accounts"
    label = "accounts"
