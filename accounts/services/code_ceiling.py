"""How many codes the whole newsroom sends in an hour of the clock.

Limits on an address and on a place stop one person. This one stops many who have the newsroom
write to ever more strangers, before mail servers stop taking its mail. It counts every code that
is asked for, also one that goes to nobody: a count of those that go out would tell from its last
place who has an account.
"""

import logging
import math
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import F

from accounts.models import CodeHour
from accounts.services.code_errors import CodesPausedError

HOUR = timedelta(hours=1)
KEPT = timedelta(hours=24)
REACHED = "CODE_MAILS_PER_HOUR is reached: nobody gets a code until the next hour"

logger = logging.getLogger(__name__)


def spend(at: datetime) -> None:
    """Count one code, in the caller's transaction.

    Raises:
        CodesPausedError: the hour has had as many as it may; nothing was counted.
    """
    begins_at = _hour_of(at)
    CodeHour.objects.bulk_create([CodeHour(begins_at=begins_at)], ignore_conflicts=True)
    below = CodeHour.objects.filter(begins_at=begins_at, codes__lt=settings.CODE_MAILS_PER_HOUR)
    if below.update(codes=F("codes") + 1):
        return
    _raise_alarm(begins_at)
    raise CodesPausedError(math.ceil((begins_at + HOUR - at).total_seconds()))


def warning(at: datetime) -> str:
    """Return what is wrong, for whoever watches the newsroom; nothing while codes are sent."""
    counted = CodeHour.objects.filter(begins_at=_hour_of(at))
    is_reached = counted.filter(codes__gte=settings.CODE_MAILS_PER_HOUR).exists()
    return REACHED if is_reached else ""


def purge_hours(at: datetime) -> int:
    """Delete hours of the day before; return how many."""
    return CodeHour.objects.filter(begins_at__lt=at - KEPT).delete()[0]


def _hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _raise_alarm(begins_at: datetime) -> None:
    """Log once an hour: whoever causes this could as well fill the log."""
    if cache.add(f"accounts.codes-paused.{begins_at:%Y%m%d%H}", True, timeout=HOUR.total_seconds()):
        logger.error(
            "No more codes are sent in this hour",
            extra={"event": "codes_paused", "limit": settings.CODE_MAILS_PER_HOUR},
        )
