"""The page somebody was on, and will be taken back to."""

import unicodedata
from urllib.parse import urlsplit

from django.conf import settings

LONGEST = 2_000


def safe_next(target: object) -> str:
    """Return the target when it may be followed, else an empty text.

    A path of this site may be followed, and an address of this site or of
    ``FRONTEND_ORIGINS``. Everything that a browser could read as another host may not:
    two slashes, backslashes, white space and control characters.
    """
    if not isinstance(target, str) or not target or len(target) > LONGEST:
        return ""
    if "\\" in target or any(_is_unprintable(character) for character in target):
        return ""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    if not parts.scheme and not parts.netloc:
        return target if target.startswith("/") and not target.startswith("//") else ""
    origin = f"{parts.scheme}://{parts.netloc}"
    return target if origin in {settings.BASE_URL, *settings.FRONTEND_ORIGINS} else ""


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp", "Cs"}
