"""From the demo's light markup to rich text and slugs."""

import re
from html import escape

from django.utils.text import slugify

LATIN_LOCALES = frozenset({"en", "fr"})
LONGEST_SLUG = 70
HEADING = "## "
LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)\)")
BOLD = re.compile(r"\*\*(.+?)\*\*")


def rich_text(text: str) -> str:
    """Return HTML: headings after ``##``, lists of lines after a dash, paragraphs, bold, links."""
    return "".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block)


def make_slug(title: str, locale: str) -> str:
    """Return a slug in the language's own letters, without accents in Latin ones."""
    plain = title.replace("’", " " if locale == "fr" else "")
    slug = slugify(plain, allow_unicode=locale not in LATIN_LOCALES)
    if len(slug) <= LONGEST_SLUG:
        return slug
    return slug[: LONGEST_SLUG + 1].rpartition("-")[0]


def _block(block: str) -> str:
    lines = block.splitlines()
    if block.startswith(HEADING):
        return f"<h2>{_inline(block.removeprefix(HEADING))}</h2>"
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{_inline(line[2:])}</li>" for line in lines)
        return f"<ul>{items}</ul>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    safe = escape(text, quote=False)
    return LINK.sub(r'<a href="\2">\1</a>', BOLD.sub(r"<b>\1</b>", safe))
