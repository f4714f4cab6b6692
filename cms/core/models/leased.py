"""Work that survives the death of the process doing it."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CANDIDATES = 20
LONGEST_ERROR = 2_000


class LeaseLostError(Exception):
    """Somebody else holds the row now; whatever was done for it must be rolled back."""


class LeaseState(models.TextChoices):
    """Where a piece of work stands."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


OPEN_STATES = (LeaseState.QUEUED, LeaseState.RUNNING)


class LeasedRowQuerySet(models.QuerySet[Any]):
    """Find due work and take it, one worker a row."""

    model: type["LeasedRow"]  # type: ignore[assignment] # narrower than any model

    def due(self, at: datetime) -> Self:
        """Return rows that wait, and rows whose worker went silent, while attempts remain."""
        waiting = Q(state=LeaseState.QUEUED, run_after__lte=at)
        abandoned = Q(
            state=LeaseState.RUNNING,
            leased_until__lte=at,
            attempts__lt=self.model.max_attempts,
        )
        return self.filter(waiting | abandoned)

    def claim(self, *, at: datetime, lease_seconds: float) -> models.Model | None:
        """Take one due row, or return None when there is none left.

        The candidates are only a guess. The UPDATE repeats the condition, so that of
        two workers one changes the row and the other one changes nothing.
        ``select_for_update`` would be ignored on SQLite.
        """
        while candidates := self._candidates(at):
            for pk in candidates:
                token = uuid.uuid4()
                taken = self.model._default_manager.using(self.db).due(at).filter(pk=pk)
                if taken.update(
                    state=LeaseState.RUNNING,
                    lease_token=token,
                    leased_until=at + timedelta(seconds=lease_seconds),
                    attempts=F("attempts") + 1,
                ):
                    return self.model._default_manager.using(self.db).get(pk=pk)
        return None

    def fail_exhausted(self, at: datetime) -> int:
        """Mark as failed the rows whose last permitted worker went silent."""
        return self.filter(
            state=LeaseState.RUNNING,
            leased_until__lte=at,
            attempts__gte=self.model.max_attempts,
        ).update(
            state=LeaseState.FAILED,
            lease_token=None,
            leased_until=None,
            finished_at=at,
            last_error="The worker stopped without an answer.",
        )

    def requeue_failed(self, at: datetime) -> int:
        """Give failed rows a fresh set of attempts."""
        return self.filter(state=LeaseState.FAILED).update(
            state=LeaseState.QUEUED, attempts=0, run_after=at, finished_at=None
        )

    def _candidates(self, at: datetime) -> list[Any]:
        return list(
            self.due(at)
            .order_by(*self.model.claim_order, "pk")
            .values_list("pk", flat=True)[:CANDIDATES]
        )


class LeasedRow(models.Model):
    """A row of work with a lease.

    A worker holds a row for a limited time and proves it with a token. When the worker
    dies, the lease ends and the next one takes over. Everything that settles a row is
    conditional on the token, so a worker that comes back late changes nothing.
    Put the effect and ``finish()`` into one transaction, and it happens once.
    """

    max_attempts: ClassVar[int] = 8
    claim_order: ClassVar[tuple[str, ...]] = ("run_after",)
    """The columns by which due rows are taken, before the primary key."""
    first_delay_seconds: ClassVar[float] = 5
    longest_delay_seconds: ClassVar[float] = 3_600

    state = models.CharField(
        _("state"), max_length=8, choices=LeaseState.choices, default=LeaseState.QUEUED
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    run_after = models.DateTimeField(_("not before"), default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)

    objects = LeasedRowQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["state", "run_after"], name="%(app_label)s_%(class)s_due"),
            models.Index(fields=["state", "leased_until"], name="%(app_label)s_%(class)s_lease"),
        ]

    def finish(self, *, at: datetime | None = None, **changes: Any) -> None:
        """Settle the row, with further columns in the same UPDATE.

        Raises:
            LeaseLostError: the row is no longer ours; the caller's transaction must not commit.
        """
        moment = at or timezone.now()
        self._settle(state=LeaseState.DONE, finished_at=moment, last_error="", **changes)

    def retry_later(self, error: BaseException | str, *, at: datetime | None = None) -> None:
        """Wait, longer after each attempt; after the last one the row has failed."""
        moment = at or timezone.now()
        if self.attempts >= self.max_attempts:
            self.fail(error, at=moment)
            return
        self._settle(
            state=LeaseState.QUEUED,
            run_after=moment + timedelta(seconds=self.delay_seconds()),
            last_error=describe_error(error),
        )

    def fail(self, error: BaseException | str, *, at: datetime | None = None) -> None:
        """Give up: another attempt would end alike."""
        self._settle(
            state=LeaseState.FAILED,
            finished_at=at or timezone.now(),
            last_error=describe_error(error),
        )

    def put_off(
        self, error: BaseException | str, *, seconds: float, at: datetime | None = None
    ) -> None:
        """Wait without using up an attempt: what stands in the way is not the row's fault."""
        self._settle(
            state=LeaseState.QUEUED,
            attempts=max(self.attempts - 1, 0),
            run_after=(at or timezone.now()) + timedelta(seconds=seconds),
            last_error=describe_error(error),
        )

    def renew(self, *, lease_seconds: float, at: datetime | None = None, **changes: Any) -> None:
        """Hold the row for longer, with further columns; long work calls this now and then.

        Raises:
            LeaseLostError: the row is no longer ours; the work should end.
        """
        until = (at or timezone.now()) + timedelta(seconds=lease_seconds)
        self._update_held(leased_until=until, **changes)

    def delay_seconds(self) -> float:
        """Return how long to wait after the attempts made so far."""
        doublings = min(max(self.attempts - 1, 0), 30)
        return min(self.first_delay_seconds * 2**doublings, self.longest_delay_seconds)

    @property
    def is_held(self) -> bool:
        """Whether this instance still believes to hold the lease."""
        return self.state == LeaseState.RUNNING and self.lease_token is not None

    def _settle(self, **changes: Any) -> None:
        self._update_held(lease_token=None, leased_until=None, **changes)

    def _update_held(self, **changes: Any) -> None:
        held = type(self)._default_manager.filter(
            pk=self.pk, state=LeaseState.RUNNING, lease_token=self.lease_token
        )
        if self.lease_token is None or not held.update(**changes):
            raise LeaseLostError(f"{self._meta.label} {self.pk}")
        for name, value in changes.items():
            setattr(self, name, value)


class DrainWake(models.Model):
    """A drain that was woken and has not begun, so that a hundred rows queue one task."""

    drain = models.CharField(max_length=100, primary_key=True)
    woken_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.drain


def describe_error(error: BaseException | str) -> str:
    """Return one short text for ``last_error``."""
    if isinstance(error, str):
        return error[:LONGEST_ERROR]
    return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]


def iterate_claims(
    model: type[LeasedRow], *, lease_seconds: float, now: Any = timezone.now
) -> Iterator[Any]:
    """Yield claimed rows until none is due."""
    while row := model._default_manager.claim(at=now(), lease_seconds=lease_seconds):
        yield row
