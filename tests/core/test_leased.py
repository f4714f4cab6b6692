import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection, connections, transaction
from django.utils import timezone

from cms.core import leased
from cms.core.models import DrainWake, LeaseState, OutboxMessage
from cms.core.models.leased import LeaseLostError

NOW = timezone.now()
WORKER = Path(__file__).with_name("leased_worker.py")


def make_row(**fields):
    return OutboxMessage.objects.create(
        **{"to": "somebody@example.org", "locale": "en", "run_after": NOW, **fields}
    )


def claim(at=NOW, lease_seconds=60):
    return OutboxMessage.objects.claim(at=at, lease_seconds=lease_seconds)


def database_url():
    """Return the address of the test database, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{Path(values['NAME']).resolve()}"
    return (
        f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}"
        f"/{values['NAME']}"
    )


@pytest.mark.django_db
class TestClaim:
    def test_takes_a_due_row(self):
        row = make_row()

        claimed = claim()

        assert claimed.pk == row.pk
        assert claimed.state == LeaseState.RUNNING
        assert claimed.attempts == 1
        assert claimed.leased_until == NOW + timedelta(seconds=60)

    def test_takes_nothing_before_its_time(self):
        make_row(run_after=NOW + timedelta(seconds=1))

        assert claim() is None

    def test_leaves_a_row_that_somebody_holds(self):
        make_row()
        claim()

        assert claim(at=NOW + timedelta(seconds=59)) is None

    def test_takes_over_after_the_lease(self):
        make_row()
        first = claim()

        second = claim(at=NOW + timedelta(seconds=60))

        assert second.pk == first.pk
        assert second.lease_token != first.lease_token
        assert second.attempts == 2

    def test_takes_the_longest_waiting_row(self):
        make_row()
        older = make_row(run_after=NOW - timedelta(hours=1))

        assert claim().pk == older.pk

    def test_takes_the_order_that_the_model_declares(self, monkeypatch):
        monkeypatch.setattr(OutboxMessage, "claim_order", ("-to", "run_after"))
        make_row(to="a@example.org", run_after=NOW - timedelta(hours=1))
        later = make_row(to="b@example.org")

        assert claim().pk == later.pk


@pytest.mark.django_db
class TestSettling:
    def test_finish_settles_with_further_columns(self):
        make_row()
        row = claim()

        row.finish(at=NOW, sent_at=NOW)

        row.refresh_from_db()
        assert (row.state, row.finished_at, row.sent_at) == (LeaseState.DONE, NOW, NOW)
        assert row.lease_token is None

    @pytest.mark.parametrize(
        "settle",
        [
            lambda row: row.finish(),
            lambda row: row.retry_later("late"),
            lambda row: row.fail("late"),
            lambda row: row.renew(lease_seconds=60),
        ],
    )
    def test_a_zombie_changes_nothing(self, settle):
        make_row()
        zombie = claim()
        successor = claim(at=NOW + timedelta(minutes=2))

        with pytest.raises(LeaseLostError):
            settle(zombie)

        current = OutboxMessage.objects.get()
        assert current.lease_token == successor.lease_token
        assert current.state == LeaseState.RUNNING

    def test_retries_wait_longer_each_time(self):
        make_row()
        waits = []
        moment = NOW
        for _attempt in range(4):
            row = claim(at=moment)
            row.retry_later(ValueError("not yet"), at=moment)
            waits.append((row.run_after - moment).total_seconds())
            moment = row.run_after

        assert waits == [10, 20, 40, 80]
        assert OutboxMessage.objects.get().last_error == "ValueError: not yet"

    def test_the_last_attempt_fails_visibly(self):
        make_row(attempts=OutboxMessage.max_attempts - 1)

        claim().retry_later("still not", at=NOW)

        row = OutboxMessage.objects.get()
        assert (row.state, row.last_error) == (LeaseState.FAILED, "still not")

    def test_a_row_whose_last_worker_died_fails(self):
        make_row(attempts=OutboxMessage.max_attempts - 1)
        claim()
        later = NOW + timedelta(minutes=2)

        assert claim(at=later) is None
        leased.rekick_due(later)

        assert OutboxMessage.objects.get().state == LeaseState.FAILED

    def test_renewing_keeps_others_out(self):
        make_row()
        row = claim()

        row.renew(lease_seconds=60, at=NOW + timedelta(seconds=50))

        assert claim(at=NOW + timedelta(seconds=90)) is None

    def test_failed_rows_can_be_sent_round_again(self):
        make_row(state=LeaseState.FAILED, attempts=16)

        OutboxMessage.objects.all().requeue_failed(NOW)

        assert claim().attempts == 1


@pytest.mark.django_db
class TestDrain:
    def test_finishes_what_the_handler_leaves_open(self):
        make_row()
        make_row()

        assert leased.drain(OutboxMessage, lambda row: None) == 2

        assert set(OutboxMessage.objects.values_list("state", flat=True)) == {LeaseState.DONE}

    def test_keeps_an_error_to_its_row(self):
        make_row(to="bad@example.org", run_after=NOW - timedelta(hours=1))
        make_row(to="good@example.org")

        def refuse_bad(row):
            if row.to.startswith("bad"):
                raise RuntimeError("no")

        leased.drain(OutboxMessage, refuse_bad)

        assert dict(OutboxMessage.objects.values_list("to", "state")) == {
            "bad@example.org": LeaseState.QUEUED,
            "good@example.org": LeaseState.DONE,
        }

    def test_retries_when_the_transaction_with_finish_rolls_back(self):
        make_row()

        def finish_and_break(row):
            with transaction.atomic():
                row.finish()
                raise RuntimeError("broken after finish")

        leased.drain(OutboxMessage, finish_and_break)

        row = OutboxMessage.objects.get()
        assert row.state == LeaseState.QUEUED
        assert "broken after finish" in row.last_error

    def test_gives_others_a_turn(self):
        make_row()
        make_row()

        assert leased.drain(OutboxMessage, lambda row: None, turn_seconds=0) == 1


@pytest.mark.django_db
class TestWaking:
    @pytest.fixture
    def queued(self, monkeypatch):
        class CountingTask:
            count = 0

            def enqueue(self):
                self.count += 1

        task = CountingTask()
        monkeypatch.setitem(leased._drains, "core.OutboxMessage", (OutboxMessage, task))
        return task

    def test_many_kicks_queue_one_task(self, queued, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            for _number in range(100):
                leased.kick(OutboxMessage)

        assert queued.count == 1

    def test_a_kick_after_the_drain_began_queues_another(
        self, queued, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            leased.kick(OutboxMessage)
        leased.drain(OutboxMessage, lambda row: None)
        with django_capture_on_commit_callbacks(execute=True):
            leased.kick(OutboxMessage)

        assert queued.count == 2

    def test_the_scheduler_wakes_a_drain_with_due_rows_only(self, queued):
        leased.rekick_due(NOW)
        assert queued.count == 0

        make_row()
        for _tick in range(5):
            leased.rekick_due(NOW)
        assert queued.count == 1

    def test_a_lost_wake_is_repeated_after_a_while(self, queued):
        make_row()
        leased.rekick_due(NOW)

        leased.rekick_due(NOW + leased.STALE_WAKE)

        assert queued.count == 2

    def test_a_queue_that_cannot_be_reached_is_tried_again(self, queued):
        make_row()
        queued.enqueue = lambda: 1 / 0

        with pytest.raises(ZeroDivisionError):
            leased.rekick_due(NOW)

        assert not DrainWake.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestContention:
    def test_many_threads_claim_each_row_once(self, soak_size):
        total, threads = soak_size(60, 1_000), 8
        OutboxMessage.objects.bulk_create(
            OutboxMessage(to="somebody@example.org", locale="en", run_after=NOW)
            for _number in range(total)
        )
        claimed, errors = [], []

        def work():
            try:
                while row := claim():
                    claimed.append(row.pk)
            except Exception as error:  # noqa: BLE001 - shown by the assertion below
                errors.append(error)
            finally:
                connections.close_all()

        workers = [threading.Thread(target=work) for _number in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

        assert errors == []
        assert len(claimed) == total
        assert len(set(claimed)) == total


@pytest.mark.django_db(transaction=True)
class TestAKilledWorker:
    def test_the_next_worker_finishes_the_job_once(self):
        row = make_row()
        worker = subprocess.Popen(
            [sys.executable, str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"DATABASE_URL": database_url(), "DATA_DIR": str(settings.DATA_DIR)},
        )
        assert worker.stdout.readline() == "working\n"

        worker.kill()
        worker.wait()

        abandoned = OutboxMessage.objects.get()
        assert abandoned.state == LeaseState.RUNNING
        assert not Group.objects.filter(name__startswith="effect").exists()
        assert leased.drain(OutboxMessage, self.work) == 0

        after_the_lease = abandoned.leased_until
        handled = leased.drain(OutboxMessage, self.work, now=lambda: after_the_lease)

        assert handled == 1
        assert Group.objects.filter(name__startswith=f"effect of {row.pk}").count() == 1
        assert OutboxMessage.objects.get().state == LeaseState.DONE

    def test_a_worker_that_comes_back_late_leaves_no_second_effect(self):
        make_row()
        zombie = claim()
        leased.drain(OutboxMessage, self.work, now=lambda: NOW + timedelta(minutes=2))

        with pytest.raises(LeaseLostError):
            self.work(zombie)

        assert Group.objects.filter(name__startswith="effect").count() == 1

    @staticmethod
    def work(row):
        with transaction.atomic():
            Group.objects.create(name=f"effect of {row.pk} attempt {row.attempts}")
            row.finish()
