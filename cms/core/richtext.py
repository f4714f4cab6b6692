"""Rich text as the public may have it: known tags only, links that lead somewhere.

Editors' text is stored in Wagtail's database form (``<a linktype="page" id="3">``). Projection
turns it into plain HTML: links to pages and files become public addresses, or plain text when their
target is not public, and everything that is not on the short list below is removed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import nh3
from bs4 import BeautifulSoup, Tag

FEATURES = [
    "bold",
    "italic",
    "superscript",
    "subscript",
    "ol",
    "ul",
    "hr",
    "link",
    "document-link",
]
SHORT_FEATURES = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link"]

TAGS = frozenset({"a", "b", "br", "em", "hr", "i", "li", "ol", "p", "strong", "sub", "sup", "ul"})
# For texts that are one long piece, such as legal notices; elsewhere a heading is a block.
TAGS_WITH_HEADINGS = TAGS | {"h2", "h3"}
REMOVED_WITH_CONTENT = {
    "iframe",
    "math",
    "noscript",
    "object",
    "script",
    "style",
    "svg",
    "template",
}
# What a database column of primary keys can hold for certain.
MAX_KEY_DIGITS = 18
LINK_SCHEMES = {"http", "https", "mailto", "tel"}


@cache
def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        clean_content_tags=REMOVED_WITH_CONTENT,
        attributes={"a": {"href"}},
        url_schemes=LINK_SCHEMES,
        link_rel=None,
    )


@dataclass
class LinkedIds:
    """The primary keys that rich text links to."""

    pages: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)


def linked_ids(source: str) -> LinkedIds:
    """Return which pages and documents the text links to."""
    found = LinkedIds()
    for link in _links(_parse(source)) if "linktype" in source else ():
        if (number := _id(link)) is None:
            continue
        if link.get("linktype") == "page":
            found.pages.add(number)
        elif link.get("linktype") == "document":
            found.documents.add(number)
    return found


def public_html(
    source: str,
    *,
    page_path: Callable[[int], str | None],
    document_url: Callable[[int], str | None],
    tags: frozenset[str] = TAGS,
) -> str:
    """Return safe HTML; the two functions give the public address of a target, or None."""
    if not source:
        return ""
    if "<a" in source:
        soup = _parse(source)
        for link in list(_links(soup)):
            href = _public_href(link, page_path=page_path, document_url=document_url)
            if href is None:
                link.unwrap()
            else:
                link.attrs = {"href": href}
        source = str(soup)
    # The cleaner writes no-break spaces as entities; the text keeps its characters.
    return _cleaner(tags).clean(source).replace("&nbsp;", "\u00a0")


def _public_href(
    link: Tag,
    *,
    page_path: Callable[[int], str | None],
    document_url: Callable[[int], str | None],
) -> str | None:
    match link.get("linktype"):
        case "page":
            return None if (number := _id(link)) is None else page_path(number)
        case "document":
            return None if (number := _id(link)) is None else document_url(number)
        case None:
            href = str(link.get("href") or "").strip()
            return href if is_harmless(href) else None
        case _:
            return None


def is_harmless(href: str) -> bool:
    """Return whether a link may be followed: a known scheme, or a place on this site."""
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        return False
    return bool(href) and (scheme in LINK_SCHEMES or (not scheme and href[0] in "/#"))


def _id(link: Tag) -> int | None:
    value = str(link.get("id") or "")
    is_key = value.isascii() and value.isdigit() and len(value) <= MAX_KEY_DIGITS
    return int(value) if is_key else None


def _parse(source: str) -> BeautifulSoup:
    return BeautifulSoup(source, "html.parser")


def _links(soup: BeautifulSoup) -> Iterator[Tag]:
    return (link for link in soup.find_all("a") if isinstance(link, Tag))
