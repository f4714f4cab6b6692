"""How dates, times and durations read on the pages. Documents hold ISO 8601 strings."""

from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import formats, translation

CLOCK = "H:i"
# The month as it stands after a day. Django's French alternative has a capital letter.
MONTH_FORMATS = {"fr": "F"}
# Django's own English format puts the month first.
DAY_FORMATS = {"en": "j F Y"}
SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3600


def parse(value: str) -> datetime | date | None:
    """Return the date or the instant a document names, or None when it names none."""
    try:
        if value and len(value) == len("2026-01-31"):
            return date.fromisoformat(value)
        return datetime.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None


def day(value: str) -> str:
    """Return a date in words, such as ``22 November 2026``."""
    moment = parse(value)
    return formats.date_format(moment, _day_format()) if moment else ""


def days(first: str, last: str) -> tuple[str, str]:
    """Return two days in words; the first leaves out the month and the year they share."""
    begin, end = parse(first), parse(last)
    if begin is None or end is None or begin.year != end.year:
        return day(first), day(last)
    short = "j" if begin.month == end.month else f"j {_month_format()}"
    return formats.date_format(begin, short), day(last)


def weekday(value: str) -> str:
    """Return the weekday and the day, such as ``Monday 23 November``."""
    moment = parse(value)
    return formats.date_format(moment, f"l j {_month_format()}") if moment else ""


def clock(value: str) -> str:
    """Return the time of day as the string itself tells it, in whatever zone it is."""
    moment = parse(value)
    return formats.time_format(moment, CLOCK) if isinstance(moment, datetime) else ""


def day_and_clock(value: str, time_zone: str) -> str:
    """Return an instant in words, in the named zone."""
    moment = parse(value)
    if not isinstance(moment, datetime):
        return day(value)
    local = in_zone(moment, time_zone).isoformat()
    return f"{day(local)} · {clock(local)}"


def in_zone(moment: datetime, time_zone: str) -> datetime:
    """Move an instant to the named zone; an unknown name leaves it as it is."""
    try:
        return moment.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return moment


def by_day(sessions: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group sessions, kept in their order, under the day they begin on."""
    grouped = groupby(sessions, key=lambda session: weekday(session["local_starts_at"]))
    return [(name, list(members)) for name, members in grouped]


def duration(seconds: float | None) -> str:
    """Return a running time, such as ``1:02:03`` or ``0:12``."""
    hours, minutes, rest = _split(seconds)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def position(seconds: float) -> str:
    """Return a moment of a film: the whole seconds that have passed."""
    return duration(int(seconds))


def iso_duration(seconds: float | None) -> str:
    """Return a running time as ISO 8601 writes it, such as ``PT1H2M3S``."""
    hours, minutes, rest = _split(seconds)
    return f"PT{hours}H{minutes}M{rest}S"


def _split(seconds: float | None) -> tuple[int, int, int]:
    whole = round(seconds or 0)
    hours, rest = divmod(whole, SECONDS_PER_HOUR)
    return hours, *divmod(rest, SECONDS_PER_MINUTE)


def _day_format() -> str:
    return DAY_FORMATS.get(translation.get_language() or "", "DATE_FORMAT")


def _month_format() -> str:
    return MONTH_FORMATS.get(translation.get_language() or "", "E")
