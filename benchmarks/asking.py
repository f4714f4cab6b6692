"""Clients of the benchmark of accounts: apps that post JSON, and readers that take the time."""

import http.client
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Self

from benchmarks.people import PASSWORD

_places = itertools.count(1)


def another_place() -> str:
    """Return a network address that has not asked for anything yet: the limits count by it."""
    number = next(_places)
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


@dataclass(frozen=True)
class Answer:
    status: int
    content: bytes
    seconds: float
    retry_after: float


class App:
    """One kept connection of a native client. The process in front tells where it comes from."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def ask(self, method: str, path: str, body: Any = None) -> Answer:
        """Send a request from another place each time."""
        headers = {"X-Client": "app", "X-Forwarded-For": another_place()}
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body)
        began = time.perf_counter()
        self._connection.request(method, path, content, headers)
        response = self._connection.getresponse()
        received = response.read()
        seconds = time.perf_counter() - began
        wait = float(response.headers.get("Retry-After", 0))
        return Answer(response.status, received, seconds, wait)

    def register(self, email: str, terms: int) -> float:
        return self._post("register", _registration(email, terms), expect=202)

    def reset(self, email: str) -> float:
        return self._post("reset", {"email": email}, expect=202)

    def sign_in(self, email: str, password: str, expect: int) -> float:
        return self._post("session", {"email": email, "password": password}, expect=expect)

    def resend(self, flow: str) -> float:
        return self._post("resend", {"flow": flow}, expect=202)

    def verify(self, flow: str) -> float:
        return self._post("verify", {"flow": flow, "code": "000000"}, expect=422)

    def register_patiently(self, email: str, terms: int) -> tuple[float, int]:
        """Come back when told to, as a good client does; return seconds in all, and how often."""
        began, refusals = time.perf_counter(), 0
        while True:
            answer = self.ask("POST", "/api/v1/account/register", _registration(email, terms))
            if answer.status == 202:
                return time.perf_counter() - began, refusals
            if answer.status != 503:
                raise RuntimeError(f"register: {answer.status} {answer.content[:400]!r}")
            refusals += 1
            time.sleep(answer.retry_after)

    def _post(self, name: str, body: Any, *, expect: int) -> float:
        """Return how many seconds the answer took."""
        answer = self.ask("POST", f"/api/v1/account/{name}", body)
        if answer.status != expect:
            raise RuntimeError(f"{name}: {answer.status} {answer.content[:400]!r}")
        return answer.seconds


def _registration(email: str, terms: int) -> dict[str, object]:
    return {"email": email, "password": PASSWORD, "terms_version": terms}


def together(
    port: int, clients: int, work: Callable[[App, Any], Any], items: Iterable[Any]
) -> list[Any]:
    """Let some clients do the work for each item, and return the results."""
    waiting: Iterator[Any] = iter(items)
    lock = threading.Lock()
    done: list[Any] = []

    def run() -> None:
        with App(port) as app:
            while True:
                with lock:
                    item = next(waiting, None)
                if item is None:
                    return
                done.append(work(app, item))

    with ThreadPoolExecutor(clients) as pool:
        for task in [pool.submit(run) for _ in range(clients)]:
            task.result()
    return done


@dataclass(eq=False)
class Reader(threading.Thread):
    """Somebody who reads: one address after the other, so many a second, whatever comes back.

    A slow answer does not slow the next question down: its lateness counts as waiting.
    """

    port: int
    paths: list[str]
    interval: float
    delay: float = 0.0
    times: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self._is_over = threading.Event()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        due = time.perf_counter() + self.delay
        for path in itertools.cycle(self.paths):
            if self._is_over.wait(max(0.0, due - time.perf_counter())):
                break
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise RuntimeError(f"{path}: {response.status}")
            self.times.append((due, time.perf_counter() - due))
            due += self.interval
        connection.close()

    def stop(self) -> None:
        self._is_over.set()
        self.join()

    def between(self, begin: float, end: float) -> list[float]:
        """Return the waiting times of what was asked in that time, in milliseconds."""
        return [waited * 1000 for due, waited in self.times if begin <= due < end]
