"""Holding a lease while a long step runs."""

import time
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cms.core.models import LeaseState
from videos.conf import video_settings
from videos.derivative_choices import Urgency
from videos.models import Derivative

RENEW_SECONDS = 1.0
# A guess from less would jump about.
LEAST_SHARE_FOR_GUESS = 0.02
# What is nearly done is finished first.
WORTH_INTERRUPTING_SECONDS = 30
SLOWEST_STORAGE_BYTES_PER_SECOND = 1024 * 1024


class StepAside(Exception):
    """More urgent work waits: this one goes back to the queue."""


class LeaseKeeper:
    """Renews the lease of running work, and writes how far it is and how long it will take."""

    def __init__(self, row: Derivative, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.row = row
        self._monotonic = monotonic
        self._began_at = monotonic()
        self._renewed_at = self._began_at

    def report(self, share: float) -> None:
        """Note the share that is done, at most once a second; called more often than that.

        Raises:
            LeaseLostError: the work was cancelled, or another worker took over.
            StepAside: an editor wants something else first.
        """
        if self._monotonic() - self._renewed_at < RENEW_SECONDS:
            return
        left = self._seconds_left(share)
        self.renew(percent=min(99, int(share * 100)), seconds_left=left)
        if self._is_others_turn(left):
            raise StepAside

    def renew(self, *, size_bytes: int = 0, **changes: Any) -> None:
        """Hold the row for longer, and long enough to store a file of that size.

        Raises:
            LeaseLostError: as above.
        """
        seconds = video_settings().LEASE_SECONDS + size_bytes / SLOWEST_STORAGE_BYTES_PER_SECOND
        self.row.renew(lease_seconds=seconds, **changes)
        self._renewed_at = self._monotonic()

    def _seconds_left(self, share: float) -> int | None:
        if share < LEAST_SHARE_FOR_GUESS:
            return None
        return round((self._monotonic() - self._began_at) * (1 - share) / share)

    def _is_others_turn(self, left: int | None) -> bool:
        if self.row.urgency == Urgency.FIRST:
            return False
        if left is not None and left < WORTH_INTERRUPTING_SECONDS:
            return False
        first = Derivative.objects.due(timezone.now()).filter(urgency=Urgency.FIRST)
        return first.exclude(state=LeaseState.RUNNING).exists()
