"""Changing what an account holds."""

from typing import Any, Self

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.pages.forms.base import (
    AccountForm,
    NewPasswordMixin,
    current_password_field,
    email_field,
    new_password_field,
)
from accounts.pages.forms.profile import ProfileFields
from accounts.services.profiles import OF_THE_MEDIA_ACCOUNT


def language_choices() -> list[tuple[str, Any]]:
    """Return the languages that mail can be written in."""
    return list(settings.LANGUAGES)


class ProfileForm(ProfileFields):
    """What people say of themselves, and the language they read."""

    preferred_language = forms.ChoiceField(
        label=_("Language of our emails"), choices=language_choices
    )

    def leave_out_media_account(self) -> Self:
        """Ask staff only for what concerns them."""
        for name in OF_THE_MEDIA_ACCOUNT:
            del self.fields[name]
        return self


class OwnersForm(AccountForm):
    """A form that only the owner of the account may send: it asks for the present password."""

    def with_wrong_password(self) -> Self:
        """Say that it is another one."""
        self.add_error("current_password", _("This is not your password."))
        return self


class PasswordChangeForm(NewPasswordMixin, OwnersForm):
    """The present password and another one."""

    current_password = current_password_field(label=_("Current password"))
    password = new_password_field(label=_("New password"))


class AddressForm(OwnersForm):
    """Another e-mail address, with the password."""

    email = email_field(
        label=_("New email address"), help_text=_("We send a code to this address.")
    )
    current_password = current_password_field(label=_("Your password"))


class ClosingForm(OwnersForm):
    """Closing the account for good."""

    current_password = current_password_field(label=_("Your password"))
    is_sure = forms.BooleanField(
        label=_("I understand that my account cannot be restored."),
        error_messages={"required": _("Confirm that the account is to be closed for good.")},
    )
