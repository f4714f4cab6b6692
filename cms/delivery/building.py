"""From an instance to a document's columns and bytes. Pure: nothing is written here."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.utils import timezone, translation
from wagtail.models import Page

from cms.core.locales import direction, in_settled_order
from cms.delivery.context import ProjectionContext
from cms.delivery.models import Document
from cms.delivery.registry import Projector
from cms.delivery.routes import Route, route_of
from cms.delivery.translations import TranslationInfo, translation_info

ETAG_BYTES = 12


@dataclass(frozen=True, slots=True)
class Projected:
    """What a document holds, ready to be compared with the stored row."""

    columns: dict[str, Any]
    keys: frozenset[str]
    mentioned: frozenset[tuple[str, UUID, str]]
    facets: frozenset[tuple[str, str]] = frozenset()

    @property
    def path(self) -> str | None:
        """Return the public path, None for what has no page."""
        path: str | None = self.columns["path"]
        return path


def build(projector: Projector, instance: Any, context: ProjectionContext) -> Projected | None:
    """Return the instance as a document, or None when no site holds the page."""
    route = route_of(instance) if projector.is_page else None
    if projector.is_page and route is None:
        return None
    with translation.override(context.locale), timezone.override(UTC):
        info = translation_info(instance)
        card = _card(projector, instance, context, route, info)
        body = _body(projector, instance, context, route, info)
        facets = projector.facets(body)
    card_bytes, body_bytes = _dump(card), _dump(body)
    columns = {
        "kind": projector.kind,
        "subkind": projector.subkind(instance),
        "is_source": info.status == "original",
        "site_id": route.site_id if route else None,
        "path": route.path if route else None,
        "slug": _slug(instance),
        "published_at": getattr(instance, "first_published_at", None),
        "updated_at": getattr(instance, "last_published_at", None),
        "starts_at": projector.starts_at(instance),
        "card": card_bytes,
        "card_etag": etag(card_bytes),
        "body": body_bytes,
        "body_etag": etag(body_bytes),
    }
    return Projected(columns, frozenset(context.keys), frozenset(context.mentioned), facets)


def build_card(
    projector: Projector, instance: Any, context: ProjectionContext, info: TranslationInfo
) -> dict[str, Any]:
    """Return an instance's card alone."""
    route = route_of(instance) if projector.is_page else None
    with translation.override(context.locale), timezone.override(UTC):
        return _card(projector, instance, context, route, info)


def etag(content: bytes) -> str:
    """Return the strong ETag of some bytes, without the quotation marks."""
    return hashlib.blake2b(content, digest_size=ETAG_BYTES).hexdigest()


def timestamp(moment: datetime | None) -> str | None:
    """Return an RFC 3339 timestamp in UTC, to the second."""
    if moment is None:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _card(
    projector: Projector,
    instance: Any,
    context: ProjectionContext,
    route: Route | None,
    info: TranslationInfo,
) -> dict[str, Any]:
    path = route.path if route else None
    return {
        "id": str(instance.translation_key),
        "type": str(projector.kind),
        "locale": context.locale,
        "dir": direction(context.locale),
        "path": path,
        "url": context.absolute(path) if path else None,
        "slug": _slug(instance),
        "title": projector.title(instance),
        "published_at": timestamp(getattr(instance, "first_published_at", None)),
        "updated_at": timestamp(getattr(instance, "last_published_at", None)),
        "translation": info.as_json(),
        **projector.card(instance, context),
    }


def _body(
    projector: Projector,
    instance: Any,
    context: ProjectionContext,
    route: Route | None,
    info: TranslationInfo,
) -> dict[str, Any]:
    path = route.path if route else None
    own = {
        "locale": context.locale,
        "hreflang": context.locale,
        "dir": direction(context.locale),
        "title": projector.title(instance),
        "path": path,
        "url": context.absolute(path) if path else None,
    }
    return {
        **_card_common(_card(projector, instance, context, route, info)),
        "alternates": _alternates(instance, context, own),
        "ancestors": _ancestors(instance, context),
        "seo": _seo(projector, instance, context),
        **projector.body(instance, context),
    }


CARD_COMMON = (
    "id",
    "type",
    "locale",
    "dir",
    "path",
    "url",
    "slug",
    "title",
    "published_at",
    "updated_at",
    "translation",
)


def _card_common(card: dict[str, Any]) -> dict[str, Any]:
    return {name: card[name] for name in CARD_COMMON}


def _alternates(
    instance: Any, context: ProjectionContext, own: dict[str, Any]
) -> list[dict[str, Any]]:
    work = instance.translation_key
    context.depends_on(f"siblings:{work}")
    found = {context.locale: own}
    siblings = Document.objects.of(work, context.audience).exclude(locale=context.locale)
    for locale, card in siblings.values_list("locale", "card"):
        content = orjson.loads(card)
        found[locale] = {
            "locale": locale,
            "hreflang": locale,
            "dir": content["dir"],
            "title": content["title"],
            "path": content["path"],
            "url": content["url"],
        }
    return [found[locale] for locale in in_settled_order(found)]


def _ancestors(instance: Any, context: ProjectionContext) -> list[dict[str, Any]]:
    if not isinstance(instance, Page):
        return []
    works = list(
        instance.get_ancestors().filter(depth__gt=1).values_list("translation_key", flat=True)
    )
    for work in works:
        context.depends_on(f"work:{work}")
    documents = Document.objects.usable(context.audience).filter(
        work__in=works, locale=context.locale
    )
    cards = {document.work: orjson.loads(document.card) for document in documents}
    return [
        {"title": cards[work]["title"], "path": cards[work]["path"]}
        for work in works
        if work in cards
    ]


def _seo(projector: Projector, instance: Any, context: ProjectionContext) -> dict[str, Any]:
    return {
        "title": getattr(instance, "seo_title", "") or "",
        "description": getattr(instance, "search_description", "") or "",
        "image": projector.sharing_image(instance, context),
    }


def _slug(instance: Any) -> str:
    return getattr(instance, "slug", "") or getattr(instance, "handle", "") or ""


def _dump(content: dict[str, Any]) -> bytes:
    return orjson.dumps(content, default=str)
