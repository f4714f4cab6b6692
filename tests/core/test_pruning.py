from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.core.pruning import prune_sessions, prune_task_results

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def task_result(**times: datetime) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.SUCCESSFUL if "finished_at" in times else TaskResultStatus.RUNNING,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="nowhere",
        backend_name="default",
        run_after=NOON,
        **times,
    )


class TestPruneTaskResults:
    def test_keeps_a_week(self) -> None:
        kept = task_result(finished_at=NOON - 6 * DAY)
        task_result(finished_at=NOON - 8 * DAY)

        assert prune_task_results(NOON) == 1
        assert DBTaskResult.objects.get() == kept

    def test_deletes_what_a_killed_worker_left(self) -> None:
        running = task_result(started_at=NOON - DAY)
        task_result(started_at=NOON - 8 * DAY)
        waiting = task_result()

        prune_task_results(NOON)

        assert set(DBTaskResult.objects.all()) == {running, waiting}


class TestPruneSessions:
    def test_deletes_those_that_ran_out(self) -> None:
        for key, expires in (("old", NOON - DAY), ("current", NOON + DAY)):
            Session.objects.create(session_key=key, session_data="", expire_date=expires)

        assert prune_sessions(NOON) == 1
        assert Session.objects.get().session_key == "current"
