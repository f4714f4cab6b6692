"""Time zones that an event may have, and how one is called at a given moment."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DEFAULT_ZONE = "UTC"
COMMON_ZONES = (
    "UTC",
    "Europe/Brussels",
    "Europe/Paris",
    "Europe/London",
    "Europe/Kyiv",
    "Europe/Vilnius",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Asia/Riyadh",
    "Asia/Tokyo",
    "America/New_York",
    "America/Los_Angeles",
)
_AREAS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def known_zones() -> frozenset[str]:
    """Return every zone there is, read once: looking them up walks through hundreds of files."""
    return frozenset(available_timezones())


def zone_choices() -> list[tuple[object, list[tuple[str, str]]]]:
    """Return grouped choices for a form: the common zones first, then all by area."""
    others = sorted(name for name in known_zones() if name.startswith(_AREAS))
    return [
        (_("Common"), [(name, _readable(name)) for name in COMMON_ZONES]),
        (_("All"), [(name, _readable(name)) for name in others if name not in COMMON_ZONES]),
    ]


def validate_zone(name: str) -> None:
    """Refuse what is not a time zone.

    Raises:
        ValidationError: the zone is unknown.
    """
    if name not in known_zones():
        raise ValidationError(_("This time zone does not exist."), code="time_zone")


def zone_of(name: str) -> ZoneInfo:
    """Return the zone, or UTC for a name that no longer exists."""
    return ZoneInfo(name if name in known_zones() else DEFAULT_ZONE)


def zone_label(name: str, moment: datetime) -> str:
    """Return a readable name with the offset at that moment, such as ``Brussels (UTC+2)``."""
    offset = moment.astimezone(zone_of(name)).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    city = name.rpartition("/")[2].replace("_", " ")
    if not minutes:
        return city if city == DEFAULT_ZONE else f"{city} (UTC)"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"{city} (UTC{sign}{hours}{f':{rest:02}' if rest else ''})"


def _readable(name: str) -> str:
    return name.replace("_", " ")
