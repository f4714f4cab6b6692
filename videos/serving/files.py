"""A file as the process serves it: from a disk, made for the moment, or lying elsewhere."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class ServedFile:
    """A file that may be read. Nothing here comes from the address that was asked for.

    Small texts that are made when they are asked for have ``content`` and no path. A file in a
    remote store has an ``address``, which opens it for some minutes, and its size.
    """

    path: Path | None = None
    content: bytes = b""
    address: str = ""
    size_bytes: int = 0
    content_type: str
    etag: str
    disposition: str
    is_public: bool


class OpenFile:
    """An open file of a disk, or a text of the memory. It must be closed."""

    def __init__(self, found: ServedFile) -> None:
        """Open what was found.

        Raises:
            OSError: the file is not there.
        """
        self.content = found.content
        self.descriptor = None if found.path is None else os.open(found.path, os.O_RDONLY)

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        if self.descriptor is None:
            return len(self.content)
        return os.fstat(self.descriptor).st_size

    def read(self, length: int, position: int) -> bytes:
        """Return at most so many bytes from a position on."""
        if self.descriptor is None:
            return self.content[position : position + length]
        return os.pread(self.descriptor, length, position)

    def close(self) -> None:
        """Let go of the file."""
        if self.descriptor is not None:
            os.close(self.descriptor)
