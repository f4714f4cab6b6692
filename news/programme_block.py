"""Which sessions of its programme an article shows."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from news.time_zones import zone_of


def local_day(moment: datetime, zone_name: str) -> date:
    """Return the day of a moment in a zone."""
    return moment.astimezone(zone_of(zone_name)).date()


def sessions_of_article(
    sessions: Iterable[dict[str, Any]], *, chosen: set[UUID], day: date | None
) -> list[dict[str, Any]]:
    """Return the chosen sessions, or without a choice all of the day, in order of time.

    The sessions are those of the delivered programme: their local times carry its zone.
    """
    rows = list(sessions)
    if chosen:
        rows = [session for session in rows if UUID(session["id"]) in chosen]
    else:
        rows = [
            session
            for session in rows
            if datetime.fromisoformat(session["local_starts_at"]).date() == day
        ]
    return sorted(rows, key=lambda session: (session["starts_at"], session["id"]))
