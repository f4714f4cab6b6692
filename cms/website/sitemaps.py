"""``robots.txt`` and the sitemap, whose entries name all languages of a page."""

import re
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.utils.encoding import iri_to_uri

from cms.core import locales
from cms.delivery.models import Document

ENTRIES_PER_FILE = 10_000
PAGE_NUMBER = re.compile("[1-9][0-9]{0,5}")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


def robots_txt() -> str:
    """Return the rules for crawlers."""
    return (
        f"User-agent: *\nDisallow: /cms/\nDisallow: /api/\n\n"
        f"Sitemap: {settings.BASE_URL}/sitemap.xml\n"
    )


def sitemap_xml(page: str | None) -> str:
    """Return one file of the sitemap, or the index of its files when one does not hold all."""
    pages = Document.objects.usable().filter(path__isnull=False).order_by("work", "locale")
    number = int(page) if page and PAGE_NUMBER.fullmatch(page) else None
    if number is None and (total := pages.count()) > ENTRIES_PER_FILE:
        return _index(-(-total // ENTRIES_PER_FILE))
    start = (max(number or 1, 1) - 1) * ENTRIES_PER_FILE
    rows = pages.values_list("work", "locale", "path", "updated_at")
    return _urlset(list(rows[start : start + ENTRIES_PER_FILE]))


def _index(files: int) -> str:
    entries = "".join(
        f"<sitemap><loc>{settings.BASE_URL}/sitemap.xml?page={number}</loc></sitemap>\n"
        for number in range(1, files + 1)
    )
    return f"{HEAD}<sitemapindex {NAMESPACES}>\n{entries}</sitemapindex>\n"


def _urlset(rows: list) -> str:
    entries = []
    for _work, group in groupby(rows, key=lambda row: row[0]):
        languages = {locale: (path, updated) for _work, locale, path, updated in group}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(locale)}'
            f" href={quoteattr(_absolute(languages[locale][0]))}/>"
            for locale in locales.in_settled_order(languages)
        )
        for path, updated in languages.values():
            modified = f"<lastmod>{updated:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if updated else ""
            entries.append(f"<url><loc>{escape(_absolute(path))}</loc>{modified}{links}</url>\n")
    return f"{HEAD}<urlset {NAMESPACES}>\n{''.join(entries)}</urlset>\n"


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{iri_to_uri(path)}"
