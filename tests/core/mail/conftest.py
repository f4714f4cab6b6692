"""A mail server on loopback, and the outbox in place of Django's test mailbox."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller


class LoopbackController(Controller):
    """Listen on a port that the system chooses."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Mailbox:
    """Keep what arrives; answer what the test asks for."""

    def __init__(self):
        self.received = []
        self.answers = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.answers and self.answers[0].startswith("RCPT "):
            return self.answers.pop(0).removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.answers:
            return self.answers.pop(0)
        self.received.append(envelope)
        return "250 OK"

    def messages(self):
        return [message_from_bytes(item.content, policy=policy.default) for item in self.received]


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def smtp_server(mailbox, settings):
    controller = LoopbackController(mailbox, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{controller.port}"
    yield controller
    controller.stop()


@pytest.fixture(autouse=True)
def mail_dir(settings, tmp_path):
    settings.EMAIL_BACKEND = "cms.core.mail.backends.OutboxBackend"
    settings.EMAIL_URL = ""
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


@pytest.fixture
def read_mail(mail_dir: Path):
    def read():
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(mail_dir.glob("*.eml"))
        ]

    return read
