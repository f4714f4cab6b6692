"""Asking for an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import NoticeEdition
from accounts.pages.forms.base import NewPasswordMixin, email_field, new_password_field
from accounts.pages.forms.profile import ProfileFields
from accounts.services.registration import Profile

PROFILE_FIELDS = ("first_name", "last_name", "organisation", "position", "country_code")


class RegistrationForm(NewPasswordMixin, ProfileFields):
    """Who wants an account. Only address and password are needed."""

    field_order = ("email", "password")

    email = email_field(help_text=_("We send a code to it. Use the address you work with."))
    password = new_password_field()
    terms = forms.BooleanField(
        label=_("I have read and accept the terms of use."),
        error_messages={"required": _("Accept the terms of use to create an account.")},
    )

    def __init__(self, *args: Any, terms: NoticeEdition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms_edition = terms
        if terms is None:
            del self.fields["terms"]

    def clean(self) -> dict[str, Any]:
        """Refuse what a program filled in, and terms that have changed meanwhile."""
        # No person sees the field; programs that fill in every one do.
        if self.data.get("website"):
            raise forms.ValidationError(
                _("Your browser filled in a hidden field. We have emptied it: send the form again.")
            )
        edition = self.terms_edition
        if edition is not None and self.data.get("terms_version") != str(edition.version):
            self._ask_for_terms_again()
        cleaned = super().clean() or {}
        known = ("email", "first_name", "last_name", "organisation")
        self.check_password(*(cleaned.get(name, "") for name in known))
        return cleaned

    def profile(self) -> Profile:
        """Return what the person said of themselves."""
        return Profile(**{name: self.cleaned_data[name] for name in PROFILE_FIELDS})

    def terms_shown(self) -> str:
        """Return the sentence that the person accepted."""
        return str(self.fields["terms"].label) if self.terms_edition else ""

    def _ask_for_terms_again(self) -> None:
        self.data = {name: value for name, value in self.data.items() if name != "terms"}
        self.add_error("terms", _("The terms of use have changed. Read the new version."))
