"""Seeing that the end of a file is missing, from its bytes alone.

An interrupted copy opens without any error in most containers. Each kind promises its length in
another way: ISO files (MP4, MOV) and AVI by the sizes of their boxes, Matroska by that of its
segment, MXF by the place of its footer. Transport and program streams promise nothing: there a cut
cannot be seen.

Sources: ISO/IEC 14496-12 (boxes), SMPTE ST 377-1 (partition pack), RFC 8794 and RFC 9559 (EBML,
Matroska), Microsoft's RIFF.
"""

from pathlib import Path
from typing import BinaryIO

ISO_BOXES = frozenset(
    {b"ftyp", b"moov", b"mdat", b"moof", b"free", b"skip", b"wide", b"uuid", b"mfra", b"sidx",
     b"ssix", b"styp", b"meta", b"udta", b"emsg", b"pnot", b"prft", b"pdin"}
)  # fmt: skip
MOST_BOXES = 1_000_000
SIZE_FOLLOWS = 1
UNTIL_THE_END = 0
EBML = bytes.fromhex("1a45dfa3")
SEGMENT = bytes.fromhex("18538067")
PARTITION = bytes.fromhex("060e2b34020501010d01020101")
HEADER_BYTES = 4096
# MXF may begin with up to 64 KiB of run-in.
RUN_IN_BYTES = 64 * 1024 + HEADER_BYTES
FOOTER_OFFSET = 24


def is_cut(path: Path) -> bool:
    """Whether the file is shorter than it says. False also when it says nothing."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEADER_BYTES)
        if head[4:8] in ISO_BOXES:
            return _iso_end(file, size) > size
        if _is_avi(head):
            return int.from_bytes(head[4:8], "little") + 8 > size
        if head[:4] == EBML:
            return _matroska_end(head) > size
        file.seek(0)
        return _mxf_footer(file.read(RUN_IN_BYTES)) >= size > 0


def has_known_signature(path: Path) -> bool:
    """Whether the file begins as one of the containers does that have a signature."""
    with path.open("rb") as file:
        head = file.read(len(PARTITION))
    is_iso = head[4:8] in ISO_BOXES
    return is_iso or _is_avi(head) or head[:4] == EBML or head == PARTITION


def _is_avi(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"AVI "


def _iso_end(file: BinaryIO, size: int) -> int:
    """Return where the last of the known boxes says that it ends."""
    position = 0
    for _ in range(MOST_BOXES):
        file.seek(position)
        header = file.read(16)
        if header[4:8] not in ISO_BOXES:
            break  # whatever some recorders leave behind the last box
        length = int.from_bytes(header[:4], "big")
        if length == UNTIL_THE_END:
            return size
        if length == SIZE_FOLLOWS:
            length = int.from_bytes(header[8:16], "big")
        if length < len(header) // 2:
            break
        position += length
        if position >= size:
            break
    return position


def _matroska_end(head: bytes) -> int:
    """Return where the segment says that it ends, 0 when it does not."""
    header_size, width = _vint(head, len(EBML))
    at = len(EBML) + width + header_size
    if head[at : at + len(SEGMENT)] != SEGMENT:
        return 0
    at += len(SEGMENT)
    length, width = _vint(head, at)
    is_unknown = not width or length == (1 << 7 * width) - 1  # a live recording
    return 0 if is_unknown else at + width + length


def _vint(data: bytes, at: int) -> tuple[int, int]:
    """Return an EBML number of variable length and how many bytes it takes."""
    first = data[at] if at < len(data) else 0
    if not first:
        return 0, 0
    width = 9 - first.bit_length()
    number = int.from_bytes(data[at : at + width], "big")
    return number & ((1 << 7 * width) - 1), width


def _mxf_footer(head: bytes) -> int:
    """Return the place of the footer that the header names, -1 when it names none."""
    start = head.find(PARTITION)
    if start < 0:
        return -1
    at = start + 16
    at += 1 + (head[at] & 0x7F if at < len(head) and head[at] & 0x80 else 0)
    footer = int.from_bytes(head[at + FOOTER_OFFSET : at + FOOTER_OFFSET + 8], "big")
    return start + footer if footer else -1
