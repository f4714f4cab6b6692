"""Which language to write in."""

from django.conf import settings

from accounts.models import User


def language_of(user: User, *, otherwise: str = "") -> str:
    """Return the language in which to write to the user.

    Args:
        user: prefers a language, or none.
        otherwise: what to write in when the site does not speak that one; the site's first
            language when it does not speak this one either.
    """
    preferred = user.preferred_language
    return preferred if is_spoken(preferred) else known_language(otherwise)


def known_language(code: str) -> str:
    """Return the language if the site speaks it, else its first one."""
    return code if is_spoken(code) else settings.LANGUAGE_CODE


def is_spoken(code: str) -> bool:
    """Return whether this installation has content in the language."""
    return code in settings.CONTENT_LOCALES
