"""What a page tells search engines, feed readers and those who share it."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.text import Truncator

from cms.website import formats
from videos.embedding import can_be_embedded, embed_url, oembed_url, size_of

SHARED_IMAGE_WIDTH = 1280
DESCRIPTION_LENGTH = 200
OPEN_GRAPH_LOCALES = {"en": "en_GB", "fr": "fr_FR", "uk": "uk_UA", "ar": "ar_AR"}
OPEN_GRAPH_TYPES = {"article": "article", "video": "video.other"}
EVENT_STATUS = "https://schema.org/EventScheduled"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Ready values for the head of a page."""

    full_title: str
    description: str = ""
    canonical: str = ""
    robots: str = ""
    twitter_card: str = ""
    oembed: str = ""
    alternates: list[dict[str, str]] = field(default_factory=list)
    open_graph: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[dict[str, Any]] = field(default_factory=list)


def describe(
    document: dict[str, Any], *, site: dict[str, Any], x_default: str, is_preview: bool = False
) -> Metadata:
    """Return the metadata of a delivered document."""
    organisation = site.get("organisation") or settings.WAGTAIL_SITE_NAME
    seo = document.get("seo") or {}
    title = seo.get("title") or document["title"]
    description = seo.get("description") or _summary_of(document)
    image = seo.get("image") or picture_of(document) or site.get("image")
    canonical = document.get("url") or ""
    full_title = organisation if document["type"] == "home" else f"{title} | {organisation}"
    return Metadata(
        full_title=full_title,
        description=description,
        canonical=canonical,
        robots="noindex" if is_preview else "",
        twitter_card="summary_large_image" if image else "summary",
        oembed=oembed_url(document) if can_be_embedded(document) and not is_preview else "",
        alternates=_alternates(document, x_default),
        open_graph=[
            ("og:site_name", organisation),
            ("og:title", title),
            *_open_graph(document, description, image),
        ],
        json_ld=_json_ld(document, organisation, description, image),
    )


def picture_of(document: dict[str, Any]) -> dict[str, Any] | None:
    """Return the image that stands for a document."""
    names = ("lead_image", "poster", "image")
    return next((document[name] for name in names if document.get(name)), None)


def _summary_of(document: dict[str, Any]) -> str:
    if document.get("summary"):
        return document["summary"]
    text = strip_tags(document.get("synopsis") or document.get("intro") or "").strip()
    return Truncator(text).chars(DESCRIPTION_LENGTH)


def _alternates(document: dict[str, Any], x_default: str) -> list[dict[str, str]]:
    released = [each for each in document.get("alternates", []) if each.get("url")]
    alternates = [{"hreflang": each["hreflang"], "url": each["url"]} for each in released]
    if not alternates:
        return []
    by_locale = {each["locale"]: each["url"] for each in released}
    default = by_locale.get(x_default) or released[0]["url"]
    return [*alternates, {"hreflang": "x-default", "url": default}]


def _open_graph(
    document: dict[str, Any],
    description: str,
    image: dict[str, Any] | None,
) -> list[tuple[str, str]]:
    locale = document["locale"]
    pairs = [
        ("og:type", OPEN_GRAPH_TYPES.get(document["type"], "website")),
        ("og:description", description),
        ("og:url", document.get("url") or ""),
        ("og:locale", OPEN_GRAPH_LOCALES.get(locale, locale)),
    ]
    pairs += [
        ("og:locale:alternate", OPEN_GRAPH_LOCALES.get(each["locale"], each["locale"]))
        for each in document.get("alternates", [])
        if each["locale"] != locale
    ]
    if image:
        pairs += [("og:image", shared_image(image)), ("og:image:alt", image.get("alt") or "")]
    if document["type"] == "article" and document.get("published_at"):
        pairs += [
            ("article:published_time", document["published_at"]),
            ("article:modified_time", document.get("updated_at") or document["published_at"]),
        ]
    if can_be_embedded(document):
        size = size_of(document)
        pairs += [
            ("og:video:url", embed_url(document)),
            ("og:video:type", "text/html"),
            ("og:video:width", str(size.width)),
            ("og:video:height", str(size.height)),
        ]
    return [(name, content) for name, content in pairs if content]


def shared_image(image: dict[str, Any]) -> str:
    """Return the JPEG that networks show beside a shared link."""
    candidates = (image.get("srcset") or {}).get("jpeg") or []
    fitting = [each for each in candidates if each["width"] <= SHARED_IMAGE_WIDTH]
    return max(fitting, key=lambda each: each["width"])["url"] if fitting else image["src"]


def _json_ld(
    document: dict[str, Any],
    organisation: str,
    description: str,
    image: dict[str, Any] | None,
) -> list[dict[str, Any]]:
    publisher = {"@type": "Organization", "name": organisation, "url": settings.BASE_URL}
    common = {
        "@context": "https://schema.org",
        "inLanguage": document["locale"],
        "url": document.get("url"),
        "description": description,
        "image": [shared_image(image)] if image else None,
    }
    match document["type"]:
        case "article":
            own = {
                "@type": "NewsArticle",
                "headline": document["title"],
                "datePublished": document.get("published_at"),
                "dateModified": document.get("updated_at"),
                "publisher": publisher,
                "author": publisher,
                "contentLocation": _place(document.get("dateline")),
            }
        case "programme":
            own = {
                "@type": "Event",
                "name": document["title"],
                "startDate": document.get("local_starts_at"),
                "endDate": document.get("local_ends_at"),
                "eventStatus": EVENT_STATUS,
                "location": _place(document.get("place")),
                "organizer": publisher,
            }
        case "video":
            preview = (document.get("asset") or {}).get("preview") or {}
            own = {
                "@type": "VideoObject",
                "name": document["title"],
                "uploadDate": document.get("published_at"),
                "duration": formats.iso_duration(document.get("duration_seconds")),
                "thumbnailUrl": shared_image(image) if image else None,
                "contentUrl": preview.get("url"),
                "embedUrl": embed_url(document) if can_be_embedded(document) else None,
                "publisher": publisher,
            }
        case _:
            return []
    return [{name: value for name, value in {**common, **own}.items() if value}]


def _place(place: dict[str, Any] | None) -> dict[str, Any] | None:
    if not place:
        return None
    return {
        "@type": "Place",
        "name": place["title"],
        "address": place.get("country_code") or place["title"],
    }
