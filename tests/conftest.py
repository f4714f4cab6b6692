"""What every test may use.

Database tests reach all configured databases, because the embedded cache keeps its own.
The cache is emptied before each test, under a key prefix of the test process, so that processes
sharing one Redis do not see each other.
"""

import math
import os
import random
import shutil
import time
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker, Settings

from tests.baseline import Baseline
from tests.s3 import S3Store, running_s3
from tests.template import MigratedTemplate

# Several machines need PostgreSQL, Redis and a store, which a fresh machine lacks:
# `make test-distributed` runs these, and so does every run of `.ci/run`.
collect_ignore = [] if os.environ.get("DISTRIBUTED") == "1" else ["distributed"]

baseline = Baseline()

# The same examples every time, however slow the machine.
hypothesis.settings.register_profile("newsroom", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("newsroom")

# When the site tree of every test was published.
BEGINNING = datetime(2026, 9, 14, 6, 30, tzinfo=UTC)
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
TRANSACTIONAL_FIXTURES = {"transactional_db", "live_server"}
NOT_BEGUN = pytest.StashKey[list[str]]()
UNTIL = pytest.StashKey[float]()


def pytest_configure(config: pytest.Config) -> None:
    """Undo what tests commit; note when the last may begin, where SOAK_SECONDS limits the time."""
    TransactionTestCase._fixture_teardown = lambda case: baseline.put_back()
    config.stash[NOT_BEGUN] = []
    config.stash[UNTIL] = time.monotonic() + float(os.environ.get("SOAK_SECONDS", math.inf))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Begin no test after the time; the order is random, so that each has its turn some day."""
    if time.monotonic() < item.config.stash[UNTIL]:
        return None
    item.config.stash[NOT_BEGUN].append(item.nodeid)
    return True


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name the tests for which there was no time."""
    if left := config.stash[NOT_BEGUN]:
        terminalreporter.section(f"{len(left)} did not fit into the time")
        for name in left:
            terminalreporter.line(name)


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


@pytest.fixture(scope="session")
def migrated_template(request: pytest.FixtureRequest) -> MigratedTemplate | None:
    """Return the kept SQLite database; None on another engine, or when pytest keeps nothing."""
    is_kept = connection.vendor == "sqlite" and hasattr(request.config, "cache")
    return MigratedTemplate(request.config.cache.mkdir("databases")) if is_kept else None


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
def chance() -> random.Random:
    """Draw what a "must hold" test tries; a failure shows the seed, and SEED repeats the draw."""
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
    print(f"seed {seed}")
    return random.Random(seed)


@pytest.fixture
def admin_client(admin_user: AbstractBaseUser) -> Client:
    """Return a browser in which an administrator has used a second factor."""
    from tests.staff import sign_in_staff

    client = Client()
    sign_in_staff(client, admin_user)
    return client


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


@pytest.fixture(scope="session")
def s3_store(tmp_path_factory: pytest.TempPathFactory) -> Generator[S3Store, None, None]:
    """Return a real S3 store, started when a test process first asks for one."""
    with running_s3(tmp_path_factory.mktemp("s3")) as store:
        yield store


@pytest.fixture
def files_on_s3(settings: Settings, s3_store: S3Store, monkeypatch: pytest.MonkeyPatch) -> S3Store:
    """Keep the files of a test in the store, in an empty bucket."""
    from cms.settings.files import build_storages
    from videos.models import VideoAsset

    s3_store.empty()
    settings.S3 = s3_store.setting
    files = build_storages(s3_store.setting)
    settings.STORAGES = files | {"staticfiles": settings.STORAGES["staticfiles"]}
    # The field asked for its storage when the model was made.
    monkeypatch.setattr(VideoAsset.master.field, "storage", storages["private"])
    return s3_store
