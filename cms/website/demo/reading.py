"""Typed reading of one TOML table; every complaint names the file and the key."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

LOCALES = ("en", "fr", "uk", "ar")
REQUIRED_LOCALES = frozenset({"en", "fr"})

type Localised = Mapping[str, str]


class ContentError(Exception):
    """A demo text is missing, incomplete, or refers to something that is not there."""


class Table:
    """A table that remembers where it stands and which of its keys were read."""

    def __init__(self, values: Mapping[str, Any], *, where: str) -> None:
        self.values = values
        self.where = where
        self.seen: set[str] = set()

    def error(self, key: str, complaint: str) -> ContentError:
        """Return the error to raise about a key."""
        return ContentError(f"{self.where}.{key}: {complaint}")

    def has(self, key: str) -> bool:
        """Say whether the key was given."""
        return key in self.values

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that is the same in all languages."""
        value = self._get(key, default)
        if not isinstance(value, str):
            raise self.error(key, "must be a text")
        return value

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self._get(key, default)
        if not isinstance(value, int):
            raise self.error(key, "must be a whole number")
        return value

    def seconds(self, key: str) -> float:
        """Return a time that is counted from a beginning."""
        value = self._get(key, None)
        if not isinstance(value, int | float) or value < 0:
            raise self.error(key, "must be a number of seconds")
        return float(value)

    def choice(self, key: str, options: Collection[str], default: str | None = None) -> str:
        """Return one of the allowed words."""
        value = self.text(key, default)
        if value not in options:
            raise self.error(key, f"{value!r} is not one of {', '.join(sorted(options))}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a missing one is empty."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(key, "must be a list of texts")
        return tuple(value)

    def shares(self, key: str) -> tuple[float, float]:
        """Return a point given in shares of width and height."""
        value = self._get(key, None)
        if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - x and y
            raise self.error(key, "must be [x, y]")
        x, y = (float(number) for number in value)
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise self.error(key, "must lie between 0 and 1")
        return x, y

    def size(self, key: str, default: tuple[int, int]) -> tuple[int, int]:
        """Return a width and a height."""
        width, height = self._get(key, list(default))
        return int(width), int(height)

    def locales(self, key: str) -> tuple[str, ...]:
        """Return the languages a localised text is given in, in the usual order."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.error(key, "must be given per language")
        if missing := REQUIRED_LOCALES - value.keys():
            raise self.error(key, f"is missing in {', '.join(sorted(missing))}")
        if unknown := value.keys() - set(LOCALES):
            raise self.error(key, f"unknown language {', '.join(sorted(unknown))}")
        return tuple(locale for locale in LOCALES if locale in value)

    def localised(self, key: str, locales: Collection[str]) -> Localised:
        """Return a text in exactly these languages."""
        self.seen.add(key)
        return complete(self.values.get(key), locales, where=f"{self.where}.{key}")

    def optional_localised(self, key: str, locales: Collection[str]) -> Localised:
        """Return a text in exactly these languages, or no text where it was not given."""
        return self.localised(key, locales) if self.has(key) else dict.fromkeys(locales, "")

    def tables(self, key: str) -> Iterator["Table"]:
        """Yield the tables of a list; a missing one is empty."""
        for number, values in enumerate(self._get(key, []), start=1):
            label = values.get("key") or values.get("type") or number
            yield Table(values, where=f"{self.where}.{key}[{label}]")

    def rows(self, key: str) -> list[list[Any]]:
        """Return a list of lists, unchecked."""
        return self._get(key, [])

    def finish(self) -> None:
        """Complain about a key that nobody read."""
        if unread := self.values.keys() - self.seen:
            raise self.error(min(unread), "is not known")

    def _get(self, key: str, default: Any) -> Any:
        self.seen.add(key)
        value = self.values.get(key, default)
        if value is None:
            raise self.error(key, "is missing")
        return value


def complete(value: object, locales: Collection[str], *, where: str) -> Localised:
    """Return the texts by language.

    Raises:
        ContentError: a language is missing, empty or not expected.
    """
    if not isinstance(value, dict):
        raise ContentError(f"{where}: must be given per language")
    if missing := set(locales) - {locale for locale, text in value.items() if str(text).strip()}:
        raise ContentError(f"{where}: is missing in {', '.join(sorted(missing))}")
    if extra := value.keys() - set(locales):
        raise ContentError(f"{where}: is not expected in {', '.join(sorted(extra))}")
    return {locale: str(value[locale]).strip() for locale in locales}
