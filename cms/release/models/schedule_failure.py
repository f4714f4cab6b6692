"""A scheduled publication or expiry that did not work, and when it is tried again."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
ERROR_LENGTH = 2000


class ScheduledAction(models.TextChoices):
    """What was due."""

    PUBLISH = "publish", _("Publish")
    EXPIRE = "expire", _("Expire")


class ScheduleFailureQuerySet(models.QuerySet["ScheduleFailure"]):
    """Failures of scheduled actions."""

    def of(self, action: ScheduledAction, content_type: ContentType, object_id: object) -> Self:
        """Return the failure of this action on this object, if there is one."""
        return self.filter(action=action, content_type=content_type, object_id=str(object_id))

    def waiting(self, *, at: datetime) -> Self:
        """Return those that must not be tried yet."""
        return self.filter(retry_at__gt=at)

    def record(
        self,
        action: ScheduledAction,
        content_type: ContentType,
        object_id: object,
        error: BaseException,
        *,
        at: datetime,
    ) -> "ScheduleFailure":
        """Remember the failure and let the next try wait longer than the one before."""
        failure = self.of(action, content_type, object_id).first() or self.model(
            action=action, content_type=content_type, object_id=str(object_id)
        )
        pause = FIRST_PAUSE * 2 ** min(failure.attempts, 10)
        failure.attempts += 1
        failure.failed_at = at
        failure.retry_at = at + min(pause, LONGEST_PAUSE)
        failure.error = f"{type(error).__name__}: {error}"[:ERROR_LENGTH]
        failure.save()
        return failure


class ScheduleFailure(models.Model):
    """The last failure of one scheduled action on one object."""

    action = models.CharField(_("action"), max_length=10, choices=ScheduledAction.choices)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(_("object"), max_length=255)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    failed_at = models.DateTimeField(_("failed at"))
    retry_at = models.DateTimeField(_("tried again at"))
    error = models.TextField(_("error"))

    objects = ScheduleFailureQuerySet.as_manager()

    class Meta:
        verbose_name = _("failed scheduled action")
        verbose_name_plural = _("failed scheduled actions")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "content_type", "object_id"], name="one_failure_an_action"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.content_type} {self.object_id}"
