"""Writing the security log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.addresses import normalise_address
from accounts.models import AuthEvent, AuthEventKind, User

DIGEST_SALT = "accounts.address-digest.1"
LONGEST_USER_AGENT = 300


def record(
    kind: AuthEventKind,
    *,
    user: User | None = None,
    actor: User | None = None,
    email: str = "",
    request: HttpRequest | None = None,
    detail: Mapping[str, Any] | None = None,
    at: datetime,
) -> AuthEvent:
    """Add one event, in the caller's transaction.

    Args:
        kind: what happened.
        user: whose account it concerns, when there is one.
        actor: who did it, when that is somebody else.
        email: the address that was typed; only its digest is kept.
        request: where the address of the browser and its name are read.
        detail: short facts as JSON, never an address, a name or a secret.
        at: when it happened.
    """
    return AuthEvent.objects.create(
        kind=kind,
        user=user,
        actor=actor,
        email_digest=address_digest(email) if email else "",
        ip_address=client_address(request) if request else None,
        user_agent=client_name(request) if request else "",
        detail=dict(detail or {}),
        at=at,
    )


def address_digest(email: str) -> str:
    """Return the keyed digest under which an address is stored without being readable."""
    return _digest(email, settings.SECRET_KEY)


def known_digests(email: str) -> list[str]:
    """Return every digest that the address may be stored under, the present one first.

    What was stored before the secret key was changed is found as long as the old key
    stands in ``SECRET_KEY_FALLBACKS``.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_digest(email, key) for key in keys]


def client_address(request: HttpRequest) -> str | None:
    """Return the IP address of the browser, looking behind the trusted proxies only.

    None when there is none to be had: a log that raises would let a broken header
    stop a sign-in.
    """
    try:
        address = get_client_ip(request)
    except (ImproperlyConfigured, ValueError):
        return None
    # The scope of a link-local address names a network card; no database takes it.
    return address.partition("%")[0] if address else None


def client_name(request: HttpRequest) -> str:
    """Return what the browser calls itself, printable and cut."""
    sent = request.META.get("HTTP_USER_AGENT", "")
    printable = "".join(character for character in sent if character.isprintable())
    return printable[:LONGEST_USER_AGENT]


def _digest(email: str, secret: str | bytes) -> str:
    address = normalise_address(email)
    return salted_hmac(DIGEST_SALT, address, secret=secret, algorithm="sha256").hexdigest()
