"""Which engine runs the tasks."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.tasks import (
    build_rq_queues,
    build_tasks,
    read_media_workers,
    read_tasks_url,
)


@pytest.fixture
def _no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TASKS_URL", raising=False)


class TestTheAddress:
    @pytest.mark.usefixtures("_no_address")
    def test_may_be_left_out(self) -> None:
        assert read_tasks_url() == ""

    @pytest.mark.parametrize(
        "address", ["redis://queue.example.org", "rediss://:secret@queue.example.org:6380/4"]
    )
    def test_names_a_redis_and_perhaps_a_database(
        self, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        monkeypatch.setenv("TASKS_URL", address)

        assert read_tasks_url() == address

    @pytest.mark.parametrize(
        "address",
        [
            "amqp://queue.example.org",
            "queue.example.org:6379",
            "redis:///4",
            "redis://queue.example.org:port/4",
            "redis://queue.example.org:66666/4",
            "redis://queue.example.org/newsroom",
        ],
    )
    def test_that_is_wrong_ends_the_start_and_is_named(
        self, monkeypatch: pytest.MonkeyPatch, address: str
    ) -> None:
        monkeypatch.setenv("TASKS_URL", address)

        with pytest.raises(ImproperlyConfigured, match="TASKS_URL must"):
            read_tasks_url()


class TestMediaWorkers:
    def test_may_be_left_to_other_machines(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MEDIA_WORKERS", "0")

        assert read_media_workers("redis://queue.example.org/4") == 0

    def test_may_not_be_left_to_nobody(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MEDIA_WORKERS", "0")

        with pytest.raises(ImproperlyConfigured, match="MEDIA_WORKERS may be 0 only with"):
            read_media_workers("")


class TestTheEngine:
    def test_is_the_database_without_an_address(self) -> None:
        assert build_tasks("")["default"]["BACKEND"] == "django_tasks_db.DatabaseBackend"
        assert build_rq_queues("") == {}

    def test_is_on_redis_with_one_and_has_the_same_queues(self) -> None:
        address = "redis://queue.example.org/4"

        tasks = build_tasks(address)["default"]

        assert tasks["BACKEND"].endswith(".RedisBackend")
        assert tasks["QUEUES"] == build_tasks("")["default"]["QUEUES"]
        assert set(build_rq_queues(address)) == set(tasks["QUEUES"])

    def test_never_reads_pickles_from_redis(self) -> None:
        queues = build_rq_queues("redis://queue.example.org/4").values()

        assert {queue["SERIALIZER"] for queue in queues} == {"rq.serializers.JSONSerializer"}
