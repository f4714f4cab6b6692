"""Delete expired uploads by hand; the scheduler does it every ten minutes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from videos.uploads.sweeping import sweep


class Command(BaseCommand):
    """Sweeps once."""

    help = "Delete uploads that nobody has continued in time, and bytes that belong to none."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and say how many uploads went."""
        count = sweep(timezone.now())
        self.stdout.write(f"{count} uploads deleted.")
