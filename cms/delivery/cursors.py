"""Cursors: a signed position in one list, opaque to whoever holds it."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

SIGNATURE_BYTES = 12
POSITION_BYTES = 8 + 16
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Position(NamedTuple):
    """The last document a reader has seen."""

    published_at: datetime
    work: UUID


class BadCursor(ValueError):
    """The cursor is not one of ours, or belongs to another list."""


def encode(position: Position, *, scope: str) -> str:
    """Return the cursor of a position in the list that ``scope`` names."""
    microseconds = (position.published_at - EPOCH) // MICROSECOND
    content = microseconds.to_bytes(8, "big", signed=True) + position.work.bytes
    return urlsafe_b64encode(_signature(content, scope) + content).decode()


def decode(cursor: str, *, scope: str) -> Position:
    """Return the position that a cursor holds.

    Raises:
        BadCursor: it was changed, or made for another list.
    """
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii"))
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error
    signature, content = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
    if len(content) != POSITION_BYTES:
        raise BadCursor
    if not constant_time_compare(signature, _signature(content, scope)):
        raise BadCursor
    microseconds = int.from_bytes(content[:8], "big", signed=True)
    return Position(EPOCH + microseconds * MICROSECOND, UUID(bytes=content[8:]))


def _signature(content: bytes, scope: str) -> bytes:
    message = scope.encode() + b"\0" + content
    return salted_hmac("cms.delivery.cursors", message, algorithm="sha256").digest()[
        :SIGNATURE_BYTES
    ]
