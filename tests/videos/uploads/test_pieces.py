"""Reading bodies that stop, break off, or are not wanted any more."""

import threading
from io import BytesIO

import pytest

from videos.uploads.pieces import BLOCK_BYTES, StalledError, read_blocks


class Silent:
    """Says something, and then nothing more until it is released."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.said = [b"one", b"two"]

    def read(self, size: int) -> bytes:
        if self.said:
            return self.said.pop(0)
        self.released.wait()
        return b""


class Broken:
    def read(self, size: int) -> bytes:
        raise OSError("connection reset")


def test_reads_all_of_it() -> None:
    body = bytes(range(256)) * 2000

    assert b"".join(read_blocks(BytesIO(body), length=len(body))) == body


def test_reads_no_further_than_the_length() -> None:
    assert b"".join(read_blocks(BytesIO(b"12345next request"), length=5)) == b"12345"


def test_gives_up_on_a_sender_that_falls_silent_and_keeps_what_it_said() -> None:
    body, heard = Silent(), []

    with pytest.raises(StalledError):
        heard.extend(read_blocks(body, length=99, patience_seconds=2))

    body.released.set()
    assert heard == [b"one", b"two"]


def test_ends_with_the_connection() -> None:
    assert list(read_blocks(Broken(), length=99)) == []


def test_leaves_no_thread_behind_when_nobody_reads_on() -> None:
    blocks = read_blocks(BytesIO(bytes(40 * BLOCK_BYTES)), length=40 * BLOCK_BYTES)
    next(blocks)
    (reader,) = (thread for thread in threading.enumerate() if thread.name == "upload body")

    blocks.close()

    reader.join(60)
    assert not reader.is_alive()
