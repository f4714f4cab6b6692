"""Compare the storage with the database."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from videos.services.sweeping import GRACE, sweep_media


class Command(BaseCommand):
    """List files without rows and rows without files; on request, delete the former."""

    help = (
        "List files that no row names and rows whose files are missing; --delete removes the "
        "files. Ends with status 1 when something was found and left."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--delete", action="store_true", help="Delete files without rows.")
        parser.add_argument(
            "--grace-minutes",
            type=int,
            default=int(GRACE.total_seconds() // 60),
            help="Leave files alone that are younger, because their row may still be coming.",
        )

    def handle(self, *args: Any, delete: bool, grace_minutes: int, **options: Any) -> None:
        """Sweep and report."""
        grace = timedelta(minutes=grace_minutes)
        found = sweep_media(at=timezone.now(), delete=delete, grace=grace)
        for place, name in found.orphans:
            self.stdout.write(f"no row: {place} {name}")
        for place, name in found.unfinished:
            self.stdout.write(f"parts only: {place} {name}")
        for folder in found.scratch:
            self.stdout.write(f"dead work: {folder}")
        for name in found.missing:
            self.stdout.write(f"no file: {name}")
        did = "deleted" if delete else "found"
        self.stdout.write(
            f"{len(found.orphans)} files without a row {did} ({found.orphan_bytes} bytes), "
            f"{len(found.unfinished)} unfinished files {did}, "
            f"{len(found.scratch)} folders of dead work {did}, {len(found.missing)} files missing."
        )
        if found.missing or not (delete or found.is_clean):
            raise CommandError("The storage and the database differ.")
