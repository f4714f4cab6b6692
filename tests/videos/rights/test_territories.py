"""Countries as editors write them."""

import pytest
from django.utils import translation

from accounts.countries import country_codes
from videos.rights.territories import (
    UnknownCountryError,
    alpha_3,
    names_in_sentence,
    parse_countries,
    written_countries,
)


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("en", "FR; be", ["FR", "BE"]),
        ("en", "France, Belgium,\n Côte d’Ivoire;FR", ["FR", "BE", "CI"]),
        ("fr", "Allemagne; Germany", ["DE"]),
        ("uk", "Гонконг, ОАР Китаю; Франція", ["HK", "FR"]),
        ("ar", "فرنسا، بلجيكا؛ المملكة المتحدة", ["FR", "BE", "GB"]),
        ("en", " ; ", []),
    ],
)
def test_names_and_codes_are_understood(language: str, text: str, codes: list[str]) -> None:
    with translation.override(language):
        assert parse_countries(text) == codes


def test_what_is_no_country_is_named() -> None:
    with pytest.raises(UnknownCountryError, match="Atlantis"):
        parse_countries("FR; Atlantis")


@pytest.mark.parametrize("language", ["en", "fr", "uk", "ar"])
def test_every_country_is_written_so_that_it_can_be_read(language: str) -> None:
    codes = sorted(country_codes())

    with translation.override(language):
        assert parse_countries(written_countries(codes)) == codes
        assert all(parse_countries(written_countries([code])) == [code] for code in codes)


def test_sentences_have_articles_where_english_wants_them() -> None:
    with translation.override("en"):
        assert names_in_sentence(["FR", "GB"]) == "France and the United Kingdom"
    with translation.override("fr"):
        assert names_in_sentence(["FR", "GB"]) == "France et Royaume-Uni"


def test_every_country_has_a_code_of_three_letters() -> None:
    codes = {alpha_3(code) for code in country_codes()}

    assert len(codes) == len(country_codes())
    assert (alpha_3("FR"), alpha_3("DE"), alpha_3("CD")) == ("FRA", "DEU", "COD")
