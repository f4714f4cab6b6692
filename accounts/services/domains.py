"""Domains of addresses, and which of them can be trusted as a whole."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

# Anybody can have an address there: trusting one would approve everybody.
PUBLIC_DOMAINS = frozenset(
    {
        "aol.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com",
        "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "live.com", "mail.ru",
        "me.com", "msn.com", "orange.fr", "outlook.com", "outlook.fr", "proton.me",
        "protonmail.com", "ukr.net", "web.de", "yahoo.com", "yahoo.fr", "yandex.ru",
    }
)  # fmt: skip


class DomainRefusedError(ValueError):
    """The domain cannot be trusted as a whole; the message says why."""


def check_domain(domain: str) -> None:
    """Check a normalised domain.

    Raises:
        DomainRefusedError: it is no domain, or everybody can have an address there.
    """
    try:
        validate_email(f"somebody@{domain}")
    except ValidationError as error:
        raise DomainRefusedError(
            _("This is not a domain that email addresses can have.")
        ) from error
    if domain in PUBLIC_DOMAINS:
        raise DomainRefusedError(
            _("Everybody can have an address there. Decide on each account by itself.")
        )
