"""Models of releasing. One concept a file; import them from here."""

from cms.release.models.schedule_failure import ScheduledAction, ScheduleFailure

__all__ = ["ScheduleFailure", "ScheduledAction"]
