"""Reading a request's body with patience, but not for ever.

A WSGI server reads for as long as it takes. A sender whose network has gone says nothing, and would
hold a thread and the lock of the upload until somebody restarts the server.
"""

import queue
import threading
from collections.abc import Iterator
from typing import Protocol

BLOCK_BYTES = 64 * 1024
PATIENCE_SECONDS = 20.0
BLOCKS_AHEAD = 8
LOOK_SECONDS = 1.0


class Readable(Protocol):
    """What has a body."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""


class StalledError(Exception):
    """Nothing came for too long."""


def read_blocks(
    body: Readable, *, length: int, patience_seconds: float = PATIENCE_SECONDS
) -> Iterator[bytes]:
    """Yield the body block by block; it ends early when the connection does.

    Raises:
        StalledError: no block came within the time.
    """
    blocks: queue.Queue[bytes] = queue.Queue(BLOCKS_AHEAD)
    is_over = threading.Event()
    reader = threading.Thread(
        target=_read, args=(body, length, blocks, is_over), name="upload body", daemon=True
    )
    reader.start()
    try:
        while block := _next(blocks, patience_seconds):
            yield block
    finally:
        is_over.set()


def _next(blocks: queue.Queue[bytes], patience_seconds: float) -> bytes:
    try:
        return blocks.get(timeout=patience_seconds)
    except queue.Empty as error:
        raise StalledError from error


def _read(
    body: Readable, length: int, blocks: queue.Queue[bytes], is_over: threading.Event
) -> None:
    left = length
    while left > 0 and not is_over.is_set():
        try:
            block = body.read(min(BLOCK_BYTES, left))
        except OSError:  # the connection broke
            break
        if not block:
            break
        left -= len(block)
        _put(block, blocks, is_over)
    _put(b"", blocks, is_over)


def _put(block: bytes, blocks: queue.Queue[bytes], is_over: threading.Event) -> None:
    while not is_over.is_set():
        try:
            blocks.put(block, timeout=LOOK_SECONDS)
        except queue.Full:
            continue
        return
