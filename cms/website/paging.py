"""Older and newer pages of a listing, by position and not by number, so that nothing shifts."""

from typing import Any, Literal
from urllib.parse import urlencode

from django.http import QueryDict

from cms.delivery import cursors, store

CARDS_PER_PAGE = 20
OLDER, NEWER = "after", "before"


def page_of(document: dict[str, Any], query: QueryDict) -> dict[str, Any]:
    """Return the cards of a listing that the address asks for, with the ways on and back."""
    kind, locale = document["lists"], document["locale"]
    scope = f"website:{kind}:{locale}"
    cursor = _position(query.get(NEWER) or query.get(OLDER) or "", scope)
    wants_newer = cursor is not None and NEWER in query
    found = store.list_cards(
        kind, locale, CARDS_PER_PAGE, cursor, newer=wants_newer, by=order_of(kind)
    )

    def address(parameter: str, position: cursors.Position | None) -> str:
        if position is None:
            return ""
        value = cursors.encode(position, scope=scope)
        return f"{document['path']}?{urlencode({parameter: value})}"

    has_newer = found.has_more if wants_newer else cursor is not None
    has_older = wants_newer or found.has_more
    return {
        "cards": found.items,
        "previous_path": address(NEWER, found.first_position) if has_newer else "",
        "next_path": address(OLDER, found.last_position) if has_older else "",
    }


def order_of(kind: str) -> Literal["published_at", "starts_at"]:
    """Return what a list of this kind is ordered by: events by when they take place."""
    return "starts_at" if kind == "programme" else "published_at"


def _position(value: str, scope: str) -> cursors.Position | None:
    """Return the position a cursor names; one that is not ours means the first page."""
    try:
        return cursors.decode(value, scope=scope) if value else None
    except (cursors.BadCursor, ValueError):
        return None
