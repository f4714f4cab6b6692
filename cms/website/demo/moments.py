"""From days and hours relative to today to moments."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Turns the demo's relative dates into moments around ``now``."""

    now: datetime

    def released(self, *, days_ago: int, at: str) -> datetime:
        """Return a moment in UTC, some days before today (after it, if negative)."""
        day = self.now.astimezone(UTC).date() - timedelta(days=days_ago)
        return _moment(day, at, "UTC")

    def local(self, *, day: int, at: str, zone: str) -> datetime:
        """Return a moment on a day counted from today in the event's own zone."""
        today = self.now.astimezone(ZoneInfo(zone)).date()
        return _moment(today + timedelta(days=day), at, zone)


def _moment(day: date, at: str, zone: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), ZoneInfo(zone)).astimezone(UTC)
