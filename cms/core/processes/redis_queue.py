"""Tasks on Redis, run by RQ, for workers on any number of machines.

A task is first a row in the transaction of whoever enqueues it, and goes to Redis when that
commits. So no worker looks for what is not there yet, a rollback takes its tasks along, and
while Redis does not answer the tasks wait in the database.
"""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from typing import Any
from uuid import UUID

import django_rq
from django.conf import settings
from django.db import close_old_connections, transaction
from django.tasks import task_backends
from django.utils.json import normalize_json
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_rq.backend import Job, RQBackend, failed_callback, success_callback
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq.executions import Execution
from rq.job import Callback
from rq.job import Job as BaseJob
from rq.queue import Queue
from rq.timeouts import TimerDeathPenalty
from rq.worker import SimpleWorker
from rq.worker.base import WorkerStatus

from cms.core.processes.heartbeats import Beating

logger = logging.getLogger(__name__)

# A request waits for Redis no longer than this, and then leaves it in peace for a while.
ANSWER_SECONDS = 2.0
LEFT_ALONE_SECONDS = 5.0
HANDED_OVER_AT_ONCE = 500
NO_TIMEOUT = -1  # media work may take hours; leases and limits of their own guard it
RESULT_SECONDS = 300
FAILURE_SECONDS = 7 * 86_400
# How long a worker listens before it looks whether the connection still lives.
LISTEN_SECONDS = 60
JOB_SIGN_SECONDS = 30


class RedisBackend(RQBackend):
    """RQ's backend, whose tasks pass through the database."""

    supports_defer = False  # it would need RQ's scheduler; put-off work is a leased row
    supports_get_result = False  # nobody reads results: what was done stands in rows
    get_result = BaseTaskBackend.get_result

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self._left_alone_until = 0.0

    def enqueue(
        self, task: Task[Any, Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> TaskResult[Any]:
        """Keep the task, and hand it over when the transaction commits. Redis may be away."""
        self.validate_task(task)
        row = DBTaskResult.objects.create(
            args_kwargs=normalize_json({"args": args, "kwargs": kwargs}),
            task_path=task.module_path,
            queue_name=task.queue_name,
            backend_name=self.alias,
            run_after=None,  # type: ignore[misc] # it is stored as the end of all days
        )
        transaction.on_commit(partial(self._try_to_hand_over, row.pk), robust=True)
        return TaskResult(
            task=task,
            id=str(row.pk),
            status=TaskResultStatus.READY,
            enqueued_at=row.enqueued_at,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

    def hand_over_waiting(self) -> int:
        """Give Redis the tasks that wait in the database; return how many.

        Raises:
            RedisError: Redis does not answer.
        """
        waiting = DBTaskResult.objects.ready().filter(backend_name=self.alias)
        keys = waiting.order_by("enqueued_at").values_list("pk", flat=True)[:HANDED_OVER_AT_ONCE]
        return sum(self._hand_over(key) for key in list(keys))

    def ping(self) -> None:
        """Ask Redis for an answer.

        Raises:
            RedisError: there is none.
        """
        self.connection.ping()

    @cached_property
    def connection(self) -> Redis:
        """Return a connection that gives up soon, for those who have no time."""
        return Redis.from_url(
            settings.TASKS_URL,
            socket_timeout=ANSWER_SECONDS,
            socket_connect_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )

    def _try_to_hand_over(self, key: UUID) -> None:
        if time.monotonic() < self._left_alone_until:
            return
        try:
            self._hand_over(key)
        except RedisError:
            self._left_alone_until = time.monotonic() + LEFT_ALONE_SECONDS
            logger.exception(
                "Redis takes no tasks; they wait in the database",
                extra={"event": "tasks_wait"},
            )

    @transaction.atomic
    def _hand_over(self, key: UUID) -> bool:
        """Move one task. Whoever deletes the row hands over; a failure brings the row back."""
        row = DBTaskResult.objects.filter(pk=key).first()
        if row is None or not DBTaskResult.objects.filter(pk=key).delete()[0]:
            return False
        queue = django_rq.get_queue(row.queue_name, job_class=Job, connection=self.connection)
        job = queue.create_job(
            row.task_path,
            args=row.args_kwargs["args"],
            kwargs=row.args_kwargs["kwargs"],
            job_id=str(row.pk),
            timeout=NO_TIMEOUT,
            result_ttl=RESULT_SECONDS,
            failure_ttl=FAILURE_SECONDS,
            on_success=Callback(success_callback),
            on_failure=Callback(failed_callback),
            meta={"backend_name": self.alias},
        )
        queue.enqueue_job(job)
        return True


class RedisQueueWorker(SimpleWorker):
    """RQ's worker, without a fork: media work runs in a child of its own anyway."""

    # Signals work in the main thread only, and the reloading worker is in another one.
    death_penalty_class = TimerDeathPenalty

    def __init__(self, queue: str) -> None:
        connection = Redis.from_url(settings.TASKS_URL)
        self._beating = Beating(f"worker:{queue}")
        super().__init__(
            [django_rq.get_queue(queue, job_class=Job, connection=connection)],
            connection=connection,
            job_class=Job,
            serializer=settings.RQ_QUEUES[queue]["SERIALIZER"],
            worker_ttl=LISTEN_SECONDS,
            maintenance_interval=LISTEN_SECONDS,
            job_monitoring_interval=JOB_SIGN_SECONDS,
        )

    def configure_signals(self) -> None:
        """Finish the running task at the first signal; a second one ends at once."""
        super()._install_signal_handlers()

    def work(self, *args: Any, **options: Any) -> bool:
        """Run tasks as they come until a signal says stop."""
        with self._beating:
            return super().work(*args, **{"logging_level": "WARNING"} | options)

    def execute_job(self, job: BaseJob, queue: Queue) -> None:
        """Run one task, and tell Redis all the while that it goes on."""
        close_old_connections()
        execution = self.prepare_execution(job)
        is_done = threading.Event()
        sign = threading.Thread(target=self._give_signs, args=(job, execution, is_done))
        sign.start()
        try:
            self.perform_job(job, queue, execution)
        finally:
            is_done.set()
            sign.join()
        self.set_state(WorkerStatus.IDLE)

    def _install_signal_handlers(self) -> None:
        """Leave it to ``configure_signals``."""

    def _give_signs(self, job: BaseJob, execution: Execution, is_done: threading.Event) -> None:
        while not is_done.wait(JOB_SIGN_SECONDS):
            with suppress(RedisError):
                self.maintain_heartbeats(job, execution)


def hand_over_waiting(at: datetime) -> None:
    """Give Redis what it could not take when it was enqueued. The scheduler calls it."""
    backend = task_backends["default"]
    if isinstance(backend, RedisBackend):
        backend.hand_over_waiting()
