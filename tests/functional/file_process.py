"""The process that serves media, on the database and the folder of a test."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from tests.functional.newsroom import ROOT, free_ports

START_SECONDS = 120


@pytest.fixture
def files_url(live_server: Any, settings: Any) -> Iterator[str]:
    """Start the file process on the test's database."""
    (port,) = free_ports(1)
    origin = f"http://127.0.0.1:{port}"
    settings.BASE_URL, settings.FILES_URL = live_server.url, origin
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--port",
            str(port), "--log-level", "warning", "cms.asgi:application",
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": _database_url(),
            "DATA_DIR": str(django_settings.DATA_DIR),
            "BASE_URL": live_server.url,
            "FILES_URL": origin,
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        },
    )  # fmt: skip
    try:
        until = time.monotonic() + START_SECONDS
        while status_of(f"{origin}/healthz") != 200:
            assert time.monotonic() < until
            time.sleep(0.1)
        yield origin
    finally:
        process.terminate()
        process.wait()


def status_of(address: str) -> int:
    """Return the status of a GET, 0 while nobody listens."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{Path(values['NAME']).resolve()}"
    user, password = values["USER"], values["PASSWORD"]
    return f"postgres://{user}:{password}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
