"""Whether a password may be chosen. Forms, the API and commands all ask here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.passwords import breaches, guessing, rules
from accounts.passwords.text import is_readable, normalise
from cms.core.models import SiteProfile

LONGEST_TO_NORMALISE = 4 * rules.LONGEST
LONGEST_CONTEXT = 500  # characters of each text that the password must not resemble


@dataclass(frozen=True)
class BrokenRule:
    """One rule that a password breaks.

    Attributes:
        code: what programs tell rules by; listed in ``docs/reference/passwords.md``.
        message: a sentence for people, translated when it is printed.
    """

    code: str
    message: Any


@dataclass(frozen=True)
class DisplayRule:
    """One rule as the form lists it.

    Attributes:
        pattern: a JavaScript expression (flags ``su``) that fits passwords keeping the rule,
            empty when only the server can tell.
    """

    code: str
    message: Any
    pattern: str


class PasswordRefusedError(ValueError):
    """The password breaks these rules."""

    def __init__(self, broken: Iterable[BrokenRule]) -> None:
        self.rules = tuple(broken)
        super().__init__(", ".join(rule.code for rule in self.rules))


UNREADABLE = BrokenRule(
    "unreadable", _("The password arrived with characters that cannot be read. Type it again.")
)
RESEMBLES_OWNER = BrokenRule(
    "too_similar", _("Leave out your name, your email address and your organisation.")
)
COMMON = BrokenRule(
    "too_common",
    _("This is a common word or pattern with little added to it. Choose something less common."),
)
EASY = BrokenRule(
    "too_easy",
    _("This is easy to guess. Several words that do not belong together are harder."),
)
BREACHED = BrokenRule(
    "breached", _("This password was published in a data leak. Choose another one.")
)
GUESSABLE = DisplayRule(
    "guessable",
    _("Choose nothing that others would guess: no well-known words, no details of yours."),
    "",
)


def check_password_policy(password: str, *, context: Iterable[str] = ()) -> None:
    """Check a password that somebody wants to use.

    Args:
        password: as it was typed.
        context: what is known about its owner: e-mail address, names, organisation.

    Raises:
        PasswordRefusedError: all rules that it breaks, at once.
    """
    if broken := _broken_rules(password, [text[:LONGEST_CONTEXT] for text in context]):
        raise PasswordRefusedError(broken)


def context_of(user: Any) -> list[str]:
    """Return what is known about somebody, for ``check_password_policy``."""
    account = getattr(user, "media_account", None)
    known = [getattr(user, name, "") for name in ("email", "first_name", "last_name")]
    return [text for text in (*known, getattr(account, "organisation", "")) if text]


def rules_for_display() -> list[DisplayRule]:
    """Return what a form tells before anything is typed; the longest length goes without saying."""
    told = [rule for rule in rules.current_rules() if rule.code != "too_long"]
    return [*(DisplayRule(rule.code, rule.message, rule.pattern) for rule in told), GUESSABLE]


def _broken_rules(password: str, context: list[str]) -> list[BrokenRule]:
    # Nothing that takes long may be done with a text that is endless.
    if len(password) > LONGEST_TO_NORMALISE:
        return [_told(rule) for rule in rules.current_rules() if rule.code == "too_long"]
    if not is_readable(password):
        return [UNREADABLE]
    text = normalise(password)
    broken = [_told(rule) for rule in rules.current_rules() if not rule.is_kept(text)]
    if len(text) > rules.LONGEST:
        return broken
    is_short = any(rule.code == "too_short" for rule in broken)
    return [*broken, *_guesses(text, context, is_short=is_short)]


def _guesses(text: str, context: list[str], *, is_short: bool) -> Iterable[BrokenRule]:
    site_words = [*_words_of_settings(), *_words_of_profiles()]
    if guessing.resembles(text, context):
        yield RESEMBLES_OWNER
    if guessing.is_common(text, site_words=site_words):
        yield COMMON
    # Whatever is short is easy: that has been said.
    elif not is_short and guessing.is_easy(text, words=[*_split(context), *site_words]):
        yield EASY
    if breaches.is_breached(text):
        yield BREACHED


def _told(rule: rules.Rule) -> BrokenRule:
    return BrokenRule(rule.code, rule.message)


def _words_of_settings() -> list[str]:
    labels = (urlsplit(settings.BASE_URL).hostname or "").split(".")
    return _split([settings.WAGTAIL_SITE_NAME, *labels])


def _words_of_profiles() -> list[str]:
    return _split(SiteProfile.objects.values_list("organisation", flat=True).distinct())


def _split(texts: Iterable[str]) -> list[str]:
    """Return each text whole, and its words."""
    return [word for text in texts for word in (text, *text.replace("@", " ").split())]
