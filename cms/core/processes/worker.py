"""The process that runs queued tasks."""

import logging
import signal
import sys
import time
from types import FrameType

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.core.processes.heartbeats import Beating

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5


class QueueWorker(Worker):
    """The database backend's worker, made gentle to SQLite and to its running task.

    The original takes an exclusive lock each time it looks for work, and exits from within a
    signal handler when it is idle; between claiming a task and starting it that would lose it.
    """

    def __init__(self, queue: str, *, worker_id: str) -> None:
        super().__init__(
            queue_names=[queue],
            interval=POLL_SECONDS,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the running task, then end; a second signal ends at once."""
        if not self.running:
            sys.exit(1)
        self.running = False

    def configure_signals(self) -> None:
        """Listen to what the supervisor and a terminal send."""
        signal.signal(signal.SIGINT, self.shutdown)
        signal.signal(signal.SIGTERM, self.shutdown)

    def work(self) -> None:
        """Run tasks as they come until a signal says stop."""
        with Beating(f"worker:{self.queue_names[0]}"):
            while self.running:
                close_old_connections()
                if self._has_work():
                    self.run()
                else:
                    time.sleep(POLL_SECONDS)

    def _has_work(self) -> bool:
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        return ready.filter(queue_name__in=self.queue_names).exists()
