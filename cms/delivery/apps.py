"""Application configuration."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Configure cms.delivery."""

    name = "cms.delivery"
    label = "delivery"
