"""A small HTTP load client: a few kept connections, one request after the other on each."""

import itertools
import re
import selectors
import socket
import time
from collections.abc import Sequence

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")


class Connection:
    """One connection, and what it has received of the current answer."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def send(self, request: bytes) -> None:
        self.received = b""
        self.socket.sendall(request)

    def receive(self) -> int | None:
        """Return the status once the answer is complete."""
        content = self.socket.recv(1 << 18)
        if not content:
            raise ConnectionError("The server closed the connection.")
        self.received += content
        head, mark, body = self.received.partition(b"\r\n\r\n")
        if not mark:
            return None
        status = int(STATUS.match(head)[1])
        length = LENGTH.search(head)
        expected = 0 if status == 304 or length is None else int(length[1])
        return status if len(body) >= expected else None


def request_bytes(path: str, headers: dict[str, str] | None = None) -> bytes:
    """Return a GET request."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def measure(
    port: int, requests: Sequence[bytes], *, seconds: float, expect: int, connections: int = 8
) -> tuple[int, float]:
    """Return how many requests were answered with the expected status, and the seconds it took."""
    upcoming = itertools.cycle(requests)
    selector = selectors.DefaultSelector()
    open_connections = [Connection("127.0.0.1", port) for _ in range(connections)]
    for connection in open_connections:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(next(upcoming))
    answered, waiting = 0, connections
    begin = time.perf_counter()
    # What was asked is waited for, so that a slow case leaves no work to the next one.
    while waiting:
        for key, _events in selector.select(timeout=1):
            status = key.data.receive()
            if status is None:
                continue
            if status != expect:
                raise RuntimeError(f"Expected {expect}, got {status}: {key.data.received[:400]!r}")
            answered += 1
            if time.perf_counter() - begin < seconds:
                key.data.send(next(upcoming))
            else:
                waiting -= 1
    elapsed = time.perf_counter() - begin
    for connection in open_connections:
        connection.socket.close()
    selector.close()
    return answered, elapsed
