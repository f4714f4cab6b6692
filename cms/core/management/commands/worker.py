"""Run queued tasks of one queue."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader
from redis.exceptions import RedisError

from cms.core.processes.engine import build_worker


class Command(BaseCommand):
    """Run queued tasks of one queue until stopped; the running task is finished first."""

    help = "Run queued tasks of one queue until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        queues = settings.TASKS["default"].get("QUEUES", ["default"])
        parser.add_argument("--queue", choices=queues, default="default")
        parser.add_argument("--reload", action="store_true", help="Start anew when code changes.")

    def handle(self, *args: Any, queue: str, reload: bool, **options: Any) -> None:
        try:
            worker = build_worker(queue)
        except RedisError as error:
            raise CommandError(f"TASKS_URL: Redis does not answer: {error}") from error
        if not reload:
            worker.configure_signals()
            worker.work()
            return
        if os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
            worker.configure_signals()
        run_with_reloader(worker.work)
