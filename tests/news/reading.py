"""Reading what was delivered."""

import json
from typing import Any

from cms.delivery.models import Document


def document_of(page: Any) -> Document | None:
    """Return the public document of a page, topic, person or place."""
    return Document.objects.filter(
        audience="public", work=page.translation_key, locale=page.locale.language_code
    ).first()


def body_of(page: Any) -> dict[str, Any]:
    """Return the full document."""
    return json.loads(bytes(document_of(page).body))


def card_of(page: Any) -> dict[str, Any]:
    """Return the card."""
    return json.loads(bytes(document_of(page).card))
