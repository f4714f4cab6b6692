"""What an operator should know about accounts before opening to the public."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from accounts.passwords.breaches import list_path


@register(Tags.security)
def check_breached_passwords(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Say that no list of published passwords was imported."""
    if not settings.PRODUCTION or list_path().exists():
        return []
    return [
        Warning(
            "No list of published passwords was imported, so none of them is refused.",
            hint="Run manage.py import_breached_passwords FILE.",
            id="accounts.W001",
        )
    ]
