"""XMP packets in MP4 files: a ``uuid`` box after everything else, as Adobe's XMP part 3 has it.

Nothing before it moves, so the tables of the file stay right and the file still starts fast.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
COPY_CHUNK = 1024 * 1024
HEADER = 8
LONG_HEADER = 16
LONG_SIZE = 1  # a size of 64 bits follows the type


class NotBoxesError(ValueError):
    """The file is no whole sequence of boxes, or its last one has no size of its own."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the outermost level; positions are bytes from the beginning of the file."""

    kind: bytes
    start: int
    end: int
    content: int


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    size_bytes: int
    sha256: str


def write_with_packet(
    source: Path, target: Path, packet: str, *, on_share: Callable[[float], object] = lambda _: None
) -> Written:
    """Copy an MP4 file with this packet in the place of any other.

    Raises:
        NotBoxesError: the source is no MP4 file that could be extended.
    """
    digest, copied = hashlib.sha256(), 0
    with source.open("rb") as original, target.open("wb") as copy:
        end = _end_without_packet(original)
        original.seek(0)
        while chunk := original.read(min(COPY_CHUNK, end - copied)):
            digest.update(chunk)
            copied += copy.write(chunk)
            on_share(copied / end)
        box = _packet_box(packet)
        digest.update(box)
        copy.write(box)
    return Written(size_bytes=end + len(box), sha256=digest.hexdigest())


def read_packet(path: Path) -> str | None:
    """Return the packet at the end of a file, None when there is none.

    Raises:
        NotBoxesError: as above.
    """
    with path.open("rb") as file:
        latest = boxes_of(file)[-1]
        if not _is_packet(file, latest):
            return None
        file.seek(latest.content + len(XMP_BOX))
        return file.read(latest.end - file.tell()).decode()


def boxes_of(file: BinaryIO) -> list[Box]:
    """Return the outermost boxes of a file.

    Raises:
        NotBoxesError: as above.
    """
    length = file.seek(0, 2)
    boxes: list[Box] = []
    position = 0
    while position < length:
        file.seek(position)
        header = file.read(LONG_HEADER)
        size, content = int.from_bytes(header[:4]), position + HEADER
        if size == LONG_SIZE:
            size, content = int.from_bytes(header[HEADER:LONG_HEADER]), position + LONG_HEADER
        if size < content - position or position + size > length:
            raise NotBoxesError(f"A box at byte {position} has no size that fits.")
        boxes.append(Box(header[4:HEADER], position, position + size, content))
        position += size
    if not boxes:
        raise NotBoxesError("The file is empty.")
    return boxes


def _end_without_packet(file: BinaryIO) -> int:
    boxes = boxes_of(file)
    if boxes[0].kind != b"ftyp":
        raise NotBoxesError("The file does not begin as MP4 files do.")
    while _is_packet(file, boxes[-1]):
        boxes.pop()
    return boxes[-1].end


def _is_packet(file: BinaryIO, box: Box) -> bool:
    if box.kind != b"uuid":
        return False
    file.seek(box.content)
    return file.read(len(XMP_BOX)) == XMP_BOX


def _packet_box(packet: str) -> bytes:
    content = XMP_BOX + packet.encode()
    return (HEADER + len(content)).to_bytes(4) + b"uuid" + content
