"""When something that goes on in the background was last seen."""

from datetime import datetime, timedelta
from typing import Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Heartbeats, and turns that only one of several processes gets."""

    def seen_since(self, at: datetime) -> Self:
        """Return those that beat at or after the instant."""
        return self.filter(at__gte=at)

    def beat(self, name: str, *, at: datetime) -> None:
        """Record that the named process is alive."""
        self.update_or_create(name=name, defaults={"at": at})

    def take_turn(self, name: str, *, at: datetime, every: timedelta) -> bool:
        """Say whether this caller takes the named turn, which comes once in each period."""
        if self.filter(name=name, at__lte=at - every).update(at=at):
            return True
        if self.filter(name=name).exists():
            return False
        try:
            with transaction.atomic():
                self.create(name=name, at=at)
        except IntegrityError:
            return False  # another process was faster
        return True


class Heartbeat(models.Model):
    """The last sign of life of a worker, or the last turn of a job."""

    name = models.CharField(_("name"), max_length=100, primary_key=True)
    at = models.DateTimeField(_("last seen"))

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
