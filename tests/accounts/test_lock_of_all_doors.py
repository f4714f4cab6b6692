"""Five failed attempts are five, through whichever doors and processes they come."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.accounts.signed_in import sign_in
from tests.delivery.test_concurrency import database_url
from tests.factories.accounts import UserFactory

GUESSER = Path(__file__).with_name("guesser.py")
LIMIT = 5
pytestmark = pytest.mark.must_hold


def token_of(user):
    client = Client()
    sign_in(client, user)
    return client.cookies["sessionid"].value


def environment():
    """Return what makes another process use the database of this test."""
    return os.environ | {
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(settings.DATA_DIR),
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
    }


def make_cache():
    """Make the cache that the processes share; the test itself has another."""
    if "cache" in settings.DATABASES:
        command = [sys.executable, "manage.py", "createcachetable", "--database", "cache"]
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment(), check=True)


def start(door, email, token, count):
    return subprocess.Popen(
        [sys.executable, str(GUESSER), door, email, token, str(count)],
        cwd=settings.BASE_DIR,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


class TestLock:
    def test_falls_after_exactly_five_in_three_processes(self, transactional_db, soak_size):
        user = UserFactory(email="ann@example.org")
        token = token_of(user)
        connection.close()
        make_cache()

        guesses = soak_size(5, 20)
        processes = [start(door, user.email, token, guesses) for door in ("page", "api", "allauth")]
        try:
            assert [process.stdout.readline() for process in processes] == ["ready\n"] * 3
            for process in processes:
                process.stdin.write("go\n")
                process.stdin.flush()
            compared = [int(process.communicate(timeout=300)[0]) for process in processes]
        finally:
            for process in processes:
                process.kill()

        assert sum(compared) == LIMIT
