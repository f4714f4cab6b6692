"""Doing the work on a master: one step a row, registered whole.

A worker of the queue ``media`` claims a row, works in scratch space, moves the files into a folder
of storage that only this attempt writes into, and registers them in one transaction with the end
of the work. A worker that dies at any moment leaves nothing visible. The next one removes what it
left in storage, starts anew, and the result is registered once.
"""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.core import leased
from cms.core.models import LeaseLostError
from cms.delivery.publication import mark_dependents, publication
from videos.conf import video_settings
from videos.derivative_choices import DerivativeStep
from videos.models import Derivative, Rendition
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.services.holding import LeaseKeeper, StepAside
from videos.services.placing import begin_attempt, place_files, remove_attempt, replace_files
from videos.services.steps import Made, Work, do_step, space_needed
from videos.services.workspace import is_disk_full, require_space, scratch_folder

logger = logging.getLogger(__name__)

WORTH_REPEATING = (MediaProblem.CRASHED, MediaProblem.TOO_HEAVY, MediaProblem.MISSING)
MOST_REFUSALS = 3
DISK_FULL_WAIT_SECONDS = 60
LONGEST_LOG = 4000


def drain_derivatives() -> int:
    """Do the work that is due; return how much was handled."""
    return leased.drain(Derivative, derive, lease_seconds=video_settings().LEASE_SECONDS)


def make_previews() -> None:
    """Do the work that is due up to previews and posters, and leave the rest to the workers."""
    due = Derivative.objects.filter(stage__lte=DerivativeStep.POSTER.stage)
    while due.due(timezone.now()).exists():
        row: Any = Derivative.objects.claim(
            at=timezone.now(), lease_seconds=video_settings().LEASE_SECONDS
        )
        if row is not None:
            leased.handle(row, derive)


def derive(row: Derivative) -> None:
    """Do one step and register what it made.

    Raises:
        LeaseLostError: the master was replaced, the work was cancelled or taken over.
    """
    keeper = LeaseKeeper(row)
    try:
        _attempt(row, keeper)
    except StepAside:
        row.put_off("Something more urgent came first.", seconds=0)
    except MediaRefused as refusal:
        _refuse(row, refusal)
    except LeaseLostError:
        raise
    except Exception as error:
        # Whatever a storage or a library raises concerns this work only; it is stored and shown.
        is_full = is_disk_full(error)
        if not is_full:
            logger.exception("Derivative failed", extra={"event": "derivative_failed"})
        problem = MediaProblem.DISK_FULL if is_full else MediaProblem.CRASHED
        _refuse(row, MediaRefused(problem, f"{type(error).__name__}: {error}"))


def _attempt(row: Derivative, keeper: LeaseKeeper) -> None:
    require_space(space_needed(row))
    attempt = begin_attempt(row, keeper)
    try:
        with scratch_folder(attempt) as scratch:
            output = scratch / "output"
            output.mkdir()
            made = do_step(Work(row=row, keeper=keeper, scratch=scratch, output=output))
            renditions = place_files(row, attempt, output, made.files, keeper)
            _register(row, made, [*made.renditions, *renditions])
    except BaseException:
        # What follows a commit may fail as well; then the files are the asset's.
        if not Rendition.objects.filter(asset=row.asset_id, file__contains=attempt.hex).exists():
            remove_attempt(row.asset.uuid, attempt)
        raise


def _register(row: Derivative, made: Made, renditions: list[Rendition]) -> None:
    """Show the result, end the work and let go of what waited for it, all or nothing."""
    with publication():
        row.finish(
            percent=100, seconds_left=None, problem="", engine_log="", attempt=None,
            found=made.found,
        )  # fmt: skip
        if made.replaces:
            replace_files(renditions, made.replaces)
        else:
            Rendition.objects.filter(derivative=row).delete()
            Rendition.objects.bulk_create(renditions)
        made.effect()
        waiting = Derivative.objects.filter(asset=row.asset_id, master=row.master)
        waiting.filter(waits_for=row.step).update(waits_for="")
        leased.kick(Derivative)
        mark_dependents(row.asset.dependency_key)


def _refuse(row: Derivative, refusal: MediaRefused) -> None:
    """Record why. What no repetition would change fails at once; a full disk is waited for."""
    logger.warning(
        "Derivative refused",
        extra={
            "event": "derivative_refused", "asset": str(row.asset.uuid), "step": row.step,
            "why": str(refusal),
        },
    )  # fmt: skip
    with transaction.atomic():
        is_full = refusal.problem == MediaProblem.DISK_FULL
        row.renew(
            lease_seconds=video_settings().LEASE_SECONDS,
            problem=str(refusal.problem),
            engine_log=_log_of(row, refusal),
            seconds_left=None,
            refusals=row.refusals + (not is_full),
        )
        if is_full:
            row.put_off(refusal, seconds=DISK_FULL_WAIT_SECONDS)
        elif refusal.problem in WORTH_REPEATING and row.refusals < MOST_REFUSALS:
            row.retry_later(refusal)
        else:
            row.fail(refusal)


def _log_of(row: Derivative, refusal: MediaRefused) -> str:
    """Return the engine's last lines without where the master lies."""
    lines = "\n".join(part for part in (refusal.engine_log, refusal.detail) if part)
    return lines.replace(row.master, row.asset.original_filename)[-LONGEST_LOG:]
