"""The real server, killed and cut off in the middle of pieces: nothing confirmed is ever lost."""

import contextlib
import hashlib
import random
import resource
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import User
from tests.videos.library.staff import librarian
from tests.videos.uploads.contents import video_of
from tests.videos.uploads.server import BUSY, PATIENCE_SECONDS, KillableServer, RealTus
from tests.videos.uploads.tus import checksum
from videos.models import Upload, VideoAsset
from videos.uploads import incoming
from videos.uploads.examining import drain_uploads

pytestmark = pytest.mark.django_db(transaction=True)

MEBIBYTE = 1024 * 1024
PIECE_BYTES = MEBIBYTE
SLICE = 64 * 1024


@pytest.fixture(scope="module")
def process(django_db_setup: None) -> Iterator[KillableServer]:
    server = KillableServer()
    yield server
    server.stop()


@pytest.fixture
def server(process: KillableServer) -> Iterator[KillableServer]:
    process.start()
    yield process
    with contextlib.suppress(ProcessLookupError):
        process.kill()


@pytest.fixture
def owner() -> User:
    return librarian()


@pytest.fixture
def tus(server: KillableServer, owner: User) -> RealTus:
    return RealTus(server, owner)


class Sender:
    """Sends one file in pieces, whatever happens to it."""

    def __init__(self, tus: RealTus, content: bytes, address: str = "") -> None:
        self.tus = tus
        self.content = content
        self.address = address or tus.begin(len(content))

    def offset(self) -> int:
        return self.tus.offset(self.address)

    def send_piece(self, offset: int, *, is_checked: bool = False) -> int:
        """Send one piece and return the status, having waited for its turn."""
        piece = self.content[offset : offset + PIECE_BYTES]
        headers = {"Upload_Checksum": checksum(piece)} if is_checked else {}
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with contextlib.suppress(OSError):  # an answer that comes before the body was read
                status, _headers, body = self.tus.send(
                    self.address, piece, offset=offset, **headers
                )
                if status not in BUSY:
                    assert status in (204, 409), body
                    return status
            assert time.monotonic() < until
            time.sleep(0.05)

    def finish(self) -> None:
        """Send what is missing."""
        while (offset := self.offset()) < len(self.content):
            self.send_piece(offset)

    def send_and(
        self, offset: int, sent: int, end: Callable[[], None], *, is_checked: bool
    ) -> None:
        """Begin a piece, call ``end`` after some bytes, and go away."""
        piece = self.content[offset : offset + PIECE_BYTES]
        headers = {"Upload_Checksum": checksum(piece)} if is_checked else {}
        connection = self.tus.open_piece(self.address, len(piece), offset=offset, **headers)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            for start in range(0, sent, SLICE):
                connection.send(piece[start : min(start + SLICE, sent)])
            end()


def kept_bytes(sender: Sender) -> bytes:
    return incoming.path_of(Upload.objects.get().uuid).read_bytes()


def test_killed_and_cut_uploads_end_with_the_right_hash(
    server: KillableServer, tus: RealTus, soak_size
) -> None:
    rounds = soak_size(3, 20)
    content = video_of((2 * rounds + 1) * PIECE_BYTES)
    sender = Sender(tus, content)

    for number in range(rounds):
        confirmed = sender.offset()
        is_checked, is_killed = random.random() < 0.5, number % 3 != 1
        sent = random.randint(1, min(PIECE_BYTES, len(content) - confirmed))

        def end(is_killed: bool = is_killed) -> None:
            if is_killed:
                server.kill()

        sender.send_and(confirmed, sent, end, is_checked=is_checked)
        if is_killed:
            server.start()

        offset = sender.offset()
        assert confirmed <= offset <= confirmed + sent
        assert kept_bytes(sender)[:offset] == content[:offset]
        status = sender.send_piece(offset, is_checked=is_checked)
        assert status == 204 or (status == 409 and not is_killed)

    sender.finish()
    drain_uploads()

    asset = VideoAsset.objects.get()
    assert asset.sha256 == hashlib.sha256(content).hexdigest()
    assert asset.master.open().read() == content


def test_killed_right_after_a_confirmed_piece_keeps_it(
    server: KillableServer, tus: RealTus
) -> None:
    sender = Sender(tus, video_of(3 * PIECE_BYTES))
    for is_checked in (True, False):
        offset = sender.offset()

        assert sender.send_piece(offset, is_checked=is_checked) == 204
        server.kill()
        server.start()

        assert sender.offset() == offset + PIECE_BYTES


def test_two_clients_on_one_upload_and_on_two(tus: RealTus, soak_size) -> None:
    size = soak_size(2, 24) * PIECE_BYTES
    shared, own = video_of(size), video_of(size, seed=5)
    first = Sender(tus, shared)
    senders = [first, Sender(tus, shared, first.address), Sender(tus, own)]
    together = threading.Barrier(len(senders))

    def work(sender: Sender) -> None:
        together.wait(PATIENCE_SECONDS)
        sender.finish()

    with ThreadPoolExecutor(len(senders)) as pool:
        list(pool.map(work, senders))
    drain_uploads()

    hashes = sorted(VideoAsset.objects.values_list("sha256", flat=True))
    assert hashes == sorted(hashlib.sha256(each).hexdigest() for each in (shared, own))


def test_a_full_disk_says_so_and_loses_nothing(server: KillableServer, tus: RealTus) -> None:
    """The kernel refuses to let files of the server grow, as a full disk would."""
    room = _largest_other_file() + 2 * MEBIBYTE
    content = video_of(room + MEBIBYTE)
    sender = Sender(tus, content)
    for pid in server.workers():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

    status, _headers, body = tus.send(sender.address, content, offset=0)

    assert status == 507
    assert "Nothing is lost" in body.decode()
    assert sender.offset() == room
    checked = checksum(content[room:])
    status, _headers, _body = tus.send(
        sender.address, content[room:], offset=room, Upload_Checksum=checked
    )
    assert (status, sender.offset()) == (507, room)

    for pid in server.workers():
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
    sender.finish()
    drain_uploads()

    assert VideoAsset.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_a_large_piece_never_lies_in_memory(
    server: KillableServer, tus: RealTus, soak_size
) -> None:
    size = soak_size(96, 1024) * MEBIBYTE
    address = tus.begin(size)
    before = max(_peak_memory(pid) for pid in server.workers())

    piece = tus.open_piece(address, size, offset=0)
    with contextlib.closing(piece):
        for _each in range(size // MEBIBYTE):
            piece.send(bytes(MEBIBYTE))
        assert piece.getresponse().status == 204

    after = max(_peak_memory(pid) for pid in server.workers())
    assert tus.offset(address) == size
    assert after - before < min(size // 2, 64 * MEBIBYTE)


def _largest_other_file() -> int:
    """Return the size of the database, which the server must be able to write."""
    if connection.vendor != "sqlite":
        return 0
    database = Path(connection.settings_dict["NAME"])
    return max(path.stat().st_size for path in database.parent.glob(f"{database.name}*"))


def _peak_memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024
