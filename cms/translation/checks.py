"""System checks of translation: what keeps untranslated text from being published."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

# The engine's own defaults are the other way round.
SAFE_VALUES = {
    "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE": (
        False,
        "Submitting a live page would publish the untranslated copy at once.",
    ),
    "WAGTAILLOCALIZE_DISABLE_ON_DELETE": (
        True,
        "Deleting a translated page would delete its translated strings.",
    ),
}


@register("translation")
def check_engine_is_safe(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with an engine that publishes or deletes by itself."""
    return [
        Error(f"{name} must be {value}.", hint=reason, id=f"translation.E{number:03}")
        for number, (name, (value, reason)) in enumerate(SAFE_VALUES.items(), start=1)
        if getattr(settings, name, None) is not value
    ]
