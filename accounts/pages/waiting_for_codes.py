"""How long somebody has to wait for the next code, in words."""

import math

from django.utils.translation import ngettext

from accounts.services.codes import CodesPausedError, TooSoonError

MINUTE = 60  # seconds
HOUR = 60 * MINUTE


def until_next_code(seconds: int) -> str:
    """Return when another code may be sent, as a sentence."""
    if seconds < MINUTE:
        return ngettext(
            "You can ask for another code in %(count)d second.",
            "You can ask for another code in %(count)d seconds.",
            seconds,
        ) % {"count": seconds}
    if seconds < HOUR:
        minutes = math.ceil(seconds / MINUTE)
        return ngettext(
            "You can ask for another code in %(count)d minute.",
            "You can ask for another code in %(count)d minutes.",
            minutes,
        ) % {"count": minutes}
    hours = math.ceil(seconds / HOUR)
    return ngettext(
        "You can ask for another code in %(count)d hour.",
        "You can ask for another code in %(count)d hours.",
        hours,
    ) % {"count": hours}


def why_later(refusal: TooSoonError, *, first: str) -> str:
    """Return why no code was sent, and when one may be.

    Args:
        refusal: of the service.
        first: the sentence before, when it is about the address alone.
    """
    if isinstance(refusal, CodesPausedError):
        return until_codes_go_on(refusal.retry_after_seconds)
    return " ".join([first, until_next_code(refusal.retry_after_seconds)])


def until_codes_go_on(seconds: int) -> str:
    """Return when anybody is sent a code again, as a sentence."""
    minutes = math.ceil(seconds / MINUTE)
    return ngettext(
        "We cannot send codes at the moment. Try again in %(count)d minute.",
        "We cannot send codes at the moment. Try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}


def until_next_try(seconds: int) -> str:
    """Return when this place may try again, as a sentence."""
    minutes = math.ceil(seconds / MINUTE)
    return ngettext(
        "Too many requests came from your network. Try again in %(count)d minute.",
        "Too many requests came from your network. Try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
