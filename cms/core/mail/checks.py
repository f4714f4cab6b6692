"""System checks of mail."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from cms.core.mail.transports import parse_email_url


@register("core")
def check_email_url(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with an EMAIL_URL that no transport understands."""
    try:
        if settings.EMAIL_URL:
            parse_email_url(settings.EMAIL_URL)
    except (ImproperlyConfigured, ValueError) as error:
        return [Error(str(error), id="core.E101")]
    return []
