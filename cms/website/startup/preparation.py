"""What must be there before the processes start. Every step is safe to repeat."""

import hashlib
import io
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError

from cms.core.models import Heartbeat
from cms.core.processes.engine import ping_task_queue
from cms.delivery.fingerprint import refresh_if_changed
from cms.settings import addresses
from cms.website.startup.errors import StartRefusedError
from cms.website.startup.steps import Say, Step

UNCHANGED = "unchanged"


def check_settings(say: Say) -> str:
    """Run the system checks.

    Raises:
        StartRefusedError: one of them found an error.
    """
    errors = [found for found in checks.run_checks() if found.is_serious()]
    if errors:
        raise StartRefusedError("\n".join(f"{error.id}: {error.msg}" for error in errors))
    return ""


def migrate(say: Say) -> str:
    """Bring the database up to date.

    Raises:
        StartRefusedError: the database or Redis does not answer.
    """
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise StartRefusedError(f"The database does not answer: {error}".strip()) from error
    ask_redis()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    if "cache" in connections:
        call_command("createcachetable", database="cache", verbosity=0)
    Heartbeat.objects.all().filter(name__startswith="worker:").delete()
    return f"{len(plan)} migrations" if plan else UNCHANGED


def ask_redis() -> None:
    """Ask each Redis for an answer.

    Raises:
        StartRefusedError: one gives none.
    """
    try:
        if "cache" not in connections:
            cache.get("start")
    except RedisError as error:
        raise StartRefusedError(f"REDIS_URL: Redis does not answer: {error}") from error
    try:
        ping_task_queue()
    except RedisError as error:
        raise StartRefusedError(f"TASKS_URL: Redis does not answer: {error}") from error


def check_files(say: Say) -> str:
    """Ask the store that keeps the files, where there is one.

    Raises:
        StartRefusedError: it does not answer, or has no such bucket.
    """
    if not settings.S3:
        return ""
    # It loads boto3, which nobody needs who keeps files in folders.
    from cms.core.s3_bucket import BucketUnusable, check_bucket  # noqa: PLC0415

    try:
        check_bucket()
    except BucketUnusable as error:
        raise StartRefusedError(str(error)) from error
    return f"bucket {settings.S3['bucket_name']}"


def set_up_newsroom(say: Say) -> str:
    """Create roles, languages and the page tree."""
    call_command("setup_newsroom", stdout=_Lines(_be_silent))
    return ""


def collect_static(say: Say) -> str:
    """Gather, compress and name static files by their content, when one has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _static_digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return UNCHANGED
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted)
    return ""


def load_demo(say: Say) -> str:
    """Fill an empty installation with the demo newsroom."""
    if not settings.DEMO:
        return "off"
    call_command("demo", "--if-empty", stdout=_Lines(say))
    return ""


def refresh_addresses(say: Say) -> str:
    """Note the addresses; project anew what holds addresses or signatures that have changed."""
    names = {name: str(getattr(settings, name)) for name in addresses.NAMES}
    addresses.record(settings.DATA_DIR, names)
    return "projected anew" if refresh_if_changed() else UNCHANGED


STEPS = (
    Step("Checking the settings", check_settings),
    Step("Preparing the database", migrate),
    Step("Looking for the files", check_files),
    Step("Setting up roles, languages and pages", set_up_newsroom),
    Step("Collecting static files", collect_static),
    Step("Checking addresses in published documents", refresh_addresses),
    Step("Loading the demo newsroom", load_demo),
)


class _Lines(io.TextIOBase):
    """Hand what a command writes to ``say``, a line at a time."""

    def __init__(self, say: Say) -> None:
        self._say = say

    def write(self, text: str) -> int:
        for line in text.splitlines():
            self._say(line)
        return len(text)


def _be_silent(line: str) -> None:
    """Report nothing."""


def _static_digest() -> str:
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
