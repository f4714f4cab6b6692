"""Puts documents into the store as a projection would."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from wagtail.models import Site

from cms.delivery.models import Address, AddressState, Audience, Document

NOT_IN_A_CARD = {"body", "sessions", "alternates", "ancestors", "seo", "highlights"}


def empty() -> None:
    """Forget what the site tree of a fresh installation has delivered."""
    Address.objects.all().delete()
    Document.objects.all().delete()


def store(document: dict[str, Any], *, work: UUID | None = None, **columns: Any) -> Document:
    """Write a document and, when it has a path, its address."""
    site = Site.objects.get(is_default_site=True)
    work = work or UUID(document["id"])
    document = {**document, "id": str(work)}
    card = {name: value for name, value in document.items() if name not in NOT_IN_A_CARD}
    row = Document.objects.create(
        **{
            "audience": Audience.PUBLIC,
            "work": work,
            "locale": document["locale"],
            "kind": document["type"],
            "path": document["path"],
            "slug": document["slug"],
            "site": site if document["path"] else None,
            "published_at": datetime.fromisoformat(document["published_at"]),
            "updated_at": datetime.fromisoformat(document["updated_at"]),
            "card": orjson.dumps(card),
            "body": orjson.dumps(document),
            "body_etag": "etag",
            **columns,
        }
    )
    if document["path"]:
        address(document["path"], AddressState.PAGE, document=row)
    return row


def address(path: str, state: str, **columns: Any) -> Address:
    """Write what an address answers."""
    site = Site.objects.get(is_default_site=True)
    locale = path.split("/")[1]
    return Address.objects.create(
        audience=Audience.PUBLIC, site=site, locale=locale, path=path, state=state, **columns
    )
