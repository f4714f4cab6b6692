"""Take videos from a folder into the media library."""

import fcntl
import os
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from wagtail.models import Collection

from videos.uploads.folders import WatchFolder

SETTLE_SECONDS = 10.0
SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 2.0


class Command(BaseCommand):
    """Takes what is there and ends, or goes on watching."""

    help = "Take videos from a folder. Half-copied files wait; what was taken goes to done/."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be said."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--watch", action="store_true", help="go on until stopped")
        parser.add_argument("--collection", help="name of a collection (default: the topmost)")
        parser.add_argument(
            "--settle",
            type=float,
            default=SETTLE_SECONDS,
            metavar="SECONDS",
            help="how long a file must not have changed (default: 10)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look twice, so that files can settle, or again and again."""
        folder: Path = options["folder"]
        with _alone(folder):
            watched = WatchFolder(
                path=folder,
                collection=_collection(options["collection"]),
                settle_seconds=options["settle"],
                say=self.stdout.write,
            )
            if options["watch"]:
                _watch(watched, options["settle"])
                return
            if watched.look():
                time.sleep(options["settle"])
                if waiting := watched.look():
                    self.stdout.write(f"{waiting} still changing. Start again when they are whole.")


def _watch(watched: WatchFolder, settle_seconds: float) -> None:
    """Look again and again; a signal lets the present file be finished."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stopped.set())
    while not stopped.is_set():
        close_old_connections()
        watched.look()
        stopped.wait(min(LONGEST_PAUSE_SECONDS, max(settle_seconds / 4, SHORTEST_PAUSE_SECONDS)))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let nobody else work on the folder meanwhile."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise CommandError(f"{folder} is no folder that can be read: {error}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CommandError(f"Another process works on {folder}.") from error
    else:
        yield
    finally:
        os.close(descriptor)


def _collection(name: str | None) -> Collection:
    if name is None:
        return Collection.get_first_root_node()
    found = list(Collection.objects.filter(name=name)[:2])
    if len(found) != 1:
        raise CommandError(f"There is {'no' if not found else 'more than one'} collection {name}.")
    return found[0]
