"""The list of countries on the registration form."""

import pytest

from accounts.countries import country_choices, country_codes, country_name


def names(language):
    return [name for _code, name in country_choices(language)]


class TestCountryChoices:
    def test_every_language_has_the_same_countries(self):
        codes = [
            {code for code, _name in country_choices(each)} for each in ("en", "fr", "uk", "ar")
        ]

        assert all(each == country_codes() for each in codes)
        assert 249 <= len(country_codes()) <= 251

    @pytest.mark.parametrize(
        ("language", "name"), [("en", "Egypt"), ("fr", "Égypte"), ("uk", "Єгипет"), ("ar", "مصر")]
    )
    def test_names_are_the_readers(self, language, name):
        assert country_name("EG", language) == name

    @pytest.mark.parametrize(
        ("language", "in_order"),
        [
            ("en", ["Åland Islands", "Albania", "Zimbabwe"]),
            ("fr", ["Danemark", "Égypte", "Zimbabwe"]),
            ("uk", ["Гватемала", "Еквадор", "Єгипет", "Ізраїль", "Японія"]),
            ("ar", ["أفغانستان", "مصر", "هولندا"]),
        ],
    )
    def test_the_order_is_that_of_the_alphabet(self, language, in_order):
        places = [names(language).index(name) for name in in_order]

        assert places == sorted(places)


class TestCountryName:
    @pytest.mark.parametrize("code", ["", "EU", "ZZ", "xx", "419"])
    def test_knows_no_other_codes(self, code):
        assert country_name(code, "en") == ""
