"""From a delivered document to HTML. The same for what is public and for a preview."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.core import locales
from cms.delivery import store
from cms.website.languages import Language, language_switch
from cms.website.metadata import Metadata, describe
from cms.website.paging import order_of

TEMPLATES = {
    "home": "website/home.html",
    "listing": "website/listing.html",
    "article": "website/article.html",
    "programme": "website/programme.html",
    "video": "website/video.html",
}
AROUND_A_PAGE = ("menu", "site", "home", "listing")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every page of a locale shows around its text."""

    site: dict[str, Any]
    menus: dict[str, dict[str, Any]]
    homes: list[dict[str, Any]]
    listings: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, locale: str) -> "Surroundings":
        """Read them in one query."""
        site: dict[str, Any] = {}
        menus: dict[str, dict[str, Any]] = {}
        homes: list[dict[str, Any]] = []
        listings: dict[str, dict[str, Any]] = {}
        for row, slug in store.of_kinds(AROUND_A_PAGE, locale):
            match row.kind:
                case "site":
                    site = row.data
                case "menu":
                    menus[slug] = row.data
                case "home":
                    homes = row.data["alternates"]
                case "listing":
                    listings.setdefault(row.data["lists"], row.data)
        return cls(site=site, menus=menus, homes=homes, listings=listings)


def context_of(
    document: dict[str, Any], around: Surroundings, *, is_preview: bool = False
) -> dict[str, Any]:
    """Return what the template of any document needs."""
    locale = document["locale"]
    return {
        **_frame(locale, around, alternates=document.get("alternates", [])),
        "document": document,
        "related_videos": _videos_beside(document),
        "meta": describe(
            document,
            site=around.site,
            x_default=locales.content_codes()[0],
            is_preview=is_preview,
        ),
        "is_preview": is_preview,
    }


def _videos_beside(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the related videos that the body does not show already."""
    shown = {
        block["value"]["video"]["id"]
        for block in document.get("body") or []
        if block["type"] == "video" and block["value"].get("video")
    }
    return [card for card in document.get("videos") or [] if card["id"] not in shown]


def context_of_message(title: str, locale: str, around: Surroundings) -> dict[str, Any]:
    """Return what a page without a document needs, such as "not found"."""
    organisation = around.site.get("organisation") or settings.WAGTAIL_SITE_NAME
    return {
        **_frame(locale, around, alternates=[]),
        "document": {"type": "message"},
        "meta": Metadata(full_title=f"{title} | {organisation}", robots="noindex"),
    }


def context_of_screen(path: str, title: str, locale: str, around: Surroundings) -> dict[str, Any]:
    """Return what a screen of another package needs; the switch leads to it in each language."""
    rest = path.removeprefix(f"/{locale}/")
    alternates = [{"locale": code, "path": f"/{code}/{rest}"} for code in locales.content_codes()]
    return {
        **context_of_message(title, locale, around),
        **_frame(locale, around, alternates=alternates if rest != path else []),
        "layout": "website/base.html",
        "document": {"type": "screen"},
        "title": title,
    }


def player_origins(document: dict[str, Any]) -> set[str]:
    """Return the origins of the outside players that this document offers."""
    return {
        f"https://{parts.netloc}"
        for url in _player_urls(document)
        if (parts := urlsplit(url)).scheme == "https" and parts.netloc
    }


def _player_urls(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if url := value.get("player_url"):
            yield url
        for part in value.values():
            yield from _player_urls(part)
    elif isinstance(value, list):
        for part in value:
            yield from _player_urls(part)


def _frame(
    locale: str, around: Surroundings, *, alternates: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    languages: list[Language] = language_switch(
        current=locale, alternates=alternates, homes=around.homes
    )
    return {
        "locale": locale,
        "direction": locales.direction(locale),
        "site": {"organisation": settings.WAGTAIL_SITE_NAME, **around.site},
        "menus": around.menus,
        "languages": languages,
    }


def sections_of_home(document: dict[str, Any], around: Surroundings) -> list[dict[str, Any]]:
    """Return the latest of each kind that is not highlighted above, one query each."""
    shown = {card["id"] for card in document.get("highlights", [])}
    titles = {
        "article": (_("Latest news"), _("All news"), 6),
        "programme": (_("Programmes"), _("All programmes"), 3),
        "video": (_("Videos"), _("All videos"), 4),
    }
    return [
        {
            "kind": kind,
            "title": title,
            "all_label": all_label,
            "path": around.listings.get(kind, {}).get("path"),
            "cards": _latest(kind, document["locale"], limit, besides=shown),
        }
        for kind, (title, all_label, limit) in titles.items()
    ]


def _latest(kind: str, locale: str, limit: int, *, besides: set[str]) -> list[dict[str, Any]]:
    cards = store.list_cards(kind, locale, limit + len(besides), by=order_of(kind)).items
    return [card for card in cards if card["id"] not in besides][:limit]
