"""Typed reading of environment variables.

Each function reads one variable, returns a typed value and raises
``ImproperlyConfigured`` naming the variable and what it accepts.
"""

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings import addresses

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})
HIGHEST_PORT = 65_535

# Before the first variable is read.
addresses.adopt()


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding white space."""
    return os.environ.get(name, default).strip()


def required(name: str) -> str:
    """Return a variable that has no default."""
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} must be set.")
    return value


def boolean(name: str, *, default: bool) -> bool:
    """Return a yes or no; an unset variable gives the default."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")


def integer(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """Return a whole number within bounds."""
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error
    if not minimum <= number <= maximum:
        raise ImproperlyConfigured(f"{name} must lie between {minimum} and {maximum}: {number}.")
    return number


def mebibytes(name: str, default: int, *, minimum: int = 0) -> int:
    """Return a size in bytes from a variable in mebibytes."""
    return integer(name, default, minimum=minimum, maximum=1_000_000_000) * 1024 * 1024


def json_object(name: str) -> dict[str, Any]:
    """Return a JSON object; an unset variable gives an empty one."""
    value = text(name)
    try:
        found = json.loads(value or "{}")
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a JSON object: {error}.") from error
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{name} must be a JSON object, not {value[:40]!r}.")
    return found


def port(name: str, default: int) -> int:
    """Return a TCP port number."""
    return integer(name, default, minimum=1, maximum=HIGHEST_PORT)


def choice(name: str, default: str, options: Collection[str]) -> str:
    """Return one of the allowed words."""
    value = text(name) or default
    if value not in options:
        allowed = ", ".join(sorted(options))
        raise ImproperlyConfigured(f"{name} must be one of {allowed}, not {value!r}.")
    return value


def url(name: str, default: str = "", *, schemes: Collection[str]) -> str:
    """Return an address with one of the allowed schemes, without a final slash."""
    value = text(name) or default
    if not value:
        return ""
    if urlsplit(value).scheme not in schemes:
        allowed = ", ".join(f"{scheme}://" for scheme in sorted(schemes))
        raise ImproperlyConfigured(f"{name} must start with {allowed}, not {value!r}.")
    return value.rstrip("/")


def origin(name: str, value: str) -> str:
    """Return a scheme and host such as ``https://www.example.org``, without anything behind."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must list origins such as https://host, not {value!r}.")
    return f"{parts.scheme}://{parts.netloc}"


def words(name: str) -> list[str]:
    """Return the comma-separated parts of the variable."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def writable_folder(name: str, default: Path) -> Path:
    """Return an absolute folder that we may write into, created for the owner when missing."""
    value = text(name)
    path = Path(value).expanduser().resolve() if value else default
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is no folder that can be made: {error}.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name} is not writable: {path}.")
    return path
