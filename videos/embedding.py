"""Our player on other people's pages: its address, and the HTML they copy."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.html import format_html

DEFAULT_WIDTH = 640
WIDTHS = (480, 640, 854, 1280)
DEFAULT_RATIO = 16 / 9
SMALLEST = 120
WORK_PATTERN = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
EMBED_PATH = re.compile(rf"/(?P<locale>[\w-]+)/embed/videos/(?P<work>{WORK_PATTERN})/?")


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's size in CSS pixels."""

    width: int
    height: int


def embed_path(document: dict[str, Any]) -> str:
    """Return the path of a video document's player on a page of its own."""
    return f"/{document['locale']}/embed/videos/{document['id']}"


def parse_embed_path(path: str) -> tuple[str, str] | None:
    """Return the locale and the work that such a path names, None for any other path."""
    match = EMBED_PATH.fullmatch(path)
    return (match["locale"], match["work"]) if match else None


def embed_url(document: dict[str, Any]) -> str:
    """Return the address that other pages frame."""
    return f"{settings.BASE_URL}{embed_path(document)}"


def oembed_url(document: dict[str, Any]) -> str:
    """Return where the description for embedding is to be had."""
    return f"{settings.BASE_URL}/api/v1/oembed?url={quote(document['url'], safe='')}"


def can_be_embedded(document: dict[str, Any]) -> bool:
    """Whether the document is a released video with something to play."""
    asset = document.get("asset") or {}
    is_playable = bool(asset.get("preview") or asset.get("hls_url"))
    return document["type"] == "video" and bool(document.get("url")) and is_playable


def size_of(document: dict[str, Any], *, width: int = DEFAULT_WIDTH, height: int = 0) -> Size:
    """Return the size of the player within a width and, unless 0, a height."""
    asset = document.get("asset") or {}
    picture = asset.get("preview") or asset
    ratio = DEFAULT_RATIO
    if picture.get("width") and picture.get("height"):
        ratio = picture["width"] / picture["height"]
    if height:
        width = min(width, round(height * ratio))
    return Size(max(width, SMALLEST), max(round(width / ratio), SMALLEST))


def embed_html(document: dict[str, Any], size: Size) -> str:
    """Return the frame to copy into a page."""
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" allowfullscreen'
        ' allow="fullscreen; picture-in-picture" referrerpolicy="strict-origin-when-cross-origin">'
        "</iframe>",
        embed_url(document),
        size.width,
        size.height,
        document["title"],
    )
