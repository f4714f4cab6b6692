"""Read the delivery store: one hand-written SQL query per read, ready bytes out.

Everything public is read here: the API, the public pages, the images. The statements run on
SQLite and on PostgreSQL. Each names the audience and ``status = 'usable'``, so nothing else can
come out. The ORM would cost ten times the statement itself.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any, Literal
from urllib.parse import unquote
from uuid import UUID

import orjson
from django.db import connection

from cms.delivery.cursors import Position
from cms.delivery.narrowing import Narrowing

PUBLIC = "public"
MAX_PATH_LENGTH = 2048

SEQ = "(SELECT value FROM delivery_changecounter WHERE audience = %s)"

# A row is a card and its mark: the card's tag, moment and work in one text. Each column of each row
# costs, a driver would make twenty moments and ids of them, and only the last one is needed. The
# first row has no card, and its mark is the number of the latest change.
LIST_SQL = f"""
SELECT NULL, CAST({SEQ} AS VARCHAR(120))
UNION ALL
SELECT * FROM (
  SELECT d.card,
    d.card_etag || '|' || CAST({{moment}} AS VARCHAR(40)) || '|' || CAST(d.work AS VARCHAR(36))
  FROM delivery_document AS d
  WHERE d.audience = %s AND d.status = 'usable' AND d.kind = %s AND d.locale = %s{{facets}}{{after}}
  ORDER BY {{moment}} {{order}}, d.work {{order}}
  LIMIT %s
) AS page
"""  # noqa: S608 - constants only

LIST_MOMENTS = {
    "published_at": "d.published_at",
    "starts_at": "COALESCE(d.starts_at, d.published_at)",
}

COUNT_SQL = """
SELECT COUNT(*) FROM delivery_document AS d
WHERE d.audience = %s AND d.status = 'usable' AND d.kind = %s AND d.locale = %s
"""

FACET_SQL = """ AND EXISTS (
  SELECT 1 FROM delivery_documentfacet AS f
  WHERE f.document_id = d.id AND f.facet = %s AND f.value {comparison}
)"""

DOCUMENT_COLUMNS = "d.work, d.kind, d.locale, d.path, d.updated_at, d.body, d.body_etag"

DETAIL_SQL = f"""
SELECT {DOCUMENT_COLUMNS}, {SEQ}
FROM delivery_document AS d
WHERE d.audience = %s AND d.work = %s AND d.locale = %s AND d.kind = %s AND d.status = 'usable'
"""  # noqa: S608 - constants only

BY_SLUG_SQL = f"""
SELECT {DOCUMENT_COLUMNS}, {SEQ}
FROM delivery_document AS d
WHERE d.audience = %s AND d.kind = %s AND d.locale = %s AND d.slug = %s AND d.status = 'usable'
"""  # noqa: S608 - constants only

OF_KINDS_SQL = f"""
SELECT {DOCUMENT_COLUMNS}, {SEQ}, d.slug
FROM delivery_document AS d
WHERE d.audience = %s AND d.kind IN ({{kinds}}){{locale}} AND d.status = 'usable'
ORDER BY d.kind, d.locale, d.slug
"""  # noqa: S608 - constants only

RESOLVE_SQL = f"""
SELECT {DOCUMENT_COLUMNS}, {SEQ}, a.state, a.target, a.notice, a.locale
FROM delivery_address AS a
JOIN wagtailcore_site AS s ON s.id = a.site_id AND s.is_default_site
LEFT JOIN delivery_document AS d
  ON d.id = a.document_id AND d.audience = a.audience AND d.status = 'usable'
