"""How a message leaves: a file in MAIL_DIR, or SMTP when EMAIL_URL is set."""

import os
import smtplib
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.core.models.outbox import OutboxMessage

TIMEOUT_SECONDS = 20
PERMANENT = 500
SMTP_PORT = 25
SMTPS_PORT = 465
STARTTLS_OPTIONS = ("auto", "required", "never")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class RefusedForGoodError(Exception):
    """The other side will never take this message for this recipient."""


class Transport(Protocol):
    """Something that takes the bytes of a message."""

    def send(self, row: OutboxMessage, content: bytes) -> None:
        """Hand the message over, or raise."""


@dataclass(frozen=True)
class FileTransport:
    """Write each message to a file that only the owner may read."""

    folder: Path

    def send(self, row: OutboxMessage, content: bytes) -> None:
        """Write the file under a name of its own, at once; a repetition replaces it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self.folder / row.file_name
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)


@dataclass(frozen=True)
class SmtpTransport:
    """Hand each message to a mail server."""

    host: str
    port: int
    user: str
    password: str
    implicit_tls: bool
    starttls: str

    def send(self, row: OutboxMessage, content: bytes) -> None:
        """Send the message on a connection of its own."""
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        with self._connect() as connection:
            self._secure(connection)
            if self.user:
                connection.login(self.user, self.password)
            try:
                connection.sendmail(sender, [row.to], content)
            except smtplib.SMTPRecipientsRefused as error:
                code, answer = error.recipients[row.to]
                if code >= PERMANENT:
                    raise RefusedForGoodError(f"{code} {answer!r}") from error
                raise

    def _connect(self) -> smtplib.SMTP:
        if self.implicit_tls:
            return smtplib.SMTP_SSL(
                self.host,
                self.port,
                timeout=TIMEOUT_SECONDS,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)

    def _secure(self, connection: smtplib.SMTP) -> None:
        if self.implicit_tls or self.starttls == "never":
            return
        connection.ehlo_or_helo_if_needed()
        if connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
        elif self.starttls == "required" or (self.user and self.host not in LOOPBACK):
            raise smtplib.SMTPNotSupportedError("The mail server offers no STARTTLS.")


def current_transport() -> Transport:
    """Return the transport the settings ask for."""
    if settings.EMAIL_URL:
        return parse_email_url(settings.EMAIL_URL)
    return FileTransport(Path(settings.MAIL_DIR))


def parse_email_url(address: str) -> SmtpTransport:
    """Read ``smtp://user:password@host:port?starttls=required`` or ``smtps://...``.

    Raises:
        ImproperlyConfigured: the address names no host or an unknown option.
    """
    parts = urlsplit(address)
    implicit_tls = parts.scheme == "smtps"
    options = parse_qs(parts.query)
    starttls = options.pop("starttls", ["auto"])[-1]
    if starttls not in STARTTLS_OPTIONS or options:
        raise ImproperlyConfigured(
            f"EMAIL_URL knows one option, starttls={'|'.join(STARTTLS_OPTIONS)}."
        )
    if not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must name a host.")
    return SmtpTransport(
        host=parts.hostname,
        port=parts.port or (SMTPS_PORT if implicit_tls else SMTP_PORT),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        implicit_tls=implicit_tls,
        starttls=starttls,
    )
