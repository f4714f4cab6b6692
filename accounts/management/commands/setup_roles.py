"""Create or complete the roles and the moderation workflow."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services.roles import set_up_roles


class Command(BaseCommand):
    """Safe to run again; it never removes what an administrator added."""

    help = "Create or complete the roles (groups) and the moderation workflow."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the set-up and say what it did."""
        report = set_up_roles()
        for name in report.created:
            self.stdout.write(f"Created: {name}")
        for name in sorted(report.unknown_permissions):
            self.stderr.write(f"Unknown permission: {name}")
        self.stdout.write("The roles are set up.")
