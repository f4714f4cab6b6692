"""Services that machines share: PostgreSQL, Redis, and for files a store that speaks S3.

These tests run with ``make test-distributed``, not with the others: they need the services.
"""

import os
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

POSTGRES = os.environ.get("CI_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("CI_REDIS", "redis://127.0.0.1:6379/11")
# RQ reads it when it is imported; the processes that are started inherit it.
CACHE_PREFIX = "newsroom"
PREFIX = os.environ.setdefault("RQ_KEY_PREFIX", f"rq-test-{uuid.uuid4().hex[:8]}")


@pytest.fixture(scope="session")
def shared_redis() -> Iterator[str]:
    """Return the address of a Redis, and remove at the end what tasks left there."""
    client = redis.Redis.from_url(REDIS)
    try:
        client.ping()
    except redis.RedisError as error:
        pytest.fail(f"Redis does not answer: {error} Start it, or name another with CI_REDIS.")
    _clear(client)  # an earlier run was about another database
    yield REDIS
    _clear(client)


def _clear(client: redis.Redis) -> None:
    """Delete what tasks and the cache of a started newsroom keep."""
    for prefix in (PREFIX, CACHE_PREFIX):
        if keys := list(client.scan_iter(match=f"{prefix}:*", count=1000)):
            client.delete(*keys)


@pytest.fixture(scope="session")
def shared_database() -> Iterator[str]:
    """Return the address of an empty PostgreSQL database of this run's own."""
    name = f"newsroom_machines_{uuid.uuid4().hex[:8]}"
    server = urlsplit(POSTGRES)._replace(path="/postgres").geturl()
    try:
        connection = psycopg.connect(server, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.fail(
            f"PostgreSQL does not answer: {error} Start it, or name another with CI_POSTGRES."
        )
    with connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        yield urlsplit(POSTGRES)._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
