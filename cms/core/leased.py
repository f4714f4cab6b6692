"""Doing leased work: who drains which model, and how drains are woken.

A task of the queue carries nothing; it only wakes a drain, which claims rows until none
is due. A lost task therefore loses no work: the scheduler wakes drains that have due rows.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.core.models.leased import DrainWake, LeasedRow, LeaseLostError, iterate_claims

logger = logging.getLogger(__name__)

LEASE_SECONDS = 60
TURN_SECONDS = 20
# A wake older than this was lost or waits behind long work; another one may be queued.
STALE_WAKE = timedelta(seconds=60)

Handler = Callable[[Any], None]

_drains: dict[str, tuple[type[LeasedRow], Any]] = {}


def register_drain(model: type[LeasedRow], task: Any) -> None:
    """Name the task that drains the model; call it from ``AppConfig.ready()``."""
    _drains[model._meta.label] = (model, task)


def registered_models() -> list[type[LeasedRow]]:
    """Return the models that have a drain."""
    return [model for model, _task in _drains.values()]


def kick(model: type[LeasedRow]) -> None:
    """Wake the model's drain when the caller's transaction commits."""
    transaction.on_commit(partial(wake, model))


def wake(model: type[LeasedRow], *, at: datetime | None = None) -> bool:
    """Queue the drain's task unless one waits already; say whether it was queued."""
    label = model._meta.label
    moment = at or timezone.now()
    _wake, created = DrainWake.objects.get_or_create(drain=label, defaults={"woken_at": moment})
    stale = DrainWake.objects.filter(drain=label, woken_at__lte=moment - STALE_WAKE)
    if not created and not stale.update(woken_at=moment):
        return False
    _model, task = _drains[label]
    try:
        task.enqueue()
    except BaseException:
        DrainWake.objects.filter(drain=label).delete()
        raise
    return True


def drain(
    model: type[LeasedRow],
    handler: Handler,
    *,
    lease_seconds: float = LEASE_SECONDS,
    turn_seconds: float = TURN_SECONDS,
    now: Callable[[], datetime] = timezone.now,
) -> int:
    """Hand every due row to the handler; return how many were handled.

    The handler settles its row (``finish``, ``retry_later``, ``fail``). A handler that
    returns without doing so has finished it; one that raises makes it wait for a retry.
    After ``turn_seconds`` the drain queues itself again, so that others get their turn.
    """
    DrainWake.objects.filter(drain=model._meta.label).delete()
    started = time.monotonic()
    handled = 0
    for row in iterate_claims(model, lease_seconds=lease_seconds, now=now):
        handle(row, handler, now=now)
        handled += 1
        if time.monotonic() - started > turn_seconds:
            if model._meta.label in _drains:
                wake(model)
            break
    return handled


def handle(row: LeasedRow, handler: Handler, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Hand a claimed row to the handler and settle it as ``drain`` says."""
    token = row.lease_token
    try:
        handler(row)
        if row.is_held:
            row.finish(at=now())
    except LeaseLostError:
        _log_lost(row)
    except Exception as error:
        # Any error of a handler concerns its row only; it is stored, shown and retried.
        logger.exception("Leased work failed", extra={"event": "leased_failed", "row": str(row.pk)})
        # The handler's rolled-back transaction may have settled the instance, not the row.
        row.lease_token = token
        try:
            row.retry_later(error, at=now())
        except LeaseLostError:
            _log_lost(row)


def rekick_due(at: datetime) -> None:
    """Wake the drains that have due rows, and fail rows that used up their attempts."""
    for model in registered_models():
        model._default_manager.fail_exhausted(at)
        if model._default_manager.due(at).exists():
            wake(model, at=at)


def _log_lost(row: LeasedRow) -> None:
    logger.warning("Lease lost", extra={"event": "lease_lost", "row": str(row.pk)})
