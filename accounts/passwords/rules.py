"""The rules that can be read off the password itself, one profile for each policy."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

LONGEST = 128  # code points
SHORTEST = {"requirement": 12, "nist": 15}  # code points

# Unicode's general categories.
SPACES = frozenset({"Zs", "Zl", "Zp"})
LINE_BREAKS = frozenset({"Zl", "Zp"})
INVISIBLE = frozenset({"Cc", "Cf"})
UPPER_CASE = frozenset({"Lu", "Lt"})
LOWER_CASE = frozenset({"Ll"})
DIGITS = frozenset({"Nd"})
SYMBOLS = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So"})
PICTURES = frozenset({"So", "Sk"})  # emoji and their skin tones

JOINER = "\u200d"
PICTURE_STYLE = "\ufe0f"
# The same in JavaScript: a joiner between two emoji is no invisible character.
JOINED_EMOJI = r"(?<=[\p{So}\p{Sk}\uFE0F])\u200D(?=\p{So})"


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, what to do about it, and how to tell.

    Attributes:
        pattern: a JavaScript expression (flags ``su``) that fits passwords keeping the rule.
    """

    code: str
    message: Any
    is_kept: Callable[[str], bool]
    pattern: str


def rules_of(profile: str) -> tuple[Rule, ...]:
    """Return the rules of ``requirement`` or ``nist``."""
    return PROFILES[profile]


def current_rules() -> tuple[Rule, ...]:
    """Return the rules of the profile in PASSWORD_PROFILE."""
    return rules_of(settings.PASSWORD_PROFILE)


def _at_least(count: int) -> Rule:
    def message() -> str:
        text = ngettext(
            "Use at least %(count)d character.", "Use at least %(count)d characters.", count
        )
        return text % {"count": count}

    return Rule(
        "too_short", _when_shown(message), lambda text: len(text) >= count, f"^.{{{count},}}$"
    )


def _at_most(count: int) -> Rule:
    def message() -> str:
        text = ngettext(
            "Use at most %(count)d character.", "Use at most %(count)d characters.", count
        )
        return text % {"count": count}

    return Rule(
        "too_long", _when_shown(message), lambda text: len(text) <= count, f"^.{{0,{count}}}$"
    )


def _when_shown(message: Callable[[], str]) -> Any:
    """Translate when the text is shown; filling in a lazy text would translate it right here."""
    return lazy(message, str)()


def _has(code: str, message: Any, categories: frozenset[str]) -> Rule:
    classes = "".join(rf"\p{{{category}}}" for category in sorted(categories))
    return Rule(
        code,
        message,
        lambda text: any(unicodedata.category(character) in categories for character in text),
        f"[{classes}]",
    )


def _has_none(code: str, message: Any, categories: frozenset[str]) -> Rule:
    classes = "".join(rf"\p{{{category}}}" for category in sorted(categories))
    return Rule(
        code,
        message,
        lambda text: not _contains(text, categories),
        f"^(?:[^{classes}]|{JOINED_EMOJI})+$",
    )


def _contains(text: str, categories: frozenset[str]) -> bool:
    unjoined = _without_joined_emoji(text)
    return any(unicodedata.category(character) in categories for character in unjoined)


def _without_joined_emoji(text: str) -> str:
    return re.sub(JOINER, lambda match: "" if _joins_emoji(text, match.start()) else JOINER, text)


def _joins_emoji(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    follows = before == PICTURE_STYLE or _is(before, PICTURES)
    return follows and _is(after, frozenset({"So"}))


def _is(character: str, categories: frozenset[str]) -> bool:
    return bool(character) and unicodedata.category(character) in categories


PROFILES: dict[str, tuple[Rule, ...]] = {
    "requirement": (
        _at_least(SHORTEST["requirement"]),
        _at_most(LONGEST),
        _has_none(
            "white_space",
            _("Use no spaces. Tabs, line breaks and invisible characters count as spaces."),
            SPACES | INVISIBLE,
        ),
        _has("no_upper_case", _("Add an upper-case letter."), UPPER_CASE),
        _has("no_lower_case", _("Add a lower-case letter."), LOWER_CASE),
        _has("no_digit", _("Add a digit."), DIGITS),
        _has("no_symbol", _("Add a symbol, such as ! ? - or +."), SYMBOLS),
    ),
    "nist": (
        _at_least(SHORTEST["nist"]),
        _at_most(LONGEST),
        _has_none(
            "invisible",
            _("Use no tabs, line breaks or invisible characters. Spaces are fine."),
            LINE_BREAKS | INVISIBLE,
        ),
    ),
}
