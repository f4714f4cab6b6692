"""Adding passwords that leaks have published to the list that new passwords are held against."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.passwords.importing import import_files


class Command(BaseCommand):
    """Import text files of passwords, or of their SHA-1 digests."""

    help = (
        "Adds passwords to the list of published ones. A file holds a password a line, or a SHA-1 "
        "digest a line, with or without :count behind; which of both is found out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one file or several."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and count."""
        try:
            done = import_files(options["files"])
        except (OSError, ValueError) as error:
            raise CommandError(f"Nothing was imported: {error}") from error
        for file in done.files:
            kind = "SHA-1 digests" if file.are_digests else "passwords"
            self.stdout.write(f"{file.name}: {file.lines:,} lines, read as {kind}")
        self.stdout.write(f"{done.added:,} new, {done.total:,} on the list")
