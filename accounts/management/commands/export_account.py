"""Export a person's data for somebody who asked by other means."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from accounts.services.exporting import export_data


class Command(BaseCommand):
    """The same file that people get themselves."""

    help = "Write everything that is kept about a person as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("email", help="Address of the account.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the JSON."""
        user = User.objects.filter(email=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['email']}.")
        data = export_data(user, at=timezone.now())
        self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
