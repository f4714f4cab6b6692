"""Django's mail backend: whatever Django or Wagtail sends goes through the outbox."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from cms.core.mail.outbox import queue_composed


class OutboxBackend(BaseEmailBackend):
    """Write the messages as rows; the worker sends them."""

    def __init__(self, *, alias: str | None = None, **_options: Any) -> None:
        # Wagtail passes credentials and fail_silently, which mean nothing to a table.
        super().__init__(alias=alias)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Record all of the messages or none, and return how many have a recipient."""
        with transaction.atomic():
            return sum(1 for message in email_messages if queue_composed(message))
