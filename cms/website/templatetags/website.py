"""What the templates need beyond Django's own tags."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.engine import Engine
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from cms.core import locales
from cms.website import formats
from videos.embedding import WIDTHS, can_be_embedded, embed_html, embed_url, size_of
from videos.player import TIMED_TEXT_KINDS

register = template.Library()

register.filter("day", formats.day)
register.filter("weekday", formats.weekday)
register.filter("clock", formats.clock)
register.filter("by_day", formats.by_day)
register.filter("duration", formats.duration)
register.filter("position", formats.position)
register.filter("iso_duration", formats.iso_duration)

BLOCK_NAMES = {
    "paragraph",
    "heading",
    "quote",
    "image",
    "gallery",
    "video",
    "document",
    "table",
    "fact_box",
    "related_links",
    "embed",
}
FOCUS_STEPS = 4
ICONS = {
    "on": "M3 8h10M9 4l4 4-4 4",
    "back": "M13 8H3m4-4L3 8l4 4",
    "play": "M5 3l8 5-8 5z",
}
# A document's text must not be able to end the script element it is written into.
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def local(url: str | None) -> str:
    """Return an address of our own without its origin, any other as it is."""
    address = url or ""
    is_ours = address.startswith(f"{settings.BASE_URL}/")
    return address.removeprefix(settings.BASE_URL) if is_ours else address


@register.filter
def was_updated(document: dict[str, Any]) -> bool:
    """Return whether the text changed on a later day than its first release."""
    published, updated = document.get("published_at"), document.get("updated_at")
    return bool(published and updated and formats.day(published) != formats.day(updated))


@register.filter
def language_name(code: str) -> str:
    """Return a language's name in the active language, or the code we cannot name."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


@register.filter
def language_direction(code: str) -> str:
    """Return the direction a language is written in; the browser decides for unknown ones."""
    try:
        return locales.direction(code)
    except KeyError:
        return "auto"


@register.filter
def dialled(number: str) -> str:
    """Return a telephone number as a ``tel:`` address wants it."""
    return re.sub(r"[^\d+]", "", number)


@register.filter
def has_headings(columns: list[dict[str, Any]]) -> bool:
    """Return whether any column of a table is named."""
    return any(column.get("heading") for column in columns)


@register.filter
def host(url: str) -> str:
    """Return the host that an address leads to."""
    return urlsplit(url).hostname or ""


@register.simple_tag(takes_context=True)
def foreign(context: Context, card: dict[str, Any] | None) -> SafeString:
    """Return ``lang`` and ``dir`` for text in another language than the page."""
    if not isinstance(card, dict) or card.get("locale") in {None, context.get("locale")}:
        return SafeString("")
    return format_html('lang="{}" dir="{}"', card["locale"], card["dir"])


@register.simple_tag(takes_context=True)
def blocks(context: Context, body: list[dict[str, Any]] | None) -> SafeString:
    """Draw the blocks of a body. A block without a template is left out."""
    drawn = []
    for block in body or []:
        if block["type"] in BLOCK_NAMES:
            with context.push(value=block["value"], block=block):
                name = f"website/blocks/{block['type']}.html"
                drawn.append(Engine.get_default().get_template(name).render(context))
    return mark_safe("".join(drawn))  # noqa: S308 - each part was escaped by its template


@register.inclusion_tag("website/parts/picture.html")
def picture(
    image: dict[str, Any], sizes: str = "100vw", *, eager: bool = False, decorative: bool = False
) -> dict[str, Any]:
    """Draw an image in the best format and width a browser can use."""
    srcset = image.get("srcset") or {}
    return {
        "image": image,
        "sizes": sizes,
        "eager": eager,
        "alt": "" if decorative else image["alt"],
        "focus": _focus_classes(image.get("focal_point")),
        "sources": [
            {"type": f"image/{name}", "srcset": _srcset(srcset[name])}
            for name in ("avif", "webp")
            if srcset.get(name)
        ],
        "jpeg_srcset": _srcset(srcset.get("jpeg") or []),
    }


@register.simple_tag
def embed_code(document: dict[str, Any]) -> dict[str, Any] | None:
    """Return the frame of a video for other pages and what may be chosen; None without one."""
    if not can_be_embedded(document):
        return None
    size = size_of(document)
    tracks = (document.get("asset") or {}).get("tracks") or []
    return {
        "html": embed_html(document, size),
        "size": size,
        "sizes": [size_of(document, width=width) for width in WIDTHS],
        "languages": [
            {
                "locale": each["locale"],
                "name": locales.own_name(each["locale"]),
                "url": embed_url(document | {"locale": each["locale"]}),
            }
            for each in document.get("alternates") or [document]
        ],
        "subtitles": [track for track in tracks if track["kind"] in TIMED_TEXT_KINDS],
    }


@register.simple_tag
def arrow(name: str) -> SafeString:
    """Draw a small sign; those that point along the text are mirrored by the style sheet."""
    return format_html(
        '<svg class="sign sign-{}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"'
        ' focusable="false"><path d="{}"/></svg>',
        name,
        ICONS[name],
    )


@register.simple_tag
def session_times(session: dict[str, Any]) -> SafeString:
    """Return start and end of a session in the event's own zone."""
    moments = [session["local_starts_at"], session.get("local_ends_at")]
    return format_html_join(
        "–",
        '<time datetime="{}">{}</time>',
        ((moment, formats.clock(moment)) for moment in moments if moment),
    )


@register.simple_tag
def event_dates(programme: dict[str, Any]) -> SafeString:
    """Return the day of an event, or its first and last, in the event's own zone."""
    first = programme.get("local_starts_at") or ""
    last = programme.get("local_ends_at") or first
    if formats.day(first) == formats.day(last):
        words = [(first, formats.day(first))]
    else:
        words = list(zip((first, last), formats.days(first, last), strict=True))
    return format_html_join(
        " – ", '<time datetime="{}">{}</time>', [pair for pair in words if pair[0]]
    )


@register.simple_tag
def moment(value: str, time_zone: str) -> SafeString:
    """Return an instant in the named zone."""
    return format_html(
        '<time datetime="{}">{}</time>', value, formats.day_and_clock(value, time_zone)
    )


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Write structured data for search engines; a browser does not run it."""
    text = json.dumps(data, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped above
    )


def _srcset(candidates: list[dict[str, Any]]) -> str:
    return ", ".join(f"{local(each['url'])} {each['width']}w" for each in candidates)


def _focus_classes(point: dict[str, float] | None) -> str:
    """Return classes that keep the focal point in a cropped frame, without an inline style."""
    if not point:
        return ""
    return f"focus-x-{round(point['x'] * FOCUS_STEPS)} focus-y-{round(point['y'] * FOCUS_STEPS)}"
