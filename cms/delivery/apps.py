"""Application configuration."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Connect projection to Wagtail."""

    name = "cms.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Wrap Wagtail's actions, connect the signals and register the checks."""
        from cms.core import leased, scheduling, wagtail_actions  # noqa: PLC0415 - models are loaded
        from cms.delivery import (  # noqa: PLC0415
            checks,  # noqa: F401 - importing registers them
            pending,
            projectors,
            signal_handlers,
        )
        from cms.delivery.models import ProjectionJob  # noqa: PLC0415
        from cms.delivery.publication import publication  # noqa: PLC0415

        projectors.register()
        wagtail_actions.wrap(publication)
        signal_handlers.connect()
        wagtail_actions.after_collection_moves(publication, signal_handlers.on_collection_moved)
        leased.register_drain(ProjectionJob, pending.drain_projections)
        scheduling.register("delivery.forget_finished", 3600, pending.forget_finished)
