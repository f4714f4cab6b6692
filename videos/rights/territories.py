"""Countries in the rules of use: how editors write them and how other systems name them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from babel.core import get_global
from babel.lists import format_list
from django.utils.translation import get_language

from accounts.countries import country_choices, country_codes, country_name

# English writes an article before these names within a sentence.
WITH_ARTICLE = "AE BS CF DO FK FM FO GB GM IM KM KY MH MP MV NL PH SB TC TF UM US VA VG VI"
# Three-letter codes of states that are gone, which CLDR maps to those that followed.
WITHDRAWN = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})


class UnknownCountryError(ValueError):
    """A text is neither the code nor the name of a country."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def parse_countries(text: str) -> list[str]:
    """Return the two-letter codes of countries written as codes or names, in their order.

    Names are understood in English and in the active language.

    Raises:
        UnknownCountryError: a part names no country.
    """
    return list(dict.fromkeys(_code_of(part) for part in _parts(text)))


def written_countries(codes: Iterable[str]) -> str:
    """Return the names as an editor may change them: what ``parse_countries`` reads."""
    names = (country_name(code, _language()) or code for code in codes)
    return "; ".join(names)


def names_in_sentence(codes: Iterable[str]) -> str:
    """Return the names in a row, such as "France and the Netherlands", in the active language."""
    return format_list([_name_in_sentence(code) for code in codes], locale=_language())


@cache
def alpha_3(code: str) -> str:
    """Return the three-letter code of ISO 3166 for one of two letters."""
    for long, short in get_global("territory_aliases").items():
        is_code = len(long) == len("FRA") and long.isalpha() and long not in WITHDRAWN
        if is_code and list(short) == [code]:
            return str(long)
    raise UnknownCountryError(code)


def _parts(text: str) -> Iterator[str]:
    """Split at semicolons and lines, and at commas where they are no part of a name."""
    for piece in re.split(r"[;؛\n]", text):
        whole = " ".join(piece.split())
        if _known(whole):
            yield whole
            continue
        yield from (part for each in re.split("[,،]", piece) if (part := " ".join(each.split())))


def _code_of(text: str) -> str:
    code = _known(text)
    if code is None:
        raise UnknownCountryError(text)
    return code


def _known(text: str) -> str | None:
    code = text.upper()
    if code in country_codes():
        return code
    for language in (_language(), "en"):
        for known, name in country_choices(language):
            if name.casefold() == text.casefold():
                return known
    return None


def _name_in_sentence(code: str) -> str:
    name = country_name(code, _language()) or code
    needs_article = _language() == "en" and code in WITH_ARTICLE.split()
    return f"the {name}" if needs_article else name


def _language() -> str:
    return get_language() or "en"
