"""The rows of a fresh installation, had again after a test that committed.

Django would flush: empty every table, then make content types and permissions anew. That costs more
than most tests, and it forgets the root page, the default locale and the groups, without which the
tests after it would see an installation that cannot exist. So only what a test changed is undone.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from wagtail.models import Site

# The editor's search index keeps shadow tables that plain inserts would contradict: it is emptied.
SEARCH_PREFIX = "wagtailsearch_"

type Rows = list[tuple[Any, ...]]


@dataclass
class Baseline:
    """Rows of the freshly migrated database, table by table, of the tables that have any."""

    tables: list[str] = field(default_factory=list)
    rows: dict[str, Rows] = field(default_factory=dict)

    def take(self) -> None:
        """Remember every row."""
        self.tables = connection.introspection.django_table_names(only_existing=True)
        with connection.cursor() as cursor:
            for table in self._filled(cursor):
                if not table.startswith(SEARCH_PREFIX):
                    self.rows[table] = self._read(cursor, table)

    def put_back(self) -> None:
        """Have exactly these rows in the database."""
        with (
            connection.constraint_checks_disabled(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            filled = self._filled(cursor)
            changed = {
                table
                for table in filled | self.rows.keys()
                if table not in self.rows or self._read(cursor, table) != self.rows[table]
            }
            for table in changed & filled:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
            for table in changed & self.rows.keys():
                marks = ", ".join(["%s"] * len(self.rows[table][0]))
                insert = f"INSERT INTO {connection.ops.quote_name(table)} VALUES ({marks})"
                cursor.executemany(insert, self.rows[table])
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()

    def _filled(self, cursor: CursorWrapper) -> set[str]:
        """Return the tables that have a row."""
        questions = (
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})"
            for table in self.tables
        )
        cursor.execute(" UNION ALL ".join(questions))
        return {table for (table,) in cursor.fetchall()}

    def _read(self, cursor: CursorWrapper, table: str) -> Rows:
        """Return the rows of a table in the order of its first column."""
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
        return cursor.fetchall()