WHERE a.audience = %s AND a.path = %s
"""  # noqa: S608 - constants only

MISSING_SQL = """
SELECT 'alternate', locale, path, NULL FROM delivery_document
WHERE audience = %s AND work = %s AND kind = %s AND status = 'usable'
UNION ALL
SELECT 'gone', locale, NULL, '' FROM delivery_document
WHERE audience = %s AND work = %s AND kind = %s AND locale = %s AND status <> 'usable'
UNION ALL
SELECT 'gone', locale, NULL, notice FROM delivery_tombstone
WHERE audience = %s AND work = %s AND kind = %s AND locale = %s
"""


class DocumentRow:
    """One delivered document: its columns and its ready JSON bytes."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        """Take a row of ``DOCUMENT_COLUMNS`` and the sequence number."""
        self._work, self.kind, self.locale, path, self._updated_at, body, self.etag, seq = row[:8]
        self.path: str = path or ""
        self.body = bytes(body)
        self.seq: int = seq or 0

    @cached_property
    def work(self) -> UUID:
        """The id that all languages share."""
        return _uuid(self._work)

    @cached_property
    def updated_at(self) -> datetime | None:
        """The last substantive release."""
        return _aware(self._updated_at) if self._updated_at else None

    @cached_property
    def data(self) -> dict[str, Any]:
        """The document as Python values."""
        return _loads(self.body)


class CardPage:
    """One page of a list."""

    def __init__(
        self, rows: list[tuple[Any, ...]], next_position: Position | None, seq: int
    ) -> None:
        """Take rows of the list statement."""
        self.rows = rows
        self.next_position = next_position
        self.seq = seq
        self.cards = [bytes(row[0]) for row in rows]

    @property
    def marks(self) -> list[str]:
        """What stands for each card in the list's own tag."""
        return [row[1] for row in self.rows]

    @property
    def first_position(self) -> Position | None:
        """Where the page begins."""
        return _position(self.rows[0]) if self.rows else None

    @property
    def last_position(self) -> Position | None:
        """Where the page ends."""
        return _position(self.rows[-1]) if self.rows else None

    @property
    def has_more(self) -> bool:
        return self.next_position is not None

    @cached_property
    def items(self) -> list[dict[str, Any]]:
        """The cards as Python values."""
        return [_loads(card) for card in self.cards]


@dataclass(frozen=True)
class Resolution:
    """What is at an address now: a page, the way to one, or the word that it is gone."""

    state: Literal["page", "redirect", "gone"]
    locale: str
    document: DocumentRow | None
    target: str
    notice: str
    seq: int

    @property
    def location(self) -> str:
        """Where a redirect leads: an editor's target, or where the document is now."""
        if self.target:
            return self.target
        return self.document.path if self.document else ""


@dataclass(frozen=True)
class Chrome:
    """What surrounds every page of a locale."""

    site: dict[str, Any] | None
    menus: dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Absence:
    """Why there is no document: where it is to be had, or that it was taken back."""

    alternates: list[tuple[str, str | None]]
    is_gone: bool
    notice: str


def list_cards(
    kind: str,
    locale: str,
    limit: int = 20,
    cursor: Position | None = None,
    *,
    audience: str = PUBLIC,
    newer: bool = False,
    by: Literal["published_at", "starts_at"] = "published_at",
    narrowings: Sequence[Narrowing] = (),
) -> CardPage:
    """Return the newest cards of a kind in a locale, from ``cursor`` on.

    With ``newer`` the page is the one before the cursor; its cards keep the order of the list.
    What has no start is placed ``by="starts_at"`` where its publication puts it. Only documents
    that all ``narrowings`` leave are listed.
    """
    parameters: list[Any] = [audience, audience, kind, locale, *_values(narrowings)]
    if cursor is not None:
        parameters += [_moment(cursor.published_at), cursor.work.hex]
    parameters.append(limit + 1)
    facets = _facet_sql(narrowings)
    statement = _list_sql(by, newer=newer, has_cursor=cursor is not None, facets=facets)
    rows = _fetch(statement, parameters)
    seq = int(rows[0][1] or 0)
    found = rows[1 : limit + 1]
    following = _position(found[-1]) if len(rows) > limit + 1 else None
    if newer:
        found.reverse()
    return CardPage(found, following, seq)


@lru_cache(maxsize=256)
def _list_sql(by: str, *, newer: bool, has_cursor: bool, facets: str) -> str:
    moment = LIST_MOMENTS[by]
    after = f" AND ({moment}, d.work) {'>' if newer else '<'} (%s, %s)" if has_cursor else ""
    statement = LIST_SQL.format(
        facets=facets, after=after, order="ASC" if newer else "DESC", moment=moment
    )
    return " ".join(statement.split())


