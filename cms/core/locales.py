"""What is known about each content locale."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language_info


def direction(code: str) -> str:
    """Return ``"rtl"`` for a locale written from right to left, else ``"ltr"``."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def content_codes() -> list[str]:
    """Return the language codes of the content locales in their settled order."""
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def own_name(code: str) -> str:
    """Return the locale's name in its own language, such as ``français``."""
    return get_language_info(code)["name_local"]


def in_settled_order(codes: Iterable[str]) -> list[str]:
    """Sort language codes as the settings list them; unknown ones come last."""
    order = {code: position for position, code in enumerate(content_codes())}
    return sorted(codes, key=lambda code: (order.get(code, len(order)), code))
