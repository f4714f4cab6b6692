"""What the scheduler does again and again.

Apps register from ``AppConfig.ready()``; the scheduler process calls each function
with the current instant, about every so many seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ScheduledJob:
    """A function and how often it is due."""

    name: str
    every_seconds: float
    function: Callable[[datetime], object]


_jobs: dict[str, ScheduledJob] = {}


def register(name: str, every_seconds: float, function: Callable[[datetime], object]) -> None:
    """Have the scheduler call the function; a second registration replaces the first."""
    _jobs[name] = ScheduledJob(name, every_seconds, function)


def registered_jobs() -> list[ScheduledJob]:
    """Return the jobs in the order of registration."""
    return list(_jobs.values())
