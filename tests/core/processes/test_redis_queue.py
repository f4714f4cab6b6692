"""Tasks on Redis while Redis is away. Those on a Redis that answers are in tests/distributed."""

import logging

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.tasks import task_backends
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from redis.exceptions import RedisError

from cms.core import leased
from cms.core.models import Heartbeat, OutboxMessage
from cms.core.processes import redis_queue
from cms.core.processes.heartbeats import worker_names
from cms.core.processes.redis_queue import hand_over_waiting
from cms.settings.tasks import build_rq_queues, build_tasks
from cms.website.startup.errors import StartRefusedError
from cms.website.startup.preparation import ask_redis
from tests.core.processes.queue_tasks import leave_a_trace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _silent_redis(settings: Settings) -> None:
    """Have tasks on a Redis that does not answer."""
    settings.TASKS_URL = "redis://127.0.0.1:1/0"
    settings.TASKS = build_tasks(settings.TASKS_URL)
    settings.RQ_QUEUES = build_rq_queues(settings.TASKS_URL)


class TestEnqueueing:
    def test_keeps_the_task_and_says_so(self, caplog: pytest.LogCaptureFixture) -> None:
        leave_a_trace.enqueue("trace of a patient one")

        kept = DBTaskResult.objects.get()
        assert kept.args_kwargs["args"] == ["trace of a patient one"]
        assert kept.queue_name == "default"
        assert "they wait in the database" in caplog.text

    def test_asks_a_silent_redis_once_and_not_for_each_task(
        self, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(redis_queue, "LEFT_ALONE_SECONDS", 600.0)

        for number in range(20):
            leave_a_trace.enqueue(f"trace of {number}")

        assert DBTaskResult.objects.count() == 20
        assert sum(record.levelno == logging.ERROR for record in caplog.records) == 1

    def test_goes_with_the_transaction(self) -> None:
        with transaction.atomic():
            leave_a_trace.enqueue("trace of what never was")
            transaction.set_rollback(True)

        assert not DBTaskResult.objects.exists()

    def test_leaves_the_work_where_the_sweep_finds_it(self) -> None:
        with transaction.atomic():
            row = OutboxMessage.objects.create(to="ilse@example.org", locale="en")
            leased.kick(OutboxMessage)

        assert OutboxMessage.objects.due(timezone.now()).get() == row


class TestTheScheduler:
    def test_fails_its_job_until_redis_is_back(self) -> None:
        leave_a_trace.enqueue("trace of a patient one")

        with pytest.raises(RedisError):
            hand_over_waiting(timezone.now())

        assert DBTaskResult.objects.count() == 1

    def test_does_nothing_on_the_database(self, settings: Settings) -> None:
        settings.TASKS = build_tasks("")
        leave_a_trace.enqueue("trace of another engine")

        hand_over_waiting(timezone.now())

        assert DBTaskResult.objects.count() == 1


class TestWhoAsks:
    def test_readyz_is_told_that_the_queue_does_not_answer(self, client: Client) -> None:
        for name in worker_names():
            Heartbeat.objects.beat(name, at=timezone.now())

        answer = client.get("/readyz")

        assert answer.status_code == 503
        assert answer.json()["missing"] == {"worker": "does not answer (ConnectionError)"}

    def test_a_worker_names_the_setting(self) -> None:
        with pytest.raises(CommandError, match="TASKS_URL: Redis does not answer"):
            call_command("worker", queue="media")

    def test_a_start_names_the_setting(self) -> None:
        with pytest.raises(StartRefusedError, match="TASKS_URL: Redis does not answer"):
            ask_redis()

    def test_the_backend_offers_no_results(self) -> None:
        with pytest.raises(NotImplementedError):
            task_backends["default"].get_result("any")
