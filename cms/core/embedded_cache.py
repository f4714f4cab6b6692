"""The cache of an installation without Redis: Django's, in a database, that reports lost writes.

Django's swallows every error of the database in writing, because two processes may write one
entry. On SQLite, where writers take turns, such an error means that the disk is full or the file is
broken; limits on attempts would then count nothing, and nobody would know.
"""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache

logger = logging.getLogger(__name__)


class EmbeddedCache(DatabaseCache):
    """Says in the log when an entry could not be written."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        write = super()._base_set  # type: ignore[misc] # the stubs leave it out
        is_written = bool(write(mode, key, value, timeout))
        # Adding an entry that is there, or touching one that is not, fails in the ordinary way.
        if mode == "set" and not is_written:
            logger.error("A cache entry was not written", extra={"event": "cache_write_lost"})
        return is_written
