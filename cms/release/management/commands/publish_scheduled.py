"""Publish and expire what is due, as the scheduler does each second."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cms.release.scheduling import due_objects, due_revisions, publish_due


class Command(BaseCommand):
    """Stand in for Wagtail's command of the name, which knows nothing of the delivery store."""

    help = "Publish and expire what is due now. The scheduler does this each second."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dryrun", action="store_true", help="Only say what is due.")

    def handle(self, *args: Any, dryrun: bool, **options: Any) -> None:
        at = timezone.now()
        if dryrun:
            for instance in due_objects(at):
                self.stdout.write(f"Due to expire: {instance}")
            for revision in due_revisions(at):
                self.stdout.write(f"Due to be published: {revision.object_str}")
            return
        outcome = publish_due(at)
        for name in outcome.expired:
            self.stdout.write(f"Expired: {name}")
        for name in outcome.published:
            self.stdout.write(f"Published: {name}")
        if outcome.failed:
            raise CommandError("Failed: " + ", ".join(outcome.failed))
