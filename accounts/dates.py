"""How an instant reads in messages: in UTC, the zone that means the same to every reader."""

from datetime import UTC, datetime

from django.utils import translation
from django.utils.formats import date_format

# The month as it stands after a day. Django's French alternative has a capital letter.
MONTHS_AFTER_DAYS = {"fr": "F"}


def in_words(moment: datetime, locale: str) -> str:
    """Return the date and time in UTC as the language writes them; it does not say "UTC"."""
    return _format(moment, locale, "j {month} Y, H:i")


def day_in_words(moment: datetime, locale: str) -> str:
    """Return the date in UTC as the language writes it."""
    return _format(moment, locale, "j {month} Y")


def _format(moment: datetime, locale: str, pattern: str) -> str:
    month = MONTHS_AFTER_DAYS.get(locale, "E")
    with translation.override(locale):
        return date_format(moment.astimezone(UTC), pattern.format(month=month))
