"""The work of deriving something from one master."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import OPEN_STATES, LeasedRow, LeasedRowQuerySet, LeaseState
from videos.derivative_choices import CANCELLED, DerivativeStep, Urgency
from videos.models.asset import VideoAsset


class DerivativeQuerySet(LeasedRowQuerySet):
    """Find what is to be done, and what belongs to an asset."""

    def due(self, at: datetime) -> Self:
        """Keep what can be done now: it waits for no other step."""
        return super().due(at).filter(waits_for="")

    def open(self) -> Self:
        """Keep what is waiting or being made."""
        return self.filter(state__in=OPEN_STATES)

    def cancel(self, at: datetime) -> int:
        """End open work; its worker loses the lease, which ends its child process."""
        return self.open().update(
            state=LeaseState.FAILED,
            problem=CANCELLED,
            lease_token=None,
            leased_until=None,
            seconds_left=None,
            finished_at=at,
        )

    def requeue_failed(self, at: datetime) -> int:
        """Give failed and cancelled work a fresh set of attempts."""
        self.filter(state=LeaseState.FAILED).update(
            problem="", engine_log="", percent=0, seconds_left=None, refusals=0
        )
        return super().requeue_failed(at)


class Derivative(LeasedRow):
    """One step of deriving: its files are registered together, once, when it is done.

    It names its master, so a replaced master has work of its own, and carries its plan, so that
    a changed setting does not tear the steps of one master apart.

    Attributes:
        stage: the step's place among the steps of an asset.
        waits_for: the step that must be done before, empty when there is none.
        attempt: names the folder in storage that the running attempt writes into. What it holds
            is not registered; the next attempt removes it.
        plan: what the pipeline planned for this master, as JSON.
        found: what the step reported beside its files, as JSON.
        refusals: how often the pipeline or the storage refused the work.
        engine_log: the last lines of the engine after a failure.
    """

    # A killed worker uses up an attempt too; what the pipeline refuses is counted apart.
    max_attempts: ClassVar[int] = 50
    first_delay_seconds: ClassVar[float] = 10
    claim_order: ClassVar[tuple[str, ...]] = ("urgency", "stage", "run_after")

    asset = models.ForeignKey(VideoAsset, on_delete=models.CASCADE, related_name="derivatives")
    master = models.CharField(max_length=255)
    step = models.CharField(_("step"), max_length=12, choices=DerivativeStep)
    stage = models.PositiveSmallIntegerField(default=0)
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), choices=Urgency, default=Urgency.NORMAL
    )
    waits_for = models.CharField(max_length=12, choices=DerivativeStep, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    seconds_left = models.PositiveIntegerField(null=True)
    refusals = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)
    engine_log = models.TextField(blank=True)
    attempt = models.UUIDField(null=True, editable=False)
    plan = models.JSONField(default=dict, editable=False)
    found = models.JSONField(default=dict, editable=False)

    objects = DerivativeQuerySet.as_manager()  # type: ignore[misc] # narrower than the parent's

    class Meta(LeasedRow.Meta):
        verbose_name = _("derivative")
        verbose_name_plural = _("derivatives")
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "master", "step"], name="videos_derivative_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} ({self.get_state_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the stage in line with the step."""
        self.stage = DerivativeStep(self.step).stage
        super().save(*args, **kwargs)

    @property
    def is_cancelled(self) -> bool:
        """Whether an editor ended it."""
        return self.state == LeaseState.FAILED and self.problem == CANCELLED