def count(
    kind: str,
    locale: str,
    *,
    audience: str = PUBLIC,
    narrowings: Sequence[Narrowing] = (),
) -> int:
    """Return how many documents of a kind a locale has, after all ``narrowings``."""
    statement = COUNT_SQL + _facet_sql(narrowings)
    return int(_fetch(statement, [audience, kind, locale, *_values(narrowings)])[0][0])


def _facet_sql(narrowings: Sequence[Narrowing]) -> str:
    return "".join(FACET_SQL.format(comparison=each.comparison) for each in narrowings)


def _values(narrowings: Sequence[Narrowing]) -> Iterator[str]:
    for each in narrowings:
        yield from (each.facet, *each.values)


def get_document(
    kind: str, work: UUID, locale: str, *, audience: str = PUBLIC
) -> DocumentRow | None:
    """Return one document, or None."""
    rows = _fetch(DETAIL_SQL, [audience, audience, work.hex, locale, kind])
    return DocumentRow(rows[0]) if rows else None


def get_by_slug(kind: str, slug: str, locale: str, *, audience: str = PUBLIC) -> DocumentRow | None:
    """Return the document that a kind calls by a name of its own, such as a menu's handle."""
    if "\x00" in slug:
        return None
    rows = _fetch(BY_SLUG_SQL, [audience, audience, kind, locale, slug])
    return DocumentRow(rows[0]) if rows else None


def explain_absence(kind: str, work: UUID, locale: str, *, audience: str = PUBLIC) -> Absence:
    """Return what is known about a document that :func:`get_document` did not find."""
    own = [audience, work.hex, kind]
    rows = _fetch(MISSING_SQL, [*own, *own, locale, *own, locale])
    graves = [row for row in rows if row[0] == "gone"]
    return Absence(
        alternates=[(row[1], row[2]) for row in rows if row[0] == "alternate"],
        is_gone=bool(graves),
        notice=graves[0][3] or "" if graves else "",
    )


def resolve(path: str, audience: str = PUBLIC) -> Resolution | None:
    """Return what the default site has at a path, or None when it never had anything there."""
    canonical = canonical_path(path)
    if canonical is None:
        return None
    rows = _fetch(RESOLVE_SQL, [audience, audience, canonical])
    if not rows:
        return None
    row = rows[0]
    document = DocumentRow(row) if row[0] is not None else None
    state = row[8]
    if state == "page" and document is None:
        return None
    return Resolution(
        state=state,
        locale=row[11],
        document=document,
        target=row[9] or "",
        notice=row[10] or "",
        seq=row[7] or 0,
    )


def chrome(locale: str, *, audience: str = PUBLIC) -> Chrome:
    """Return the menus by handle and the site's own words, in one query."""
    site = None
    menus = {}
    for document, slug in of_kinds(("menu", "site"), locale, audience=audience):
        if document.kind == "site":
            site = document.data
        else:
            menus[slug] = document.data
    return Chrome(site=site, menus=menus)


def of_kinds(
    kinds: Sequence[str], locale: str | None = None, *, audience: str = PUBLIC
) -> Iterable[tuple[DocumentRow, str]]:
    """Return the few documents of singular kinds with their slugs, in one locale or in all."""
    statement = OF_KINDS_SQL.format(
        kinds=", ".join(["%s"] * len(kinds)), locale=" AND d.locale = %s" if locale else ""
    )
    parameters = [audience, audience, *kinds, *([locale] if locale else [])]
    return [(DocumentRow(row), row[8]) for row in _fetch(statement, parameters)]


def canonical_path(path: str) -> str | None:
    """Return the stored form of a path as people write it, or None when it cannot be one."""
    if not path.startswith("/") or len(path) > MAX_PATH_LENGTH:
        return None
    decoded = unicodedata.normalize("NFC", unquote(path))
    if "\x00" in decoded or "\ufffd" in decoded:
        return None
    return decoded if decoded.endswith("/") else decoded + "/"


def _fetch(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _position(row: tuple[Any, ...]) -> Position:
    _tag, moment, work = row[1].split("|")
    return Position(_aware(moment), UUID(work))


def _loads(content: bytes) -> dict[str, Any]:
    value: dict[str, Any] = orjson.loads(content)
    return value


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _aware(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)
