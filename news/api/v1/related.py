"""Cards of related works, loaded together."""

from typing import Any

from cms.core.references import ReferenceContext

TOPICS, PEOPLE, PLACES, VIDEOS = "topic", "person", "place", "video"


def related_cards(rows: Any, name: str, context: ReferenceContext) -> list[dict[str, Any]]:
    """Return the cards that the rows of a relation point to, without those that are not public.

    ``name`` is both the field of the row and the kind of the work.
    """
    works = [getattr(row, name).translation_key for row in _rows(rows, name)]
    context.prefetch((name, work) for work in works)
    cards = (context.card(name, work) for work in dict.fromkeys(works))
    return [card for card in cards if card is not None]


def _rows(manager: Any, name: str) -> list[Any]:
    """Return the rows with their targets: a query for stored rows, none for a draft's."""
    rows = manager.get_queryset()
    is_stored = hasattr(rows, "query")
    return list(rows.select_related(name) if is_stored else rows)
