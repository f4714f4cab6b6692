"""Real tasks through a real Redis, in one process."""

import os
import signal
from collections.abc import Iterator

import django_rq
import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from redis import Redis
from rq.defaults import RQ_KEY_PREFIX

from cms.core import leased
from cms.core.models import Heartbeat, LeaseState, OutboxMessage
from cms.core.processes.engine import build_worker
from cms.core.processes.redis_queue import RedisQueueWorker, hand_over_waiting
from cms.settings.tasks import build_rq_queues, build_tasks
from tests.core.processes.queue_tasks import leave_a_media_trace, leave_a_trace
from tests.distributed.queue_tasks import be_told_to_stop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_redis(settings: Settings, shared_redis: str) -> None:
    use(settings, shared_redis)


@pytest.fixture
def _signals() -> Iterator[None]:
    """Put back what listens to signals after a worker listened."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def use(settings: Settings, address: str) -> None:
    settings.TASKS_URL = address
    settings.TASKS = build_tasks(address)
    settings.RQ_QUEUES = build_rq_queues(address)


def work(queue: str = "default") -> None:
    """Run what is queued, and end."""
    RedisQueueWorker(queue).work(burst=True)


def trace_names() -> set[str]:
    return set(Group.objects.filter(name__startswith="trace").values_list("name", flat=True))


class TestTheWorker:
    def test_runs_what_is_queued_and_leaves_the_other_queue_alone(self) -> None:
        leave_a_trace.enqueue("trace of a mail")
        leave_a_media_trace.enqueue("trace of a film")

        work()

        assert trace_names() == {"trace of a mail"}
        assert not DBTaskResult.objects.exists()
        work("media")
        assert trace_names() == {"trace of a mail", "trace of a film"}

    def test_finds_what_was_enqueued_in_a_transaction_only_when_it_is_committed(self) -> None:
        with transaction.atomic():
            leave_a_trace.enqueue("trace of a long transaction")
            assert django_rq.get_queue("default").count == 0

        work()

        assert trace_names() == {"trace of a long transaction"}

    def test_outlives_a_task_that_fails(self) -> None:
        leave_a_trace.enqueue("trace of the same name")
        leave_a_trace.enqueue("trace of the same name")
        leave_a_trace.enqueue("trace of the next")

        work()

        assert trace_names() == {"trace of the same name", "trace of the next"}

    @pytest.mark.usefixtures("_signals")
    def test_finishes_the_running_task_when_told_to_stop(self) -> None:
        be_told_to_stop.enqueue(os.getpid(), "trace of the running")
        leave_a_trace.enqueue("trace of the next")
        worker = build_worker("default")
        worker.configure_signals()

        worker.work()

        assert trace_names() == {"trace of the running"}
        work()
        assert trace_names() == {"trace of the running", "trace of the next"}

    def test_is_what_readyz_asks_for(self, client: Client) -> None:
        work()
        work("media")

        assert set(Heartbeat.objects.values_list("name", flat=True)) >= {
            "worker:default",
            "worker:media",
        }
        assert client.get("/readyz").status_code == 200


class TestRedisThatWasAway:
    def test_is_given_what_waited(self, settings: Settings, shared_redis: str) -> None:
        use(settings, "redis://127.0.0.1:1/0")
        leave_a_trace.enqueue("trace of a patient one")
        use(settings, shared_redis)

        hand_over_waiting(timezone.now())

        work()
        assert trace_names() == {"trace of a patient one"}

    def test_that_forgot_everything_is_given_the_work_that_is_due(self, shared_redis: str) -> None:
        row = OutboxMessage.objects.create(to="ilse@example.org", locale="en")
        leased.wake(OutboxMessage)
        forget_everything(shared_redis)

        leased.rekick_due(timezone.now() + leased.STALE_WAKE)

        work()
        row.refresh_from_db()
        assert row.attempts == 1
        assert row.state != LeaseState.RUNNING


def forget_everything(address: str) -> None:
    client = Redis.from_url(address)
    client.delete(*client.scan_iter(match=f"{RQ_KEY_PREFIX}:*", count=1000))
