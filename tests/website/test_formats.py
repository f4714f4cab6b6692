import pytest
from django.utils import translation

from cms.website import formats


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "22 November 2026"),
        ("fr", "22 novembre 2026"),
        ("uk", "22 листопада 2026 р."),
        ("ar", "22 نوفمبر، 2026"),
    ],
)
def test_a_day_is_written_as_its_language_does(locale, words):
    with translation.override(locale):
        assert formats.day("2026-11-22T09:00:00Z") == words
        assert formats.day("2026-11-22") == words


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("2026-11-23", ("22", "23 November 2026")),
        ("2026-12-01", ("22 November", "1 December 2026")),
        ("2027-01-02", ("22 November 2026", "2 January 2027")),
    ],
)
def test_two_days_share_what_they_have_in_common(last, words):
    assert formats.days("2026-11-22", last) == words


@pytest.mark.parametrize(
    ("seconds", "words", "iso"),
    [
        (None, "0:00", "PT0H0M0S"),
        (12.4, "0:12", "PT0H0M12S"),
        (59.7, "1:00", "PT0H1M0S"),
        (3723, "1:02:03", "PT1H2M3S"),
    ],
)
def test_a_running_time_is_rounded_to_seconds(seconds, words, iso):
    assert formats.duration(seconds) == words
    assert formats.iso_duration(seconds) == iso


@pytest.mark.parametrize("value", ["", None, "soon", "2026-13-40", "2026-02-30T10:00:00Z"])
def test_what_is_no_date_is_left_out(value):
    assert formats.day(value) == formats.clock(value) == formats.weekday(value) == ""


def test_a_clock_shows_the_zone_of_the_string():
    assert formats.clock("2026-11-22T23:30:00-05:00") == "23:30"


def test_an_unknown_zone_leaves_the_moment_as_it_is():
    assert formats.day_and_clock("2026-11-22T09:00:00Z", "Mars/Base") == "22 November 2026 · 09:00"


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "Saturday 21 November"),
        ("fr", "samedi 21 novembre"),
        ("uk", "Субота 21 листопада"),
    ],
)
def test_the_month_after_a_day_is_written_as_its_language_does(locale, words):
    with translation.override(locale):
        assert formats.weekday("2026-11-21") == words
        assert words.split()[-1] in formats.days("2026-11-30", "2026-12-01")[0]
