"""Second factors: what somebody has, has used, and has to show again.

The one place beside ``signing_in`` that reaches into django-allauth. An authenticator app, a
passkey or a recovery code is a *factor*; recovery codes come with the first of the others.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    is_reauthentication_required,
)
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as recovery_flows
from allauth.mfa.totp.internal import auth as app_auth
from allauth.mfa.totp.internal import flows as app_flows
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal import auth as passkey_auth
from allauth.mfa.webauthn.internal import flows as passkey_flows
from django import forms
from django.http import HttpRequest

from accounts.models import User
from accounts.services import rate_limits

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
TYPED_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
PROTECTED_APP = "allauth.mfa"
FACTOR_METHOD = "mfa"
LIMIT = "login_failed"


class NoSuchFactorError(LookupError):
    """The user has no such factor."""


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner sees it."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Overview:
    """What somebody has set up."""

    app_since: datetime | None
    passkeys: list[Passkey]
    recovery_codes_left: int | None


def has_second_factor(user: User) -> bool:
    """Return whether the user has an authenticator app or a passkey."""
    return bool(is_mfa_enabled(user, FACTORS))


def used_second_factor(request: HttpRequest) -> bool:
    """Return whether a second factor was used in this session of the signed-in user."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == FACTOR_METHOD for record in records)


def needs_reauthentication(request: HttpRequest) -> bool:
    """Return whether somebody has to say again who they are, before a change of weight.

    They do when they have not within ``ACCOUNT_REAUTHENTICATION_TIMEOUT`` seconds, and when
    they have a second factor that this session has not seen: the password alone does not do.
    """
    if is_reauthentication_required(request, app=PROTECTED_APP):
        return True
    return lacks_second_factor(request)


def lacks_second_factor(request: HttpRequest) -> bool:
    """Return whether the signed-in user has a second factor that was not used in this session.

    Such a session is older than the factor.
    """
    user = cast(User, request.user)
    return has_second_factor(user) and not used_second_factor(request)


def can_reauthenticate(user: User) -> bool:
    """Return whether the user has anything to say it with."""
    return bool(get_reauthentication_flows(user))


def can_type_code(user: User) -> bool:
    """Return whether the user has codes to type: of an app, or for recovery."""
    return bool(is_mfa_enabled(user, TYPED_FACTORS))


def has_app(user: User) -> bool:
    """Return whether the user has an authenticator app."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def has_passkeys(user: User) -> bool:
    """Return whether the user has a passkey."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]))


def overview_of(user: User) -> Overview:
    """Return what the user has set up."""
    app_since, passkeys, codes_left = None, [], None
    for factor in Authenticator.objects.filter(user=user).order_by("created_at", "pk"):
        match factor.type:
            case Authenticator.Type.TOTP:
                app_since = factor.created_at
            case Authenticator.Type.WEBAUTHN:
                passkeys.append(_passkey(factor))
            case Authenticator.Type.RECOVERY_CODES:
                codes_left = len(factor.wrap().get_unused_codes())
    return Overview(app_since=app_since, passkeys=passkeys, recovery_codes_left=codes_left)


def passkey_of(user: User, passkey_id: int) -> Passkey:
    """Return one passkey.

    Raises:
        NoSuchFactorError: the user has no such passkey.
    """
    return _passkey(_passkey_row(user, passkey_id))


def seconds_until_next_attempt(request: HttpRequest, *, user: User) -> int:
    """Return how long it takes until a factor of the user is looked at again."""
    return rate_limits.seconds_to_wait(request, LIMIT, key=f"mfa-auth-user-{user.pk}")


# The authenticator app


def app_secret(request: HttpRequest, *, user: User) -> tuple[str, str, str]:
    """Return the secret to set up an app with, its address for apps, and that as a QR code (SVG).

    The secret stays the same until an app is set up with it, so that a page which is shown
    again still fits what was scanned.
    """
    secret = app_auth.get_totp_secret(regenerate=False)
    adapter = get_adapter()
    address = adapter.build_totp_url(user, secret)
    return secret, address, adapter.build_totp_svg(address)


def add_app(request: HttpRequest, form: forms.Form) -> bool:
    """Set up the app whose code the form has checked; return whether recovery codes were made."""
    app, codes = app_flows.activate_totp(request, form)
    note_use(request, app)
    return codes is not None


