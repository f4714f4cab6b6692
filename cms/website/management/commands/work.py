"""Do media work for a newsroom that another machine serves."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core.processes.supervisor import Supervisor
from cms.website.startup import joining, programs
from cms.website.startup.errors import StartRefusedError
from cms.website.startup.instance import InstanceLock
from cms.website.startup.steps import run_steps

INTERRUPTED = 130


class Command(BaseCommand):
    """Run media workers in this terminal until stopped."""

    help = "Do media work for a newsroom that another machine serves, until stopped."
    requires_system_checks: list[str] = []  # the first step runs them

    def handle(self, *args: Any, **options: Any) -> None:
        lock = InstanceLock(settings.DATA_DIR)
        try:
            lock.acquire()
            run_steps(joining.STEPS, self.stdout)
        except StartRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        self.stdout.write("This machine works for the newsroom. Ctrl-C stops it.")
        self.stdout.flush()
        workers = programs.build_media_workers(settings.MEDIA_WORKERS or 1)
        sys.exit(Supervisor(workers, closing=lock.forget).run())
