"""Cursors: a signed position in one list, opaque to whoever holds it."""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare

SIGNATURE_BYTES = 12
SHAPE = re.compile(r"[A-Za-z0-9_-]{48}")
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
    if not SHAPE.fullmatch(cursor):
        raise BadCursor
    raw = urlsafe_b64decode(cursor)
    signature, content = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
    if not constant_time_compare(signature, _signature(content, scope)):
        raise BadCursor
    microseconds = int.from_bytes(content[:8], "big", signed=True)
    return Position(EPOCH + microseconds * MICROSECOND, UUID(bytes=content[8:]))


def _signature(content: bytes, scope: str) -> bytes:
    message = scope.encode() + b"\0" + content
    return hmac.digest(_key(settings.SECRET_KEY), message, "sha256")[:SIGNATURE_BYTES]


@lru_cache(maxsize=2)
def _key(secret: str) -> bytes:
    return sha256(b"cms.delivery.cursors\0" + secret.encode()).digest()
