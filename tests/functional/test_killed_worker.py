"""A worker of the task queue is killed in the middle of a message; the next one sends it once."""

import asyncio
import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.utils import timezone

from cms.core.models import LeaseState, OutboxMessage
from tests.core.test_leased import database_url

ROOT = Path(__file__).resolve().parents[2]
WAKE = (
    "import django; django.setup();"
    "from django.utils import timezone; from cms.core import leased;"
    "leased.rekick_due(timezone.now())"
)
PATIENCE_SECONDS = 60


class HangingOnce:
    """A mail server that says nothing to the first message, and takes the others."""

    def __init__(self):
        self.began = threading.Event()
        self.accepted = []

    async def handle_DATA(self, server, session, envelope):
        if not self.began.is_set():
            self.began.set()
            await asyncio.Event().wait()
        self.accepted.append(envelope)
        return "250 OK"


class LoopbackController(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mail_server():
    controller = LoopbackController(HangingOnce(), hostname="127.0.0.1", port=0)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def environment(mail_server, tmp_path):
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.base",
        "DATABASE_URL": database_url(),
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": settings.SECRET_KEY,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
    }


@pytest.mark.django_db(transaction=True)
def test_the_next_worker_sends_the_message_once(mail_server, environment):
    def run(*arguments):
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
        )

    def worker(*options):
        return run("manage.py", "db_worker", "--no-startup-delay", "--interval", "0.1", *options)

    OutboxMessage.objects.create(template="test", to="ann@example.org", locale="en")
    assert run("-c", WAKE).wait(PATIENCE_SECONDS) == 0
    first = worker()
    assert mail_server.handler.began.wait(PATIENCE_SECONDS), first.poll()

    first.kill()
    first.wait()

    assert OutboxMessage.objects.get().state == LeaseState.RUNNING
    # The lease runs out and the wake grows old.
    OutboxMessage.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert run("-c", WAKE).wait(PATIENCE_SECONDS) == 0
    assert worker("--batch").wait(PATIENCE_SECONDS) == 0

    (message,) = mail_server.handler.accepted
    finished = OutboxMessage.objects.get()
    assert message.rcpt_tos == ["ann@example.org"]
    assert (finished.state, finished.attempts) == (LeaseState.DONE, 2)
