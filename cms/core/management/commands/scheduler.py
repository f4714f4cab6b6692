"""Call what is due: releases, retries, pruning."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader

from cms.core.processes.scheduler import Scheduler


class Command(BaseCommand):
    """Call registered jobs as they come due, until stopped."""

    help = "Call what is due: releases, retries, pruning."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reload", action="store_true", help="Start anew when code changes.")

    def handle(self, *args: Any, reload: bool, **options: Any) -> None:
        scheduler = Scheduler()
        if not reload:
            scheduler.configure_signals()
            scheduler.run()
            return
        if os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            scheduler.configure_signals()
        run_with_reloader(scheduler.run)
