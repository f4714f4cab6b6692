"""Close accounts for people who asked by other means, or again after a restored backup."""

import contextlib
import uuid
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.services.closing import StaffAccountError, close_account


class Command(BaseCommand):
    """Safe to run again: what is closed stays closed."""

    help = "Close accounts, or list the ids of those that were closed since a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the accounts, or a day."""
        parser.add_argument("accounts", nargs="*", help="Addresses or ids of the accounts.")
        parser.add_argument("--closed-since", metavar="YYYY-MM-DD", type=_day, help="Only list.")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or close and say what was done; nothing is closed when one cannot be found."""
        if since := options["closed_since"]:
            closed = User.objects.filter(closed_at__gte=since).order_by("closed_at", "pk")
            for user in closed:
                self.stdout.write(str(user.uuid))
            return
        for user in [_find(account) for account in options["accounts"]]:
            self._close(user)

    def _close(self, user: User) -> None:
        try:
            is_closed_now = close_account(user, at=timezone.now())
        except StaffAccountError as error:
            raise CommandError(f"{user.uuid}: works here. Remove the role first.") from error
        self.stdout.write(f"{user.uuid}: {'closed' if is_closed_now else 'was closed already'}")


def _find(account: str) -> User:
    wanted = Q(email=account)
    with contextlib.suppress(ValueError):  # an address
        wanted |= Q(uuid=uuid.UUID(account))
    user = User.objects.filter(wanted).first()
    if user is None:
        raise CommandError(f"There is no account {account}.")
    return user


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
