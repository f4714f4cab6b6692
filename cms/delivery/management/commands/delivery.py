"""``manage.py delivery check`` and ``manage.py delivery rebuild``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.delivery.rebuilding import check, rebuild

SHOWN = 50


class Command(BaseCommand):
    help = "Check that every delivered document equals its source, or project all of them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["check", "rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "rebuild":
            self.stdout.write(f"{rebuild()} documents are delivered.")
            return
        report = check()
        for line in report.wrong[:SHOWN]:
            self.stderr.write(line)
        summary = f"{report.checked} checked, {len(report.wrong)} wrong, {report.pending} pending."
        if report.wrong:
            raise CommandError(f"{summary} Run: manage.py delivery rebuild")
        self.stdout.write(summary)
