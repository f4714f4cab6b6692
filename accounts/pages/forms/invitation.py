"""The form that invited staff fill in."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.pages.forms.base import (
    AccountForm,
    NewPasswordMixin,
    line_field,
    new_password_field,
)

LONGEST_NAME = User._meta.get_field("first_name").max_length or 0


class InvitationForm(NewPasswordMixin, AccountForm):
    """Names and a password. Whether the password may be used, the service says."""

    first_name = line_field(_("First name"), max_length=LONGEST_NAME, autocomplete="given-name")
    last_name = line_field(_("Last name"), max_length=LONGEST_NAME, autocomplete="family-name")
    password = new_password_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Colleagues see the name beside what somebody wrote.
        self._require("first_name", _("Enter your first name."))
        self._require("last_name", _("Enter your last name."))

    def _require(self, name: str, message: Any) -> None:
        field = self.fields[name]
        field.required = field.widget.is_required = True
        field.error_messages["required"] = message
