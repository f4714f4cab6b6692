"""What a public installation must not run with.

Looked at when the applications are loaded, so in every process, and after settings modules built
on ``cms.settings.production`` have had their say.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10
DEFAULT_KEY_PREFIXES = ("django-insecure-", "only-for-tests-")
UNSHARED_CACHES = ("LocMemCache", "DummyCache")
UNSAFE_SESSIONS = ("signed_cookies",)


def refuse_unsafe_production() -> None:
    """Let nothing start on unsafe settings.

    Raises:
        ImproperlyConfigured: production settings were loosened; the message says which.
    """
    if getattr(settings, "PRODUCTION", False) and (faults := list(find_faults(settings))):
        raise ImproperlyConfigured(" ".join(faults))


def find_faults(configuration: Any) -> Iterator[str]:
    """Yield a sentence for each setting that a public installation must not have."""
    if configuration.DEBUG:
        yield "DEBUG must be off in production."
    if configuration.DEMO:
        yield "DEMO must be off in production: its accounts are written to a file."
    if configuration.STAFF_SECOND_FACTOR != "required":
        yield "STAFF_SECOND_FACTOR must be required in production."
    for name in ("BASE_URL", "FILES_URL"):
        if not getattr(configuration, name).startswith("https://"):
            yield f"{name} must start with https:// in production."
    if not _is_strong(configuration.SECRET_KEY):
        yield f"SECRET_KEY must be random, and at least {SHORTEST_KEY} characters, in production."
    for alias, cache in configuration.CACHES.items():
        if cache["BACKEND"].endswith(UNSHARED_CACHES):
            yield f"The cache {alias!r} must be shared by all processes in production."
    if configuration.SESSION_ENGINE.endswith(UNSAFE_SESSIONS):
        yield "SESSION_ENGINE must keep sessions on the server in production."


def _is_strong(key: str) -> bool:
    is_long = len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_CHARACTERS
    return is_long and not key.startswith(DEFAULT_KEY_PREFIXES)
