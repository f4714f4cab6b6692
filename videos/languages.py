"""Languages that are spoken or written in a video: BCP 47 tags, names, directions."""

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale

from cms.core.locales import content_codes

RIGHT_TO_LEFT_SCRIPTS = frozenset(
    {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
)


LONGEST_PLAIN_TAG = 3


class UnknownLanguage(ValueError):
    """A text that is no tag of a language anybody has listed."""


@cache
def language_name(tag: str, locale: str) -> str:
    """Return what a language is called in a locale, such as ``Portuguese (BR)`` for ``pt-BR``.

    A language that has no name there is called by its tag.
    """
    base, _separator, rest = tag.partition("-")
    name = Locale.parse(locale, sep="-").languages.get(base.lower(), base)
    return f"{name} ({rest})" if rest else name


def clean_language(text: str) -> str:
    """Return a tag in its settled form: ``pt-br`` is ``pt-BR``, ``iw`` is ``he``.

    Language, script and region must be listed in the Common Locale Data Repository.

    Raises:
        UnknownLanguage: it is no such tag.
    """
    try:
        parts = parse_locale(text.strip().replace("_", "-"), sep="-")
    except ValueError as error:
        raise UnknownLanguage(text) from error
    language, region, script, variant = parts[:4]
    names = Locale("en")
    aliases = get_global("language_aliases")
    if language not in names.languages:
        language = aliases.get(language, language)
    is_listed = (
        language in names.languages
        and (region is None or region in names.territories)
        and (script is None or script in names.scripts)
    )
    if not is_listed or len(parts) > len(("language", "region", "script", "variant")):
        raise UnknownLanguage(text)
    found = (language, script, region, variant.lower() if variant else None)
    return "-".join(part for part in found if part)


@cache
def own_name(tag: str) -> str:
    """Return what a language calls itself, such as ``Українська``, else its English name."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        name = language_name(tag, "en")
    return name[:1].upper() + name[1:]


@cache
def text_direction(tag: str) -> str:
    """Return ``rtl`` for a language that is written from right to left, else ``ltr``."""
    language, *rest = tag.split("-")
    script = next((part for part in rest if part.isalpha() and len(part) == len("Arab")), None)
    if script is None:
        likely = get_global("likely_subtags")
        found = likely.get("_".join([language, *rest])) or likely.get(language, "")
        script = next((part for part in found.split("_")[1:] if part.istitle()), "")
    return "rtl" if script in RIGHT_TO_LEFT_SCRIPTS else "ltr"


@cache
def language_tag(name: str) -> str:
    """Return the tag of a language that is called by its name in a content locale, or by its tag.

    Empty when nobody knows it.
    """
    return _tags().get(name.strip().casefold(), "")


@cache
def _tags() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in reversed(content_codes()):
        names = Locale.parse(code, sep="-").languages
        # Main languages have short tags without a script or a region; they win.
        for tag, name in sorted(names.items(), key=lambda item: -len(item[0])):
            found[name.casefold()] = tag.replace("_", "-")
            if len(tag) <= LONGEST_PLAIN_TAG:
                found[tag.casefold()] = tag
    return found
