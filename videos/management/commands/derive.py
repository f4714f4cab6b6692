"""Make again what is derived from masters, as editors do in the library."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from videos.derivative_choices import DerivativeStep
from videos.models import VideoAsset
from videos.services import requesting


class Command(BaseCommand):
    """Queue finished or failed steps; workers do them."""

    help = (
        "Queue what is derived from videos to be made again: of some assets or of all, all steps "
        "or some. What there is stays until the new is there. Workers of the queue media do it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("assets", nargs="*", type=UUID, help="The ids of the video assets.")
        parser.add_argument("--all", action="store_true", help="All video assets.")
        parser.add_argument(
            "--step", action="append", choices=DerivativeStep.values, default=[],
            help="Only this step of finished work; may be given more than once.",
        )  # fmt: skip
        parser.add_argument(
            "--failed", action="store_true", help="Only what failed or was cancelled."
        )
        parser.add_argument("--noinput", action="store_true", help="Do not ask whether to begin.")

    def handle(
        self,
        *args: Any,
        assets: list[UUID],
        all: bool,
        step: list[str],
        failed: bool,
        noinput: bool,
        **options: Any,
    ) -> None:
        """Queue the work and say how much it is.

        Raises:
            CommandError: no asset was named, one is unknown, or the answer was not yes.
        """
        if bool(assets) == all:
            raise CommandError("Name the ids of video assets, or give --all.")
        chosen = VideoAsset.objects.exclude(master="")
        if assets:
            chosen = chosen.filter(uuid__in=assets)
            if missing := set(assets) - set(chosen.values_list("uuid", flat=True)):
                raise CommandError(f"There is no video asset {', '.join(map(str, missing))}.")
        elif not noinput and not self._is_wanted(chosen.count()):
            raise CommandError("Nothing was queued.")
        count = sum(_again(asset, step, is_failed=failed) for asset in chosen.iterator())
        self.stdout.write(f"{count} steps queued.")

    def _is_wanted(self, count: int) -> bool:
        answer = input(f"Make files of {count} video assets again? Type yes to begin: ")
        return answer.strip().lower() == "yes"


def _again(asset: VideoAsset, steps: list[str], *, is_failed: bool) -> int:
    if is_failed:
        return requesting.retry(asset, steps)
    if steps:
        return sum(requesting.redo(asset, step) for step in steps)
    return requesting.redo_all(asset)
