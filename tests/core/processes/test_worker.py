from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cms.core.models import Heartbeat
from cms.core.processes.worker import QueueWorker
from tests.core.processes import queue_tasks
from tests.core.processes.queue_tasks import (
    leave_a_media_trace,
    leave_a_trace,
    stop_and_leave_a_trace,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(queued_tasks: None) -> Iterator[QueueWorker]:
    queue_tasks.workers.append(QueueWorker("default", worker_id="of-the-test"))
    yield queue_tasks.workers[-1]
    queue_tasks.workers.clear()


def trace_names() -> set[str]:
    return set(Group.objects.filter(name__startswith="trace").values_list("name", flat=True))


class TestQueueWorker:
    def test_runs_what_is_queued(self, worker: QueueWorker) -> None:
        leave_a_trace.enqueue("trace of the first")
        stop_and_leave_a_trace.enqueue("trace of the last")

        worker.work()

        assert trace_names() == {"trace of the first", "trace of the last"}

    def test_finishes_the_running_task_when_told_to_stop(self, worker: QueueWorker) -> None:
        result = stop_and_leave_a_trace.enqueue("trace of the running")
        leave_a_trace.enqueue("trace of the next")

        worker.work()

        assert trace_names() == {"trace of the running"}
        assert DBTaskResult.objects.get(pk=result.id).status == TaskResultStatus.SUCCESSFUL

    def test_leaves_the_other_queue_alone(self, worker: QueueWorker) -> None:
        leave_a_media_trace.enqueue("trace of a film")
        stop_and_leave_a_trace.enqueue("trace of a mail")

        worker.work()

        assert trace_names() == {"trace of a mail"}

    def test_ends_at_once_at_the_second_signal(self, worker: QueueWorker) -> None:
        worker.shutdown(15, None)

        with pytest.raises(SystemExit):
            worker.shutdown(15, None)

    def test_shows_that_it_is_alive(self, worker: QueueWorker) -> None:
        stop_and_leave_a_trace.enqueue("trace of any")

        worker.work()

        assert Heartbeat.objects.filter(name="worker:default").exists()
