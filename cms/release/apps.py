"""Application configuration."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    """Give the scheduler its work."""

    name = "cms.release"
    label = "release"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is due each second."""
        # Models may be imported only now.
        from cms.core import scheduling  # noqa: PLC0415
        from cms.release.scheduling import publish_due  # noqa: PLC0415

        scheduling.register("release.publish_due", 1, publish_due)
