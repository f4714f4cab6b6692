"""Write the committed OpenAPI document, or check that it is what the code describes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.api import description


class Command(BaseCommand):
    """``build_openapi`` writes, ``build_openapi --check`` compares."""

    help = "Write cms/api/openapi.json, or compare it with the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--check``."""
        parser.add_argument("--check", action="store_true", help="Change nothing; fail when old.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the document."""
        built = description.build()
        if not options["check"]:
            description.FILE.write_text(built, "utf-8")
            self.stdout.write(f"Wrote {description.FILE.name}.")
            return
        if not description.FILE.exists() or description.FILE.read_text("utf-8") != built:
            raise CommandError("cms/api/openapi.json is old. Run: make openapi")
        self.stdout.write("cms/api/openapi.json is current.")
