"""Typing a code, asking for one, and choosing the password that it allows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.pages.forms.base import (
    AccountForm,
    NewPasswordMixin,
    email_field,
    new_password_field,
)

# Room for "123 456", and for what is pasted around it.
LONGEST_TYPED_CODE = 16


class CodeForm(AccountForm):
    """Six digits in one field; spaces do no harm."""

    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=LONGEST_TYPED_CODE,
        error_messages={
            "required": _("Enter the six digits from the email."),
            "max_length": _("The code has six digits. Enter nothing else."),
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "spellcheck": "false",
                "dir": "ltr",
            }
        ),
    )


class ResetForm(AccountForm):
    """Whose password is to be reset."""

    email = email_field(help_text=_("The address you sign in with."))


class ChosenPasswordForm(NewPasswordMixin, AccountForm):
    """The new password."""

    password = new_password_field(label=_("New password"))
