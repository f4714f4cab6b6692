"""What people say of themselves, when they ask for an account and later."""

from django.utils.translation import gettext_lazy as _

from accounts.models import MediaAccount, User
from accounts.pages.forms.base import AccountForm, country_field, line_field


def _length_of(model: type[User | MediaAccount], name: str) -> int:
    """Return how many characters a column holds."""
    return model._meta.get_field(name).max_length or 0  # type: ignore[union-attr] # no relation


class ProfileFields(AccountForm):
    """Name, organisation, role and country; none is needed."""

    first_name = line_field(
        _("First name"), max_length=_length_of(User, "first_name"), autocomplete="given-name"
    )
    last_name = line_field(
        _("Last name"), max_length=_length_of(User, "last_name"), autocomplete="family-name"
    )
    organisation = line_field(
        _("Organisation"),
        max_length=_length_of(MediaAccount, "organisation"),
        autocomplete="organization",
    )
    position = line_field(
        _("Role"),
        max_length=_length_of(MediaAccount, "position"),
        autocomplete="organization-title",
    )
    country_code = country_field()
