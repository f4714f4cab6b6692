"""The entrance of a web process to everything that changes an account.

Each such request costs a core for up to a tenth of a second, most of it for hashing, and a web
process has few threads. Without an entrance a burst of registrations would hold all of them, and
readers would wait for seconds. Here one request works at a time, some wait for their turn, and
whoever comes when all places are taken is asked to come back.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class EntranceFullError(Exception):
    """All places are taken; nothing was done."""

    retry_after_seconds = 2


class Entrance:
    """Lets one in at a time.

    Args:
        places: how many threads may be here, the one at work included.
    """

    def __init__(self, *, places: int) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._turn = threading.Lock()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place.

        Raises:
            EntranceFullError: there is none.
        """
        if not self._places.acquire(blocking=False):
            raise EntranceFullError
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until nobody else is at work; hold a place meanwhile."""
        with self._turn:
            yield


_entrances: list[Entrance] = []


def open_entrance(*, places: int) -> None:
    """Let people into this process in turn from now on."""
    _entrances[:] = [Entrance(places=places)]


def current_entrance() -> Entrance | None:
    """Return the entrance of this process, None where everybody may come at once."""
    return _entrances[0] if _entrances else None
