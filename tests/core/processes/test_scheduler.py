import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from cms.core.processes.scheduler import Scheduler
from cms.core.scheduling import ScheduledJob

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Clock:
    """A clock that goes on only when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def scheduler_of(clock: Clock, *jobs: ScheduledJob) -> Scheduler:
    return Scheduler(jobs, monotonic=clock.monotonic, now=clock.now)


class TestTick:
    def test_calls_each_job_with_the_instant(self, clock: Clock) -> None:
        seen: list[datetime] = []

        scheduler_of(clock, ScheduledJob("look", 1, seen.append)).tick()

        assert seen == [clock.now()]

    def test_calls_a_job_no_earlier_than_it_is_due(self, clock: Clock) -> None:
        seen: list[datetime] = []
        scheduler = scheduler_of(clock, ScheduledJob("look", 5, seen.append))

        for _second in range(11):
            scheduler.tick()
            clock.seconds += 1

        assert len(seen) == 3

    def test_a_failing_job_stops_no_other(
        self, clock: Clock, caplog: pytest.LogCaptureFixture
    ) -> None:
        seen: list[datetime] = []
        scheduler = scheduler_of(
            clock, ScheduledJob("broken", 1, _fail), ScheduledJob("look", 1, seen.append)
        )

        for _second in range(5):
            scheduler.tick()
            clock.seconds += 1

        assert len(seen) == 5
        assert "Scheduled job failed" in caplog.text

    def test_a_failing_job_is_tried_again_after_growing_pauses(self, clock: Clock) -> None:
        calls: list[float] = []

        def fail(at: datetime) -> None:
            calls.append(clock.seconds)
            raise ValueError

        scheduler = scheduler_of(clock, ScheduledJob("broken", 1, fail))
        for _second in range(300):
            scheduler.tick()
            clock.seconds += 1

        pauses = [later - earlier for earlier, later in itertools.pairwise(calls)]
        assert pauses[:5] == [2, 4, 8, 16, 32]
        assert max(pauses) == 60


class TestRareJobs:
    @pytest.mark.django_db
    def test_two_schedulers_run_a_daily_job_once(self, clock: Clock) -> None:
        seen: list[datetime] = []
        job = ScheduledJob("prune", 86_400, seen.append)
        schedulers = [scheduler_of(clock, job), scheduler_of(clock, job)]

        for _minute in range(24 * 60 + 30):
            for scheduler in schedulers:
                scheduler.tick()
            clock.seconds += 60

        assert len(seen) == 2

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.must_hold
    def test_schedulers_at_the_same_instant_run_it_once(
        self, clock: Clock, soak_size: Callable[[int, int], int]
    ) -> None:
        seen: list[datetime] = []
        for day in range(soak_size(5, 200)):
            clock.seconds = 86_400.0 * day
            _tick_at_once(clock, ScheduledJob("prune", 86_400, seen.append))

        assert len(seen) == soak_size(5, 200)


def _tick_at_once(clock: Clock, job: ScheduledJob, *, count: int = 4) -> None:
    barrier = threading.Barrier(count)

    def tick() -> None:
        barrier.wait()
        scheduler_of(clock, job).tick()
        connection.close()

    threads = [threading.Thread(target=tick) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _fail(at: datetime) -> None:
    raise ValueError
