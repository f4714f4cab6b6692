"""Application configuration."""

from django.apps import AppConfig
from django.conf import settings


class CoreConfig(AppConfig):
    """Configure cms.core."""

    name = "cms.core"
    label = "core"

    def ready(self) -> None:
        """Register the outbox, the checks and what the scheduler does for the kernel."""
        # Models may be imported only now.
        from cms.core import leased, scheduling  # noqa: PLC0415
        from cms.core.mail import checks  # noqa: F401, PLC0415
        from cms.core.mail.sending import prune  # noqa: PLC0415
        from cms.core.mail.tasks import send_outbox  # noqa: PLC0415
        from cms.core.models import OutboxMessage  # noqa: PLC0415
        from cms.core.production import refuse_unsafe_production  # noqa: PLC0415
        from cms.core.pruning import prune_sessions, prune_task_results  # noqa: PLC0415

        refuse_unsafe_production()
        leased.register_drain(OutboxMessage, send_outbox)
        scheduling.register("wake-drains", 5, leased.rekick_due)
        if settings.TASKS_URL:
            from cms.core.processes.redis_queue import hand_over_waiting  # noqa: PLC0415

            scheduling.register("hand-over-tasks", 5, hand_over_waiting)
        scheduling.register("prune-mail", 3_600, prune)
        scheduling.register("prune-sessions", 86_400, prune_sessions)
        scheduling.register("prune-task-results", 86_400, prune_task_results)
