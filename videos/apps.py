"""Application configuration."""

from django.apps import AppConfig


class VideosConfig(AppConfig):
    """Connect the videos to delivery and to the queue."""

    name = "videos"
    label = "videos"

    def ready(self) -> None:
        """Register the projector, the drain and the signal handlers."""
        # Models may be imported only now.
        from cms.core import leased  # noqa: PLC0415
        from cms.delivery import registry  # noqa: PLC0415
        from videos import signal_handlers  # noqa: PLC0415
        from videos.models import PreviewJob  # noqa: PLC0415
        from videos.projectors import VideoProjector  # noqa: PLC0415
        from videos.tasks import make_previews  # noqa: PLC0415

        registry.register(VideoProjector())
        leased.register_drain(PreviewJob, make_previews)
        signal_handlers.connect()
