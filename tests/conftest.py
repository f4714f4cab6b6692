"""What every test may use.

Database tests reach all configured databases, because the embedded cache keeps its own.
The cache is emptied before each test, under a key prefix of the test process, so that processes
sharing one Redis do not see each other.
"""

import os
import shutil
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.plugin import blocking_manager_key

from tests.baseline import Baseline
from tests.template import MigratedTemplate

baseline = Baseline()

# When the site tree of every test was published.
BEGINNING = datetime(2026, 9, 14, 6, 30, tzinfo=UTC)
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
TRANSACTIONAL_FIXTURES = {"transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "soak_size" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.must_hold)
        marker = item.get_closest_marker("django_db")
        fixtures = set(getattr(item, "fixturenames", ()))
        if marker is None and not fixtures & DATABASE_FIXTURES:
            continue
        options = dict(marker.kwargs) if marker else {}
        options.setdefault("databases", "__all__")
        if fixtures & TRANSACTIONAL_FIXTURES:
            options["transaction"] = True
        item.add_marker(pytest.mark.django_db(**options), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """Put the migrations' rows back after a test that ended with a flush."""
    try:
        return (yield)
    finally:
        marker = item.get_closest_marker("django_db")
        is_flushed = marker is not None and marker.kwargs.get("transaction")
        if is_flushed and nextitem is not None:  # after the last test the database is gone
            with item.config.stash[blocking_manager_key].unblock():
                baseline.put_back()


@pytest.fixture(scope="session")
def migrated_template(request: pytest.FixtureRequest) -> MigratedTemplate | None:
    """Return the kept SQLite database, None when the tests run on another engine."""
    is_sqlite = connection.vendor == "sqlite"
    return MigratedTemplate(request.config.cache.mkdir("databases")) if is_sqlite else None


@pytest.fixture(scope="session")
def django_db_keepdb(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings: None,
    migrated_template: MigratedTemplate | None,
) -> bool:
    """Begin with the migrated database where there is one; its copy goes with the data folder."""
    if migrated_template is None:
        return request.config.getvalue("reuse_db")
    migrated_template.place()
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    migrated_template: MigratedTemplate | None,
) -> None:
    """Start every test with the site tree of a fresh installation, and remember its rows."""
    from news.services.site_tree import ensure_site_tree

    with django_db_blocker.unblock():
        if migrated_template is not None and not migrated_template.path.exists():
            migrated_template.save()
        with patch.object(timezone, "now", lambda: BEGINNING):
            ensure_site_tree()
        baseline.take()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the data folder that the test settings made for this run."""
    is_worker = hasattr(config, "workerinput")
    folder = os.environ.get("NEWSROOM_TEST_FOLDER", "")
    if folder and not is_worker:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _settings_language() -> None:
    """Forget the language that a request of an earlier test left in this thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> None:
    uses_redis = settings.CACHES["default"]["BACKEND"].endswith("RedisCache")
    if uses_redis:
        client = cache._cache.get_client()
        if keys := list(client.scan_iter(match=f"{cache.key_prefix}:*", count=1000)):
            client.delete(*keys)
    elif request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def soak_size() -> Callable[[int, int], int]:
    """Choose the small size of a "must hold" test, or the full one under ``make soak``."""
    is_soak = os.environ.get("SOAK") == "1"
    return lambda small, full: full if is_soak else small


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Return a folder for a newsroom of the test's own."""
    return tmp_path / "data"


@pytest.fixture
def queued_tasks(settings: Settings) -> None:
    """Queue tasks for a worker, as a running newsroom does, instead of running them at once."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "media"]}
    }
