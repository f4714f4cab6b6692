"""What the forms of pages and of ``/_allauth/`` check beyond django-allauth."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecoder
from typing import Any
from urllib.parse import urlsplit

import orjson
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode

from accounts.models import User

INCORRECT = "incorrect_code"
LOCKED = ("too_many_login_attempts", "rate_limited")
# Browsers take no IP address for the name of a site; this is the name of the same machine.
LOCAL_NAME = "localhost"
LOOPBACK_ADDRESSES = ("127.0.0.1", "::1")
PASSKEY_REFUSED = _("The passkey was not accepted. Try again, or use another way.")
CODE_REFUSED = _("The code is not right.")
# What the libraries raise for a credential that no browser would send.
MALFORMED = (AttributeError, LookupError, RecursionError, TypeError, ValueError, struct.error)


def is_locked(form: forms.BaseForm) -> bool:
    """Return whether the form was refused for too many attempts."""
    return any(form.has_error(name, code) for name in form.fields for code in LOCKED)


class CredentialDecoder(JSONDecoder):
    """Reads what was typed into the field of a passkey, but no endless nesting."""

    def decode(self, s: str, *args: Any) -> Any:
        """Return the value.

        Raises:
            JSONDecodeError: it is no JSON, or nested deeper than any credential.
        """
        return orjson.loads(s)


class OneTimeCodeMixin:
    """Takes a code of an app once.

    allauth remembers it for one period, but with a tolerance it fits for longer.
    """

    def clean_code(self) -> str:
        """Check the code."""
        code = super().clean_code()  # type: ignore[misc] # of the form it is mixed into
        factor = self.authenticator  # type: ignore[attr-defined] # the check above sets it
        if factor.type == Authenticator.Type.TOTP and not is_first_use(factor.user, code):
            raise ValidationError(CODE_REFUSED, code=INCORRECT)
        return code


class PasskeyMixin:
    """Says of a passkey, and not of a code, that it does not fit, whatever was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].decoder = CredentialDecoder  # type: ignore[attr-defined] # see above

    def clean_credential(self) -> Any:
        """Check the credential."""
        with passkey_words():
            refuse_foreign_origin(self.cleaned_data["credential"])  # type: ignore[attr-defined]
            return super().clean_credential()  # type: ignore[misc] # of the form it is mixed into


class NewPasskeyMixin:
    """Says of a passkey, and not of a code, that it cannot be kept, whatever was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].decoder = CredentialDecoder  # type: ignore[attr-defined] # see above

    def clean(self) -> Any:
        """Check the credential."""
        with passkey_words():
            if credential := self.cleaned_data.get("credential"):  # type: ignore[attr-defined]
                refuse_foreign_origin(credential)
            return super().clean()  # type: ignore[misc] # of the form it is mixed into


@contextmanager
def passkey_words() -> Iterator[None]:
    """Turn what a refused or malformed credential raises into one message."""
    try:
        yield
    except ValidationError as error:
        if getattr(error, "code", None) != INCORRECT:
            raise
        raise ValidationError(PASSKEY_REFUSED, code=INCORRECT) from error
    except MALFORMED as error:
        raise ValidationError(PASSKEY_REFUSED, code=INCORRECT) from error


def refuse_foreign_origin(credential: dict[str, Any]) -> None:
    """Refuse what was signed for a page that is neither ours nor a frontend's.

    The library takes every host below ours too, and not all of those need be in our hands.

    Raises:
        ValidationError: the page is none of them.
    """
    told = orjson.loads(websafe_decode(credential["response"]["clientDataJSON"]))
    origin = told["origin"]
    if origin in {settings.BASE_URL, *settings.FRONTEND_ORIGINS}:
        return
    is_local = passkey_host() == LOCAL_NAME and urlsplit(origin).hostname == LOCAL_NAME
    if not is_local:
        raise ValidationError(PASSKEY_REFUSED, code=INCORRECT)


def passkey_host() -> str:
    """Return the host that passkeys belong to."""
    host = urlsplit(settings.BASE_URL).hostname or LOCAL_NAME
    return LOCAL_NAME if host in LOOPBACK_ADDRESSES else host


def is_first_use(user: User, code: str) -> bool:
    """Say whether the user's code from an app was not used before, and remember that it was."""
    key = f"accounts.app-code.{user.pk}.{normalize_user_code(code)}"
    fits_for = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
    return cache.add(key, True, timeout=fits_for)
