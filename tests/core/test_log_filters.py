import logging

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist

from cms.core.log_filters import IndexingOfTheDeleted


def failure(path: str, error: Exception) -> logging.LogRecord:
    return logging.LogRecord(
        "django.tasks",
        logging.ERROR,
        __file__,
        1,
        "Task id=%s path=%s state=%s",
        ("1", path, "FAILED"),
        (type(error), error, None),
    )


class TestIndexingOfTheDeleted:
    def test_drops_indexing_of_what_is_gone(self) -> None:
        record = failure("wagtail.tasks.update_reference_index_task", Group.DoesNotExist())

        assert not IndexingOfTheDeleted().filter(record)

    @pytest.mark.parametrize(
        ("path", "error"),
        [
            ("wagtail.tasks.update_reference_index_task", ValueError()),
            ("cms.core.mail.tasks.send_outbox", ObjectDoesNotExist()),
        ],
    )
    def test_keeps_every_other_failure(self, path: str, error: Exception) -> None:
        assert IndexingOfTheDeleted().filter(failure(path, error))
