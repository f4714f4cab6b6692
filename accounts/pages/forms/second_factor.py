"""Forms around second factors. What they check, and how often, is django-allauth's work."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.factor_checks import (
    NewPasskeyMixin,
    OneTimeCodeMixin,
    PasskeyMixin,
    is_first_use,
)
from accounts.models import User
from accounts.pages.forms.base import AccountForm, current_password_field
from accounts.text import clean_line

LONGEST_CODE = 40
LONGEST_NAME = 100


def code_field(**options: Any) -> forms.CharField:
    """Return a field for a code; browsers offer what they have received."""
    settings: dict[str, Any] = {
        "label": _("Code"),
        "max_length": LONGEST_CODE,
        "error_messages": {"required": _("Enter the code.")},
        "widget": forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        ),
    }
    return forms.CharField(**settings | options)


def any_code_field() -> forms.CharField:
    """Return a field for the code of an app, or a recovery code."""
    return code_field(
        help_text=_("Six digits from your authenticator app, or one of your recovery codes.")
    )


class CodeForm(OneTimeCodeMixin, AccountForm, AuthenticateForm):
    """Asks for the second factor at the sign-in."""

    code = any_code_field()


class CodeAgainForm(OneTimeCodeMixin, AccountForm, ReauthenticateForm):
    """Asks for a code before a change of weight."""

    code = any_code_field()


class PasskeyForm(PasskeyMixin, AuthenticateWebAuthnForm):
    """Takes a passkey as the second factor at the sign-in."""


class PasskeyAgainForm(PasskeyMixin, ReauthenticateWebAuthnForm):
    """Takes a passkey before a change of weight."""


class PasskeySignInForm(PasskeyMixin, LoginWebAuthnForm):
    """Takes a passkey instead of address and password."""


class PasswordAgainForm(AccountForm):
    """Asks for the password before a change of weight."""

    password = current_password_field()


class AppForm(AccountForm):
    """Checks that an authenticator app was set up with the secret that was shown."""

    code = code_field(
        label=_("Code from the app"),
        help_text=_("Six digits. The app shows new ones twice a minute."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        # allauth's form makes a new one whenever it is shown, which outdates what was scanned.
        self.secret = get_totp_secret(regenerate=False)

    def clean_code(self) -> str:
        """Check the code, as often as the limit allows; it does not sign anybody in afterwards."""
        code = ActivateTOTPForm.clean_code(self)
        is_first_use(self.user, code)
        return code


class PasskeyNameForm(AccountForm):
    """Asks what to call a passkey."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("Such as “Work phone” or “Laptop at home”."),
        error_messages={"required": _("Enter a name.")},
    )

    def clean_name(self) -> str:
        """Return the name as one visible line."""
        return clean_line(self.cleaned_data["name"])


class AddPasskeyForm(NewPasskeyMixin, AccountForm, AddWebAuthnForm):
    """Takes a passkey that a browser has made."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Such as “Work phone” or “Laptop at home”."),
    )
    passwordless = None  # every passkey here can sign in by itself

    def clean_name(self) -> str:
        """Return the name as one visible line; a passkey without one is not lost."""
        return clean_line(super().clean_name())
