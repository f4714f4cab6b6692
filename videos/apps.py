"""Application configuration."""

from django.apps import AppConfig

SWEEP_SECONDS = 600
SWEEP_MEDIA_SECONDS = 86_400
HASTEN_SECONDS = 30
RIGHTS_SECONDS = 15
DESCRIBE_SECONDS = 60


class VideosConfig(AppConfig):
    """Connect the videos to delivery and to the queue."""

    name = "videos"
    label = "videos"

    def ready(self) -> None:
        """Register the projector, the drain and the signal handlers."""
        # Models may be imported only now.
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415

        from cms.core import leased, scheduling, visibility  # noqa: PLC0415
        from cms.delivery import registry  # noqa: PLC0415
        from videos import access, signal_handlers  # noqa: PLC0415
        from videos.conf import check_settings  # noqa: PLC0415
        from videos.models import Derivative, Transcription, Upload, VideoAsset  # noqa: PLC0415
        from videos.projectors import VideoProjector  # noqa: PLC0415
        from videos.services.describing import note_changed_descriptions  # noqa: PLC0415
        from videos.services.rights import act_on_rights, is_within_rights  # noqa: PLC0415
        from videos.services.sweeping import sweep_daily  # noqa: PLC0415
        from videos.services.urgency import hasten_what_is_due  # noqa: PLC0415
        from videos.tasks import examine_uploads, make_derivatives, transcribe  # noqa: PLC0415
        from videos.uploads import sweeping  # noqa: PLC0415

        check_settings()
        register_permission_policy(VideoAsset, access.policy)
        registry.register(VideoProjector())
        visibility.register_rule(is_within_rights)
        leased.register_drain(Derivative, make_derivatives)
        leased.register_drain(Upload, examine_uploads)
        leased.register_drain(Transcription, transcribe)
        scheduling.register("sweep-uploads", SWEEP_SECONDS, sweeping.sweep)
        scheduling.register("hasten-videos", HASTEN_SECONDS, hasten_what_is_due)
        scheduling.register("describe-files", DESCRIBE_SECONDS, note_changed_descriptions)
        scheduling.register("act-on-rights", RIGHTS_SECONDS, act_on_rights)
        scheduling.register("sweep-media", SWEEP_MEDIA_SECONDS, sweep_daily)
        signal_handlers.connect()
