"""SHA-256 of whole uploads, computed while they arrive.

Each process remembers how far it has come with the uploads it received last. The memory may be lost
at any time: then ``examining`` reads the file again, at about two and a half seconds of processor
time a gigabyte.
"""

import hashlib
import threading
from collections import OrderedDict
from typing import Any
from uuid import UUID

from videos.uploads.incoming import IncomingFile

REMEMBERED = 32
# Another process received the piece before: reading it again is cheaper than the whole at the end.
LONGEST_CATCH_UP = 64 * 1024 * 1024
READ_BYTES = 1024 * 1024


class Digests:
    """What this process knows of the uploads it received last."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, uuid: UUID, offset: int, file: IncomingFile) -> Any | None:
        """Return a copy of the digest of the first ``offset`` bytes, None when it is not known."""
        with self._lock:
            digest, position = self._known.get(uuid, (None, 0))
        if digest is None and offset <= LONGEST_CATCH_UP:
            digest = hashlib.sha256()
        if digest is None or not 0 <= offset - position <= LONGEST_CATCH_UP:
            return None
        digest = digest.copy()
        while position < offset:
            piece = file.read(min(READ_BYTES, offset - position), at=position)
            if not piece:
                return None
            digest.update(piece)
            position += len(piece)
        return digest

    def keep(self, uuid: UUID, digest: Any | None, position: int) -> None:
        """Remember the digest of the first ``position`` bytes."""
        with self._lock:
            self._known.pop(uuid, None)
            if digest is not None:
                self._known[uuid] = (digest, position)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def complete(self, uuid: UUID, size: int) -> str:
        """Return the hexadecimal digest of the whole upload, empty when it is not known."""
        with self._lock:
            digest, position = self._known.get(uuid, (None, 0))
        return digest.hexdigest() if digest is not None and position == size else ""

    def forget(self, uuid: UUID) -> None:
        """Drop what is known of an upload that has ended."""
        self.keep(uuid, None, 0)


digests = Digests()
