"""A thread that records that this process is alive, also while it is busy."""

import logging
import threading
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from cms.core.models import Heartbeat

logger = logging.getLogger(__name__)

BEAT_SECONDS = 5.0


MEDIA_WORKER = "worker:media"


def worker_names() -> list[str]:
    """Return the heartbeat names of the workers that this newsroom cannot serve without."""
    queues = settings.TASKS["default"].get("QUEUES", ["default"])
    names = [f"worker:{queue}" for queue in queues]
    return [name for name in names if settings.MEDIA_WORKERS or name != MEDIA_WORKER]


class Beating:
    """Record a heartbeat every few seconds for as long as the ``with`` block lasts."""

    def __init__(self, name: str, *, every_seconds: float = BEAT_SECONDS) -> None:
        self.name = name
        self.every_seconds = every_seconds
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"heartbeat {name}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self._thread.join(timeout=self.every_seconds)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                Heartbeat.objects.beat(self.name, at=timezone.now())
            except DatabaseError:
                # The next beat tries again; /readyz shows when none gets through.
                logger.warning("Heartbeat missed", exc_info=True, extra={"event": "beat_missed"})
                connection.close()
            self._stopped.wait(self.every_seconds)
        connection.close()
