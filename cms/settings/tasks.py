"""Background work: tasks in the database, or on Redis for any number of machines."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings import env

QUEUES = ["default", "media"]
ON_THE_DATABASE = "django_tasks_db.DatabaseBackend"
ON_REDIS = "cms.core.processes.redis_queue.RedisBackend"


def read_tasks_url() -> str:
    """Return TASKS_URL, empty when tasks are to stay in the database.

    Raises:
        ImproperlyConfigured: it names no Redis, or no database there.
    """
    address = env.url("TASKS_URL", schemes={"redis", "rediss"})
    if address:
        _check(address)
    return address


def build_tasks(address: str) -> dict[str, dict[str, Any]]:
    """Return TASKS for the address of a Redis, or for none."""
    return {"default": {"BACKEND": ON_REDIS if address else ON_THE_DATABASE, "QUEUES": QUEUES}}


def build_rq_queues(address: str) -> dict[str, dict[str, Any]]:
    """Return RQ_QUEUES, which RQ and its commands read. JSON, because pickles can run code."""
    options = {"URL": address, "SERIALIZER": "rq.serializers.JSONSerializer"}
    return {queue: dict(options) for queue in QUEUES} if address else {}


def read_media_workers(address: str) -> int:
    """Return how many media workers this machine runs.

    Raises:
        ImproperlyConfigured: none, and no other machine can have one.
    """
    number = env.integer("MEDIA_WORKERS", 1, minimum=0, maximum=64)
    if not (number or address):
        raise ImproperlyConfigured(
            "MEDIA_WORKERS may be 0 only with TASKS_URL: nobody else could do the media work."
        )
    return number


def _check(address: str) -> None:
    parts = urlsplit(address)
    try:
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        has_host = False
    number = parts.path.strip("/")
    if not has_host or not (number.isdecimal() or not number):
        raise ImproperlyConfigured(
            "TASKS_URL must be like redis://:password@host:6379/1, "
            "with the number of a database at its end."
        )
