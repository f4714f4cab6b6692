"""Publishing at once, and dying in the middle of it."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

from cms.delivery.models import Audience, Change
from cms.delivery.rebuilding import check
from news.models import ArticlePage
from tests.delivery.reading import body_of, card_of, counter, sequence

PUBLISHER = Path(__file__).with_name("publisher.py")
pytestmark = pytest.mark.must_hold


def database_url() -> str:
    """Return the address of the database that this test uses, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{values['NAME']}"
    user, host, port = values["USER"], values["HOST"], values["PORT"]
    return f"postgres://{user}@{host}:{port or 5432}/{values['NAME']}"


# Run at once, the editor's indexing tasks would sit in the publishing transactions and lock each
# other out; a running newsroom leaves them to its worker.
@pytest.mark.usefixtures("queued_tasks")
class TestParallelPublishes:
    def test_leave_a_gap_free_sequence_in_the_order_of_commits(
        self,
        transactional_db: None,
        write: Callable[..., ArticlePage],
        soak_size: Callable[[int, int], int],
    ) -> None:
        rounds = soak_size(1, 10)
        articles = [write(f"Article {number}") for number in range(20)]
        seen: list[list[int]] = []
        failures: list[str] = []
        stop = threading.Event()

        def publish(article: ArticlePage, barrier: threading.Barrier) -> None:
            barrier.wait()
            try:
                page = ArticlePage.objects.get(pk=article.pk)
                page.title = f"{page.title}!"
                page.save_revision().publish()
            except Exception:  # noqa: BLE001 - whatever failed is reported below
                failures.append(traceback.format_exc())
            finally:
                connections.close_all()

        def watch() -> None:
            """Read the log as a follower does; a number may never come in below one seen."""
            try:
                while not stop.is_set():
                    seen.append(sorted(sequence()))
            finally:
                connections.close_all()

        watcher = threading.Thread(target=watch)
        watcher.start()
        for _round in range(rounds):
            barrier = threading.Barrier(len(articles))
            threads = [
                threading.Thread(target=publish, args=(article, barrier)) for article in articles
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        stop.set()
        watcher.join()

        assert failures == []
        for audience in Audience:
            numbers = sequence(audience)
            assert sorted(numbers) == list(range(1, counter(audience) + 1))
        assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in seen)
        assert Change.objects.filter(
            audience=Audience.PUBLIC, work__in=[article.translation_key for article in articles]
        ).count() >= rounds * len(articles)
        assert check().wrong == []


class TestKilledWhilePublishing:
    def test_leaves_either_the_old_state_or_the_new_one(
        self,
        transactional_db: None,
        publish: Callable[..., ArticlePage],
        soak_size: Callable[[int, int], int],
        chance: random.Random,
    ) -> None:
        article = publish("Edition 0")
        editions = set()

        rounds = soak_size(4, 20)
        for _round in range(rounds):
            self._publish_until_killed(article, after=chance.uniform(0, 0.3))
            article = ArticlePage.objects.get(pk=article.pk)
            editions.add(article.title)

            assert card_of(article)["title"] == article.title
            assert body_of(article)["title"] == article.title
            assert sorted(sequence()) == list(range(1, counter() + 1))
            assert check().wrong == []
        assert len(editions) == rounds

    def _publish_until_killed(self, article: Any, *, after: float) -> None:
        environment = os.environ | {
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(settings.DATA_DIR),
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        }
        connection.close()
        process = subprocess.Popen(
            [sys.executable, str(PUBLISHER), str(article.pk)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        try:
            assert process.stdout.readline().startswith("Edition")
            time.sleep(after)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
