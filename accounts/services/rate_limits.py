"""How often one place may ask, counted in the cache that all workers share.

The limits are ``ACCOUNT_RATE_LIMITS``, the ones of django-allauth among them, so pages, the JSON
API and allauth's own views count together.
"""

import math
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

APP = "allauth.account"


class TooManyRequestsError(Exception):
    """This place asked too often.

    Args:
        retry_after_seconds: when it may ask again; at least one second.
    """

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


def limit(request: HttpRequest, action: str, *, counts_reading: bool = False) -> None:
    """Count this request against the limits of the action; a GET only if reading counts.

    Raises:
        TooManyRequestsError: a limit is reached.
    """
    if not ratelimit.consume(request, app=APP, action=action, limit_get=counts_reading):
        raise TooManyRequestsError(seconds_to_wait(request, action))


def forgive(action: str, *, key: str) -> None:
    """Forget what was counted for a key; what was counted for a place stays."""
    for rate in ratelimit.get_rates(app=APP, action=action):
        if rate.per == "key":  # which depends on no request
            name = ratelimit.get_cache_key(
                HttpRequest(), app=APP, action=action, rate=rate, key=key
            )
            cache.delete(name)


def seconds_to_wait(request: HttpRequest, action: str, *, key: str | None = None) -> int:
    """Return how long until every limit of the action has room again.

    ``key`` is what a limit "per key" counts, such as the address of somebody signing in.
    """
    now = time.time()
    waits = [1.0]
    for rate in ratelimit.get_rates(app=APP, action=action):
        name = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        hits: list[float] = cache.get(name, [])
        if len(hits) >= rate.amount:  # newest first
            waits.append(hits[rate.amount - 1] + rate.duration - now)
    return math.ceil(max(waits))
