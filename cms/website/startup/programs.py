"""The programs of a newsroom: web, files, workers and scheduler."""

import os
import sys
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.management import call_command

from cms.core.processes.children import Program

# Granian's elastic threads strand database connections; a fixed number of them does not.
BLOCKING_THREADS_IDLE_SECONDS = 600
STOP_SECONDS = 10


def build_programs() -> list[Program]:
    """Return what ``make run`` keeps running."""
    return [
        Program("web", _serve_web),
        Program("files", _serve_files),
        Program("worker default", partial(call_command, "worker", queue="default")),
        *build_media_workers(settings.MEDIA_WORKERS),
        Program("scheduler", partial(call_command, "scheduler")),
    ]


def build_media_workers(count: int) -> list[Program]:
    """Return so many workers of the media queue; ``make work`` keeps nothing else running."""
    return [
        Program(f"worker media {number}".removesuffix(" 1"), _work_on_media)
        for number in range(1, count + 1)
    ]


def build_reloading_programs() -> list[Program]:
    """Return what ``make develop`` keeps running; each starts anew when code changes."""
    address = f"{settings.HOST}:{settings.PORT}"
    return [
        Program("web", _command("runserver", address)),
        Program("files", _serve_files),
        *(
            Program(f"worker {queue}", _command("worker", "--queue", queue, "--reload"))
            for queue in settings.TASKS["default"]["QUEUES"]
        ),
        Program("scheduler", _command("scheduler", "--reload")),
    ]


def _work_on_media() -> None:
    call_command("worker", queue="media")


def _command(*arguments: str) -> Callable[[], object]:
    manage = str(settings.BASE_DIR / "manage.py")
    return lambda: os.execv(sys.executable, [sys.executable, manage, *arguments])  # noqa: S606


def _serve_web() -> None:
    from granian.constants import Interfaces  # noqa: PLC0415 - only this program needs the server
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    Server(
        "cms.wsgi:application",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=settings.WEB_THREADS,
        blocking_threads_idle_timeout=BLOCKING_THREADS_IDLE_SECONDS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    ).serve()


def _serve_files() -> None:
    from granian.constants import Interfaces  # noqa: PLC0415 - only this program needs the server
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    Server(
        "cms.asgi:application",
        address=settings.HOST,
        port=settings.FILES_PORT,
        interface=Interfaces.ASGINL,
        workers=1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    ).serve()
