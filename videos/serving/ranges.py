"""Which part of a file a request asks for (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

SINGLE_RANGE = re.compile(r"bytes=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.IGNORECASE)


class RangeRefused(Exception):
    """No byte of the file lies in the range that was asked for."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a file: where it begins and how long it is."""

    start: int
    length: int

    def content_range(self, size: int) -> str:
        """Return the value of Content-Range."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


def requested_span(range_header: str, if_range: str, *, size: int, etag: str) -> Span | None:
    """Return the part that is asked for, None for the whole file.

    Several ranges, a malformed header and an outdated ``If-Range`` mean the whole file. ``etag``
    is strong and quoted.

    Raises:
        RangeRefused: the range lies outside the file.
    """
    if not range_header or (if_range and if_range.strip() != etag):
        return None
    match = SINGLE_RANGE.fullmatch(range_header.strip())
    if match is None:
        return None
    first, last = match.groups()
    if not first and not last:
        return None
    start, end = _bounds(first, last, size)
    if start >= size or end < start:
        raise RangeRefused
    return Span(start=start, length=min(end, size - 1) - start + 1)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and the last position, either of which may lie behind the end."""
    if not first:
        suffix = int(last)
        return (max(0, size - suffix), size - 1) if suffix else (size, size)
    return int(first), int(last) if last else max(size - 1, int(first))


def is_unchanged(if_none_match: str, etag: str) -> bool:
    """Return whether the reader already has this version."""
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in known or "*" in known
