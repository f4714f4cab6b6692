"""The process that calls what is due.

Several schedulers may run. A job that comes round in under a minute runs in each of them, so
it must be safe to run twice at once; a rarer one is claimed in the database for its period.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from types import FrameType

from django.db import close_old_connections
from django.utils import timezone

from cms.core.models import Heartbeat
from cms.core.processes.heartbeats import Beating
from cms.core.scheduling import ScheduledJob, registered_jobs

logger = logging.getLogger(__name__)

TICK_SECONDS = 1.0
CLAIMED_FROM_SECONDS = 60
LONGEST_BACK_OFF_SECONDS = 60.0


class Scheduler:
    """Runs the registered jobs; a failing one waits longer and longer and stops no other."""

    def __init__(
        self,
        jobs: Iterable[ScheduledJob] | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = timezone.now,
    ) -> None:
        self._jobs = list(registered_jobs() if jobs is None else jobs)
        self._monotonic = monotonic
        self._now = now
        self._due_at: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._stopped = threading.Event()

    def configure_signals(self) -> None:
        """Listen to what the supervisor and a terminal send."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)

    def run(self) -> None:
        """Tick each second until a signal says stop."""
        with Beating("scheduler"):
            while not self._stopped.is_set():
                close_old_connections()
                self.tick()
                self._stopped.wait(TICK_SECONDS)

    def tick(self) -> None:
        """Call each job that is due."""
        for job in self._jobs:
            if self._stopped.is_set():
                return
            if self._monotonic() >= self._due_at.get(job.name, 0.0):
                self._call(job)

    def _call(self, job: ScheduledJob) -> None:
        delay = min(job.every_seconds, float(CLAIMED_FROM_SECONDS))
        try:
            at = self._now()
            if self._is_ours(job, at):
                job.function(at)
            self._failures.pop(job.name, None)
        except Exception:
            # Whatever a job raises concerns that job alone.
            failures = self._failures[job.name] = self._failures.get(job.name, 0) + 1
            delay = max(delay, min(2.0**failures, LONGEST_BACK_OFF_SECONDS))
            logger.exception(
                "Scheduled job failed", extra={"event": "scheduled_job_failed", "job": job.name}
            )
        self._due_at[job.name] = self._monotonic() + delay

    def _is_ours(self, job: ScheduledJob, at: datetime) -> bool:
        if job.every_seconds < CLAIMED_FROM_SECONDS:
            return True
        every = timedelta(seconds=job.every_seconds)
        return Heartbeat.objects.take_turn(f"job:{job.name}", at=at, every=every)

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self._stopped.set()
