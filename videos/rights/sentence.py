"""The rules of use as sentences, in the active language.

Names of countries stand in their plain form, so a translation may put them after a colon.
"""

from collections.abc import Iterator
from datetime import datetime

from babel.lists import format_list
from django.utils.translation import get_language, ngettext, pgettext

from accounts.dates import day_in_words, in_words
from videos.choices import Medium, RestrictionKind
from videos.rights.rules import Rights, Rule
from videos.rights.territories import names_in_sentence

LATEST_MINUTE = (23, 59)


def rights_sentence(rights: Rights) -> str:
    """Return everything that restricts the use, and the credit; empty when nothing restricts."""
    return " ".join(_sentences(rights)) if rights.are_restricted else ""


def rule_sentence(rule: Rule) -> str:
    """Return one rule as a sentence."""
    if rule.kind == RestrictionKind.FORBIDDEN:
        return _forbidden(rule)
    return _only(rule)


def _sentences(rights: Rights) -> Iterator[str]:
    if rights.embargoed_until:
        yield pgettext("rights", "Embargo until %(moment)s.") % {
            "moment": _when(rights.embargoed_until)
        }
    yield from (rule_sentence(rule) for rule in rights.rules)
    if rights.usage_ends_at:
        yield pgettext("rights", "No use after %(moment)s.") % {
            "moment": _when(rights.usage_ends_at)
        }
    if rights.no_archive:
        yield pgettext("rights", "No archive.")
    if rights.credit:
        credit = " ".join(rights.credit.split()).rstrip(".")
        yield pgettext("rights", "Credit: %(credit)s.") % {"credit": credit}


def _forbidden(rule: Rule) -> str:
    count = len(rule.territories)
    if rule.media and rule.territories:
        # Translators: countries are in their plain form; put them after a colon if need be.
        words = ngettext(
            "Not for %(media)s in %(places)s.", "Not for %(media)s in %(places)s.", count
        )
    elif rule.media:
        words = pgettext("rights", "Not for %(media)s.")
    elif rule.territories:
        # Translators: countries are in their plain form; put them after a colon if need be.
        words = ngettext("No use in %(places)s.", "No use in %(places)s.", count)
    else:
        words = pgettext("rights", "No use.")
    return words % _names(rule)


def _only(rule: Rule) -> str:
    count = len(rule.territories)
    if rule.media and rule.territories:
        # Translators: countries are in their plain form; put them after a colon if need be.
        words = ngettext(
            "Only for %(media)s in %(places)s.", "Only for %(media)s in %(places)s.", count
        )
    elif rule.media:
        words = pgettext("rights", "Only for %(media)s.")
    else:
        # Translators: countries are in their plain form; put them after a colon if need be.
        words = ngettext("For use only in %(places)s.", "For use only in %(places)s.", count)
    return words % _names(rule)


def _names(rule: Rule) -> dict[str, str]:
    media = [_medium_in_sentence(medium) for medium in rule.media]
    return {
        "places": names_in_sentence(rule.territories),
        "media": format_list(media, locale=get_language() or "en"),
    }


def _medium_in_sentence(medium: str) -> str:
    words = {
        Medium.BROADCAST: pgettext("medium in a sentence", "broadcast"),
        Medium.ONLINE: pgettext("medium in a sentence", "online media"),
        Medium.SOCIAL: pgettext("medium in a sentence", "social media"),
        Medium.PRINT: pgettext("medium in a sentence", "print"),
    }
    return words.get(Medium(medium), medium)


def _when(moment: datetime) -> str:
    """Return the instant in UTC; the latest minute of a day is that day as a whole."""
    language = get_language() or "en"
    if (moment.hour, moment.minute) == LATEST_MINUTE:
        return day_in_words(moment, language)
    return pgettext("rights", "%(moment)s UTC") % {"moment": in_words(moment, language)}
