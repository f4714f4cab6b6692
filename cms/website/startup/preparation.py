"""What must be there before the processes start. Every step is safe to repeat."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from cms.core.models import Heartbeat
from cms.website.startup.errors import StartRefusedError

UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Step:
    """A step with its title; the function returns a short remark for the screen."""

    title: str
    run: Callable[[], str]


def check_settings() -> str:
    """Run the system checks.

    Raises:
        StartRefusedError: one of them found an error.
    """
    errors = [found for found in checks.run_checks() if found.is_serious()]
    if errors:
        raise StartRefusedError("\n".join(f"{error.id}: {error.msg}" for error in errors))
    return ""


def migrate() -> str:
    """Bring the database up to date.

    Raises:
        StartRefusedError: the database does not answer.
    """
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise StartRefusedError(f"The database does not answer: {error}".strip()) from error
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    if "cache" in connections:
        call_command("createcachetable", database="cache", verbosity=0)
    Heartbeat.objects.all().filter(name__startswith="worker:").delete()
    return f"{len(plan)} migrations" if plan else UNCHANGED


def set_up_newsroom() -> str:
    """Create roles, languages and the page tree."""
    return _call("setup_newsroom")


def collect_static() -> str:
    """Gather, compress and name static files by their content, when one has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _static_digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return UNCHANGED
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted)
    return ""


def load_demo() -> str:
    """Fill an empty installation with the demo newsroom."""
    return _call("demo", "--if-empty") if settings.DEMO else "off"


def refresh_addresses() -> str:
    """Project anew what holds addresses or signatures, when these have changed."""
    try:
        from cms.delivery.fingerprint import refresh_if_changed  # noqa: PLC0415
    except ImportError:
        return UNCHANGED
    return "" if refresh_if_changed() else UNCHANGED


STEPS = (
    Step("Checking the settings", check_settings),
    Step("Preparing the database", migrate),
    Step("Setting up roles, languages and pages", set_up_newsroom),
    Step("Collecting static files", collect_static),
    Step("Loading the demo newsroom", load_demo),
    Step("Checking addresses in published documents", refresh_addresses),
)


def _call(name: str, *arguments: str) -> str:
    if name in get_commands():
        call_command(name, *arguments, verbosity=0)
    return ""


def _static_digest() -> str:
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
