"""Which engine runs the tasks: the database, or Redis where TASKS_URL is set."""

import secrets
from typing import Protocol

from django.conf import settings
from django.tasks import task_backends


class TaskWorker(Protocol):
    """A process that runs the tasks of one queue, whatever the engine."""

    def configure_signals(self) -> None:
        """Finish the running task at a signal to stop; end at once at a second one."""

    def work(self) -> object:
        """Run tasks as they come until a signal says stop."""


def build_worker(queue: str) -> TaskWorker:
    """Return a worker of the engine that the settings choose.

    Raises:
        redis.exceptions.RedisError: the engine is on Redis, and that does not answer.
    """
    if settings.TASKS_URL:
        from cms.core.processes.redis_queue import (  # noqa: PLC0415 - only this engine needs RQ
            RedisQueueWorker,
        )

        return RedisQueueWorker(queue)
    from cms.core.processes.worker import QueueWorker  # noqa: PLC0415 - as above

    return QueueWorker(queue, worker_id=secrets.token_hex(8))


def ping_task_queue() -> None:
    """Ask the queue for an answer, where it is a service of its own.

    Raises:
        redis.exceptions.RedisError: there is none.
    """
    ping = getattr(task_backends["default"], "ping", None)
    if ping is not None:
        ping()
