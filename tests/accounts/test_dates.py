"""Instants in messages."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from accounts.dates import in_words


class TestInWords:
    @pytest.mark.parametrize(
        ("locale", "words"),
        [
            ("en", "2 August 2026, 14:05"),
            ("fr", "2 août 2026, 14:05"),
            ("uk", "2 серпня 2026, 14:05"),
            ("ar", "2 أغسطس 2026, 14:05"),
        ],
    )
    def test_reads_as_the_language_writes(self, locale, words):
        assert in_words(datetime(2026, 8, 2, 14, 5, tzinfo=UTC), locale) == words

    def test_is_in_utc_whatever_the_zone(self):
        moment = datetime(2026, 8, 2, 1, 5, tzinfo=timezone(timedelta(hours=2)))

        assert in_words(moment, "en") == "1 August 2026, 23:05"
