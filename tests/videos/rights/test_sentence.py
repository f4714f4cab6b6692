"""The rules of use in words."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from videos.rights.rules import Rights, Rule
from videos.rights.sentence import rights_sentence

EVENING = datetime(2026, 12, 3, 18, 30, tzinfo=UTC)
END_OF_DAY = datetime(2026, 12, 3, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rights", "sentence"),
    [
        ({}, ""),
        ({"credit": "Halden Compact"}, ""),
        ({"rules": (Rule("forbidden", ("FR", "BE")),)}, "No use in France and Belgium."),
        (
            {"rules": (Rule("forbidden", (), ("online", "social")),)},
            "Not for online media and social media.",
        ),
        (
            {"rules": (Rule("forbidden", ("GB",), ("print",)),)},
            "Not for print in the United Kingdom.",
        ),
        ({"rules": (Rule("only", (), ("broadcast",)),)}, "Only for broadcast."),
        ({"rules": (Rule("only", ("NO",)),)}, "For use only in Norway."),
        ({"rules": (Rule("only", ("NO",), ("broadcast",)),)}, "Only for broadcast in Norway."),
        ({"usage_ends_at": EVENING}, "No use after 3 December 2026, 18:30 UTC."),
        ({"usage_ends_at": END_OF_DAY}, "No use after 3 December 2026."),
        ({"embargoed_until": EVENING}, "Embargo until 3 December 2026, 18:30 UTC."),
        ({"no_archive": True, "credit": "Halden\nCompact."}, "No archive. Credit: Halden Compact."),
    ],
)
def test_says_what_holds(rights: dict[str, Any], sentence: str) -> None:
    with translation.override("en"):
        assert rights_sentence(Rights(**rights)) == sentence


def test_says_all_of_it_in_a_settled_order() -> None:
    rights = Rights(
        rules=(Rule("forbidden", ("FR", "BE")), Rule("only", (), ("broadcast",))),
        usage_ends_at=END_OF_DAY,
        no_archive=True,
        credit="Halden Compact",
    )

    with translation.override("en"):
        assert rights_sentence(rights) == (
            "No use in France and Belgium. Only for broadcast. No use after 3 December 2026. "
            "No archive. Credit: Halden Compact."
        )


@pytest.mark.parametrize(
    ("locale", "country", "day"),
    [
        ("fr", "Royaume-Uni", "3 décembre 2026"),
        ("uk", "Велика Британія", "3 грудня 2026"),
        ("ar", "المملكة المتحدة", "2026"),
    ],
)
def test_names_countries_and_days_in_every_language(locale: str, country: str, day: str) -> None:
    assert locale in settings.CONTENT_LOCALES
    rights = Rights(rules=(Rule("forbidden", ("GB",)),), usage_ends_at=END_OF_DAY)

    with translation.override(locale):
        sentence = rights_sentence(rights)

    assert country in sentence
    assert day in sentence
