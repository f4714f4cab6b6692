"""Prepare an empty installation, or complete one."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services.roles import set_up_roles
from news.services.site_tree import ensure_site_tree


class Command(BaseCommand):
    """Create locales, home and index pages, menus, site profiles, roles and the workflow."""

    help = "Create locales, home and index pages, menus, site profiles, roles and the workflow."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create what is missing."""
        homes = ensure_site_tree()
        set_up_roles()
        languages = ", ".join(homes)
        self.stdout.write(self.style.SUCCESS(f"The newsroom is set up in {languages}."))
