"""What the log leaves out."""

import logging

from django.core.exceptions import ObjectDoesNotExist

INDEXING = ("wagtail.tasks.", "modelsearch.tasks.")


class IndexingOfTheDeleted(logging.Filter):
    """Drop the failure of an indexing task whose object was deleted before its turn came.

    Nothing is left to index, so nothing went wrong.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is kept."""
        error = record.exc_info[1] if record.exc_info else None
        is_indexing = any(str(part).startswith(INDEXING) for part in record.args or ())
        return not (is_indexing and isinstance(error, ObjectDoesNotExist))
