"""How long somebody has to wait, in words."""

import math

from django.utils.translation import ngettext

MINUTE = 60  # seconds


def sentence(seconds: int) -> str:
    """Return when a further attempt is possible."""
    if seconds < MINUTE:
        return ngettext(
            "Too many attempts failed. Try again in %(count)d second.",
            "Too many attempts failed. Try again in %(count)d seconds.",
            seconds,
        ) % {"count": seconds}
    minutes = math.ceil(seconds / MINUTE)
    return ngettext(
        "Too many attempts failed. Try again in %(count)d minute.",
        "Too many attempts failed. Try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
