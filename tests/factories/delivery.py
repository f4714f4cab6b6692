"""Documents as a projection would leave them, for tests of the read side alone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.conf import settings
from wagtail.models import Site

from cms.core.locales import direction
from cms.delivery.building import etag
from cms.delivery.models import (
    Address,
    Audience,
    ChangeCounter,
    Document,
    DocumentDependency,
    DocumentStatus,
)

FIRST_RELEASE = datetime(2030, 3, 1, 9, 0, tzinfo=UTC)


def make_document(
    kind: str = "article",
    locale: str = "fr",
    *,
    work: UUID | None = None,
    status: str = DocumentStatus.USABLE,
    audience: str = Audience.PUBLIC,
    minutes: int = 0,
    slug: str = "",
    title: str = "« Ouverture »",
    images: tuple[UUID, ...] = (),
    **body: Any,
) -> Document:
    """Store a document with its address; ``minutes`` moves its release."""
    work = work or uuid4()
    slug = slug or f"{kind}-{work.hex[:8]}"
    has_page = kind not in ("topic", "person", "place", "menu", "site")
    path = f"/{locale}/{slug}/" if has_page else None
    published_at = FIRST_RELEASE + timedelta(minutes=minutes)
    url = settings.BASE_URL + path if path else None
    own = {"locale": locale, "hreflang": locale, "dir": direction(locale), "title": title}
    card = {
        "id": str(work),
        "type": kind,
        "locale": locale,
        "dir": direction(locale),
        "path": path,
        "url": url,
        "slug": slug,
        "title": title,
        "published_at": published_at.isoformat(),
    }
    full = {**card, "alternates": [{**own, "path": path, "url": url}], **body}
    card_bytes, body_bytes = orjson.dumps(card), orjson.dumps(full)
    site = Site.objects.get(is_default_site=True)
    document = Document.objects.create(
        audience=audience,
        work=work,
        locale=locale,
        kind=kind,
        status=status,
        site=site if path else None,
        path=path,
        slug=slug,
        published_at=published_at,
        updated_at=published_at,
        card=card_bytes,
        card_etag=etag(card_bytes),
        body=body_bytes,
        body_etag=etag(body_bytes),
    )
    if path:
        Address.objects.create(
            audience=audience,
            site=site,
            locale=locale,
            path=path,
            state="page",
            document=document,
            work=work,
        )
    DocumentDependency.objects.bulk_create(
        DocumentDependency(document=document, key=f"image:{uuid}") for uuid in images
    )
    ChangeCounter.objects.get_or_create(audience=audience, defaults={"value": 7})
    return document
