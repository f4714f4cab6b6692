"""Hashing in a web process: in a thread of its own that steps back behind the work for readers."""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

NICEST = 19  # of the system
NICENESS = 5  # about a third of the processor time of an ordinary thread, when it is short

_threads: list[ThreadPoolExecutor] = []


def step_back() -> None:
    """Hash in such a thread from now on. Commands and workers hash where they are."""
    _threads[:] = [ThreadPoolExecutor(1, "hashing", initializer=_take_less_time)]


def behind_readers[T](work: Callable[[], T]) -> T:
    """Do the work, behind readers if this process has any, and return what it returns."""
    return _threads[0].submit(work).result() if _threads else work()


def _take_less_time() -> None:
    # Elsewhere the number of a thread may be that of another process.
    if sys.platform == "linux":
        number = threading.get_native_id()
        # A newsroom that was started with "nice" must not try to win back what it gave away.
        present = os.getpriority(os.PRIO_PROCESS, number)
        os.setpriority(os.PRIO_PROCESS, number, min(present + NICENESS, NICEST))
