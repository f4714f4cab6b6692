from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.core import health
from cms.core.models import Heartbeat
from cms.core.processes.heartbeats import worker_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def _workers_alive() -> None:
    for name in worker_names():
        Heartbeat.objects.beat(name, at=timezone.now())


class TestHealthz:
    def test_answers_without_asking_anything(self, client: Client) -> None:
        answer = client.get("/healthz")

        assert answer.json() == {"status": "up"}
        assert "no-store" in answer["Cache-Control"]

    def test_takes_reads_only(self, client: Client) -> None:
        assert client.head("/healthz").status_code == 200
        assert client.post("/healthz").status_code == 405


class TestReadyz:
    @pytest.mark.usefixtures("_workers_alive")
    def test_is_ready_when_everything_is_there(self, client: Client) -> None:
        answer = client.get("/readyz")

        assert (answer.status_code, answer.json()) == (
            200,
            {"status": "ready", "missing": {}, "warnings": {}},
        )

    @pytest.mark.usefixtures("_workers_alive")
    def test_warns_and_is_ready_all_the_same(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(health, "_warnings", {})
        health.register_warning("bells", lambda at: "they ring")
        health.register_warning("whistles", lambda at: "")

        answer = client.get("/readyz")

        assert answer.status_code == 200
        assert answer.json()["warnings"] == {"bells": "they ring"}

    def test_names_the_workers_that_are_not_there(self, client: Client) -> None:
        Heartbeat.objects.beat("worker:default", at=timezone.now())
        Heartbeat.objects.beat("worker:media", at=timezone.now() - timedelta(seconds=61))

        answer = client.get("/readyz")

        assert answer.status_code == 503
        assert answer.json()["missing"] == {"worker": "not seen in the last minute: worker:media"}

    def test_warns_when_nobody_does_the_work_left_to_other_machines(
        self, client: Client, settings: Settings
    ) -> None:
        settings.MEDIA_WORKERS = 0
        Heartbeat.objects.beat("worker:default", at=timezone.now())

        answer = client.get("/readyz")

        assert answer.status_code == 200
        assert answer.json()["warnings"] == {
            "media work": "not seen in the last minute: worker:media"
        }

    @pytest.mark.usefixtures("_workers_alive")
    def test_names_a_cache_that_fails(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*args: object, **kwargs: object) -> None:
            raise ConnectionError("redis://user:secret@cache.internal")

        monkeypatch.setattr(cache, "set", refuse, raising=False)

        answer = client.get("/readyz")

        assert answer.status_code == 503
        assert answer.json()["missing"] == {"cache": "does not answer (ConnectionError)"}

    def test_names_a_database_that_fails(self, client: Client) -> None:
        def refuse(*args: object) -> None:
            raise OperationalError("password of postgres")

        with connection.execute_wrapper(refuse):
            answer = client.get("/readyz")

        assert answer.status_code == 503
        assert answer.json()["missing"]["database"] == "does not answer (OperationalError)"
        assert "password" not in answer.content.decode()