def remove_app(request: HttpRequest) -> None:
    """Forget the app; recovery codes go with the last factor.

    Raises:
        NoSuchFactorError: there is none.
    """
    user = cast(User, request.user)
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None:
        raise NoSuchFactorError
    app_flows.deactivate_totp(request, row)


# Passkeys


def passkeys_fit(request: HttpRequest) -> bool:
    """Return whether browsers accept passkeys at the host that the request names.

    They belong to the host of ``BASE_URL``; at another name of the same machine the browser
    would refuse them.
    """
    host = urlsplit(f"//{request.get_host()}").hostname
    return bool(host == get_adapter().get_public_key_credential_rp_entity()["id"])


def begin_passkey(user: User) -> dict[str, Any]:
    """Return what a browser needs to make a passkey."""
    options: dict[str, Any] = passkey_auth.begin_registration(user, passwordless=True)
    return options


def add_passkey(request: HttpRequest, *, name: str, credential: dict[str, Any]) -> bool:
    """Keep a passkey that a form has checked; return whether recovery codes were made."""
    passkey, codes = passkey_flows.add_authenticator(request, name=name, credential=credential)
    note_use(request, passkey)
    return codes is not None


def rename_passkey(request: HttpRequest, passkey_id: int, name: str) -> None:
    """Call a passkey something else.

    Raises:
        NoSuchFactorError: the signed-in user has no such passkey.
    """
    row = _passkey_row(cast(User, request.user), passkey_id)
    passkey_flows.rename_authenticator(request, row, name)


def remove_passkey(request: HttpRequest, passkey_id: int) -> None:
    """Forget a passkey; recovery codes go with the last factor.

    Raises:
        NoSuchFactorError: the signed-in user has no such passkey.
    """
    row = _passkey_row(cast(User, request.user), passkey_id)
    passkey_flows.remove_authenticator(request, row)


def ask_for_passkey(user: User | None = None) -> dict[str, Any]:
    """Return what a browser needs to use a passkey: one of the user's, or of anybody's."""
    options: dict[str, Any] = passkey_auth.begin_authentication(user)
    return options


def note_use(request: HttpRequest, factor: Authenticator) -> None:
    """Record that the factor has just been used: nobody could set it up without it."""
    record_authentication(request, factor.user, FACTOR_METHOD, id=factor.pk, type=str(factor.type))


def note_use_of_newest(request: HttpRequest) -> None:
    """Record the use of the factor that the signed-in user has just set up."""
    factors = Authenticator.objects.filter(user=cast(User, request.user), type__in=FACTORS)
    note_use(request, factors.latest("pk"))


def is_first(factor: Authenticator) -> bool:
    """Return whether the user has no authenticator app or passkey but this one."""
    others = Authenticator.objects.filter(user=factor.user, type__in=FACTORS)
    return factor.type in FACTORS and not others.exclude(pk=factor.pk).exists()


# Recovery codes


def recovery_codes(request: HttpRequest) -> list[str]:
    """Return the recovery codes of the signed-in user that have not been used."""
    codes, may_see = recovery_flows.view_recovery_codes(request)
    return codes.get_unused_codes() if codes and may_see else []


def renew_recovery_codes(request: HttpRequest) -> None:
    """Make new recovery codes; the old ones stop working.

    Raises:
        NoSuchFactorError: the signed-in user has no factor that they could stand in for.
    """
    if not recovery_flows.can_generate_recovery_codes(request.user):
        raise NoSuchFactorError
    recovery_flows.generate_recovery_codes(request)


# Help from an administrator


def forget_factors(user: User) -> list[str]:
    """Remove every factor and the recovery codes of a user; return which kinds there were."""
    rows = Authenticator.objects.filter(user=user)
    kinds = [str(kind) for kind in rows.order_by("pk").values_list("type", flat=True)]
    rows.delete()
    return kinds


def _passkey_row(user: User, passkey_id: int) -> Authenticator:
    rows = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    row = rows.filter(pk=passkey_id).first()
    if row is None:
        raise NoSuchFactorError(passkey_id)
    return row


def _passkey(row: Authenticator) -> Passkey:
    return Passkey(
        id=row.pk, name=row.wrap().name, added_at=row.created_at, used_at=row.last_used_at
    )
