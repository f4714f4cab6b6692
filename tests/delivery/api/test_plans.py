"""The statements of the store read an index, on either database."""

from uuid import UUID

import pytest
from django.db import connection

from cms.delivery import store
from cms.delivery.cursors import Position
from cms.delivery.models import Document
from cms.delivery.narrowing import any_of, at_least, at_most, ordered_number
from tests.factories.delivery import FIRST_RELEASE, make_document

pytestmark = pytest.mark.django_db

WORK = UUID("7a1c0a52-52f1-4c1f-9a51-3f0f5d2f7e10")


@pytest.fixture
def plans(monkeypatch):
    """Explain every statement instead of believing it."""
    make_document(slug="x")
    make_document("menu", slug="header")
    found: list[str] = []
    fetch = store._fetch

    def explain(statement, parameters):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # So few rows would be read and sorted at once; what matters is that an index fits.
                for way in ("seqscan", "bitmapscan", "sort"):
                    cursor.execute(f"SET LOCAL enable_{way} = off")
                cursor.execute(f"EXPLAIN {statement}", parameters)
                found.extend(row[0] for row in cursor.fetchall())
            else:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                found.extend(row[3] for row in cursor.fetchall())
        return fetch(statement, parameters)

    monkeypatch.setattr(store, "_fetch", explain)
    return found


def reads_whole_table(plan: list[str], table: str) -> bool:
    return any(
        (f"Seq Scan on {table}" in line)
        or (line.startswith(f"SCAN {table}") and "USING" not in line)
        for line in plan
    )


NARROWINGS = (
    any_of("captions", ["fr"]),
    any_of("people", ["7a1c0a52-52f1-4c1f-9a51-3f0f5d2f7e10", "other"]),
    at_least("duration", ordered_number(30_000)),
    at_most("duration", ordered_number(90_000)),
    at_least("height", ordered_number(1_080)),
)
READS = {
    "list": lambda: store.list_cards("article", "fr", 20),
    "next page": lambda: store.list_cards("article", "fr", 20, Position(FIRST_RELEASE, WORK)),
    "page before": lambda: store.list_cards(
        "article", "fr", 20, Position(FIRST_RELEASE, WORK), newer=True
    ),
    "count": lambda: store.count("article", "fr"),
    "narrowed list": lambda: store.list_cards("article", "fr", 20, narrowings=NARROWINGS),
    "narrowed page": lambda: store.list_cards(
        "article", "fr", 20, Position(FIRST_RELEASE, WORK), narrowings=NARROWINGS
    ),
    "narrowed count": lambda: store.count("article", "fr", narrowings=NARROWINGS),
    "detail": lambda: store.get_document("article", WORK, "fr"),
    "menu": lambda: store.get_by_slug("menu", "header", "fr"),
    "resolve": lambda: store.resolve("/fr/x/"),
    "absence": lambda: store.explain_absence("article", WORK, "fr"),
    "chrome": lambda: store.chrome("fr"),
}


@pytest.mark.parametrize("name", READS)
def test_a_read_goes_through_an_index(plans, name):
    READS[name]()

    assert plans
    tables = (
        "delivery_document",
        "delivery_documentfacet",
        "delivery_address",
        "delivery_tombstone",
    )
    for table in tables:
        for alias in (table, "d", "a", "f"):
            assert not reads_whole_table(plans, alias), "\n".join(plans)


@pytest.mark.parametrize(
    "name", ["list", "next page", "page before", "narrowed list", "narrowed page"]
)
def test_a_list_is_not_sorted(plans, name):
    READS[name]()

    text = "\n".join(plans)
    assert "delivery_document_list" in text
    assert "TEMP B-TREE" not in text
    assert "Sort" not in text


def test_the_index_of_lists_covers_what_they_ask():
    index = next(
        index for index in Document._meta.indexes if index.name == "delivery_document_list"
    )

    assert index.fields[:4] == ["audience", "kind", "locale", "status"]
