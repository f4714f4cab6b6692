"""Whether the process is up, and whether the newsroom can serve."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.models import Heartbeat
from cms.core.processes.engine import ping_task_queue
from cms.core.processes.heartbeats import MEDIA_WORKER, worker_names

WORKER_SEEN_WITHIN = timedelta(minutes=1)
READY = 200
NOT_READY = 503

Check = Callable[[datetime], str]


_warnings: dict[str, Check] = {}


def register_warning(name: str, check: Check) -> None:
    """Let ``readyz`` tell what the check returns, unless that is empty."""
    _warnings[name] = check


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that this process is up."""
    return JsonResponse({"status": "up"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer whether database, cache and workers are there, naming what is not.

    Warnings are for people who watch: what they are about keeps nobody from reading.
    """
    at = timezone.now()
    missing = {name: reason for name, check in CHECKS.items() if (reason := _reason(check, at))}
    warnings = {name: reason for name, check in _warnings.items() if (reason := _reason(check, at))}
    status = "not ready" if missing else "ready"
    body = {"status": status, "missing": missing, "warnings": warnings}
    return JsonResponse(body, status=NOT_READY if missing else READY)


def _reason(check: Check, at: datetime) -> str:
    try:
        return check(at)
    except Exception as error:  # noqa: BLE001
        # Whatever a broken service raises, the answer is that it is not ready. The message of
        # the error may hold an address, so only its kind is told.
        return f"does not answer ({type(error).__name__})"


def _check_database(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _check_cache(at: datetime) -> str:
    key, value = "readyz", get_random_string(12)
    cache.set(key, value, timeout=30)
    # Another process may have asked in between; that it wrote shows as well that the cache works.
    return "" if cache.get(key) else "forgets what it is given"


def _check_workers(at: datetime) -> str:
    ping_task_queue()
    return _absent(set(worker_names()), at)


def _check_media_workers(at: datetime) -> str:
    """Tell of media workers of other machines; one of this machine is asked for above."""
    return "" if settings.MEDIA_WORKERS else _absent({MEDIA_WORKER}, at)


def _absent(names: set[str], at: datetime) -> str:
    seen = Heartbeat.objects.seen_since(at - WORKER_SEEN_WITHIN).values_list("name", flat=True)
    absent = sorted(names - set(seen))
    return "not seen in the last minute: " + ", ".join(absent) if absent else ""


CHECKS: dict[str, Check] = {
    "database": _check_database,
    "cache": _check_cache,
    "worker": _check_workers,
}
register_warning("media work", _check_media_workers)
