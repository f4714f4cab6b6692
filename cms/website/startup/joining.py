"""What must be shared before this machine works for a newsroom that runs on others."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from cms.delivery import fingerprint
from cms.website.startup.errors import StartRefusedError
from cms.website.startup.preparation import (
    ask_redis,
    check_files,
    check_settings,
    collect_static,
)
from cms.website.startup.steps import Say, Step


def check_services(say: Say) -> str:
    """See that the machines share what they must, and that it answers.

    Raises:
        StartRefusedError: something is not shared, or does not answer.
    """
    if own := _names_of_own():
        raise StartRefusedError(
            f"{', '.join(own)} must be set, to what the other machines use: "
            "without it this machine would work for itself alone."
        )
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise StartRefusedError(f"The database does not answer: {error}".strip()) from error
    ask_redis()
    return ""


def check_newsroom(say: Say) -> str:
    """See that the newsroom was prepared by this version, with the same addresses and key.

    Raises:
        StartRefusedError: it was not, and this machine would write what others contradict.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise StartRefusedError(
            "The database is of another version, or empty. Start the newsroom of this version on "
            "the machine that serves it first."
        )
    if not fingerprint.is_stored():
        raise StartRefusedError(
            "This machine has another SECRET_KEY, BASE_URL, FILES_URL or version than the "
            "newsroom. Give it the same ones, or start the newsroom anew when it is the older."
        )
    return ""


def _names_of_own() -> list[str]:
    has_own = {
        "DATABASE_URL": connection.vendor == "sqlite",
        "REDIS_URL": "cache" in settings.DATABASES,
        "TASKS_URL": not settings.TASKS_URL,
        "S3_BUCKET": not settings.S3,
    }
    return [name for name, is_own in has_own.items() if is_own]


STEPS = (
    Step("Checking the settings", check_settings),
    Step("Looking for the services that are shared", check_services),
    Step("Looking for the files", check_files),
    Step("Comparing with the newsroom", check_newsroom),
    Step("Collecting static files", collect_static),
)
