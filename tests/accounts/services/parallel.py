"""Calling a service from many threads at once, each with a database connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def all_at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Return what each call returned or raised, in the order of the calls."""
    outcomes: list[Any] = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def run(number: int) -> None:
        barrier.wait()
        try:
            outcomes[number] = calls[number]()
        except Exception as error:  # noqa: BLE001 - the test looks at what was raised
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def count(outcomes: list[Any], kind: type) -> int:
    """Return how many outcomes are exactly of the kind."""
    return sum(type(outcome) is kind for outcome in outcomes)
