"""The ``/<locale>/`` prefix of the public pages.

Not ``i18n_patterns``: with those in the URL configuration, Django answers an unknown address of
any other part, such as ``/api/…``, with a redirect to ``/en/api/…``.
"""

import re

from django.utils.translation import get_language

from cms.core import locales


class ContentLocalePrefix:
    """Match any content locale; reverse to the active one, as Wagtail's page URLs expect.

    The locale is the view's first argument, unless ``is_captured`` is false: views of libraries
    ask for the active language instead.
    """

    converters: dict[str, object] = {}

    def __init__(self, rest: str = "", *, is_captured: bool = True) -> None:
        self.rest = rest
        self.is_captured = is_captured

    @property
    def regex(self) -> re.Pattern[str]:
        """Return what ``reverse()`` puts before the rest; Django caches it per language."""
        return re.compile(re.escape(str(self)))

    def match(self, path: str) -> tuple[str, tuple[str, ...], dict[str, str]] | None:
        """Take the locale off the path and hand it to the view."""
        code, slash, rest = path.partition("/")
        if not slash or code not in locales.content_codes() or not rest.startswith(self.rest):
            return None
        return rest.removeprefix(self.rest), (code,) if self.is_captured else (), {}

    def check(self) -> list[object]:
        """Report nothing: the settings are checked elsewhere."""
        return []

    def describe(self) -> str:
        """Return the prefix for error messages."""
        return f"'{self}'"

    def __str__(self) -> str:
        active = get_language()
        code = active if active in locales.content_codes() else locales.content_codes()[0]
        return f"{code}/{self.rest}"
