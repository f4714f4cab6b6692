"""The rows that migrations make, put back after a test that emptied the database.

A transactional test ends with a flush. Without the root page, the default locale and the groups,
the tests after it would see an installation that cannot exist.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Site

# The editor's search index keeps shadow tables that plain inserts would contradict.
SEARCH_PREFIX = "wagtailsearch_"


@dataclass
class Baseline:
    """Rows of the freshly migrated database, table by table."""

    tables: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = field(default_factory=dict)

    def take(self) -> None:
        """Remember every row."""
        with connection.cursor() as cursor:
            for table in connection.introspection.django_table_names(only_existing=True):
                if table.startswith(SEARCH_PREFIX):
                    continue
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                columns = [column[0] for column in cursor.description]
                if rows := cursor.fetchall():
                    self.tables[table] = (columns, rows)

    def put_back(self) -> None:
        """Have exactly these rows in their tables."""
        quote = connection.ops.quote_name
        with (
            connection.constraint_checks_disabled(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            for table in self.tables:
                cursor.execute(f"DELETE FROM {quote(table)}")
            for table, (columns, rows) in self.tables.items():
                names = ", ".join(map(quote, columns))
                marks = ", ".join(["%s"] * len(columns))
                insert = f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})"
                cursor.executemany(insert, rows)
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()
