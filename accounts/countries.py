"""The countries of the world, named and sorted in the reader's language."""

import unicodedata
from functools import cache

from babel import Locale

# Babel knows more codes than ISO 3166-1 assigns to countries: unions, islands with a code of
# the postal union, places for tests, and the unknown one.
NOT_IN_ISO_3166 = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)
CODE_LENGTH = 2
# Where the order of Unicode is not that of the alphabet.
ALPHABETS = {"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"}


@cache
def country_choices(language: str) -> list[tuple[str, str]]:
    """Return codes and names, in the order of the language's alphabet."""
    territories = Locale.parse(language, sep="-").territories
    named = [(code, territories[code]) for code in country_codes()]
    return sorted(named, key=lambda country: _sorting_key(country[1], language))


@cache
def country_codes() -> frozenset[str]:
    """Return the two-letter codes that stand for a country."""
    codes = {str(code) for code in Locale.parse("en").territories}
    return frozenset(
        code for code in codes if len(code) == CODE_LENGTH and code.isalpha()
    ).difference(NOT_IN_ISO_3166)


def country_name(code: str, language: str) -> str:
    """Return a country's name, or nothing for a code that is none."""
    return dict(country_choices(language)).get(code, "")


def _sorting_key(name: str, language: str) -> list[tuple[int, str]]:
    alphabet = ALPHABETS.get(language, "")
    folded = name.casefold() if alphabet else _without_accents(name.casefold())
    letters = [each for each in folded if each.isalpha() or each.isspace()]
    return [(alphabet.find(each), each) for each in letters]


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(each for each in parts if not unicodedata.combining(each))
