"""Look after outgoing mail from the command line."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.core import leased, mail
from cms.core.models import LeaseState, OutboxMessage


class Command(BaseCommand):
    """Count messages by state, send failed ones again, or send a test message."""

    help = "Show the outbox; --retry-failed sends failed messages again, --test sends one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two actions."""
        parser.add_argument("--retry-failed", action="store_true")
        parser.add_argument("--test", metavar="ADDRESS")
        parser.add_argument("--locale", default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, then count."""
        if options["retry_failed"]:
            count = OutboxMessage.objects.requeue_failed(timezone.now())
            leased.kick(OutboxMessage)
            self.stdout.write(f"Waiting again: {count}")
        if options["test"]:
            row = mail.queue(template="test", to=options["test"], locale=options["locale"])
            self.stdout.write(f"Recorded: {row.pk}")
        counts = Counter(OutboxMessage.objects.values_list("state", flat=True))
        for state in LeaseState:
            self.stdout.write(f"{state.value}: {counts[state]}")
