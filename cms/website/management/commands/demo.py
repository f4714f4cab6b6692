"""``manage.py demo``: fill an empty installation with the demo newsroom."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.website.demo.accounts import accounts_file
from cms.website.demo.loader import load_demo


class Command(BaseCommand):
    help = "Fill an empty installation with an invented newsroom: texts, images, videos, accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing, without an error, when there are stories already.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_demo(progress=self._say if options["verbosity"] else _be_silent)
        if loaded:
            self._say(f"The demo newsroom is loaded. Sign-in details: {accounts_file()}")
        elif not options["if_empty"]:
            raise CommandError("There are stories already; the demo needs an empty installation.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)


def _be_silent(line: str) -> None:
    """Report nothing."""
