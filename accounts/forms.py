"""Forms for staff accounts in the editor."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.services.roles import label_of
from accounts.services.verified_addresses import vouch_for_address
from cms.core.mail.outbox import RecipientRefusedError, checked_address

STAFF_FIELDS = ("email", "first_name", "last_name", "preferred_language", "is_superuser", "groups")


class RolesField(forms.ModelMultipleChoiceField):
    """Show roles by their name in the reader's language."""

    def label_from_instance(self, obj: Group) -> str:
        """Return the role's name."""
        return label_of(obj)


class StaffAccountMixin(forms.ModelForm):
    """What creating and editing a member of staff have in common."""

    error_messages = {
        "duplicate_username": _("Somebody already has this email address."),
        "password_mismatch": _("The two password fields didn't match."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preferred_language"] = forms.ChoiceField(
            label=_("Preferred language"),
            choices=[("", _("As the browser asks")), *settings.LANGUAGES],
            required=False,
            help_text=_("Used for the editor and for messages."),
        )
        if "is_superuser" in self.fields:
            # "Administrator" is the name of a role here.
            self.fields["is_superuser"].label = _("May do everything")
            self.fields["is_superuser"].help_text = _(
                "Has every permission, also those that no role gives."
            )
        self.fields["groups"] = RolesField(
            label=_("Roles"),
            queryset=Group.objects.order_by("name"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean_email(self) -> str:
        """Return the address when mail can be sent there."""
        try:
            return checked_address(self.cleaned_data["email"])
        except RecipientRefusedError as error:
            raise forms.ValidationError(_("This is not an email address.")) from error

    def save(self, commit: bool = True) -> User:
        """Save the account, and let the editor speak its language."""
        user = super().save(commit=commit)
        if commit:
            vouch_for_address(user)
            profile = UserProfile.get_for_user(user)
            profile.preferred_language = user.preferred_language
            profile.save(update_fields=["preferred_language"])
        return user


class StaffCreationForm(StaffAccountMixin, UserCreationForm):
    """Create a member of staff, who is invited and chooses the password."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = STAFF_FIELDS

    def save(self, commit: bool = True) -> User:
        """Save the account as staff, without a password."""
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit=commit)


class StaffEditForm(StaffAccountMixin, UserEditForm):
    """Edit an account. Whoever gets a role that opens the editor is staff from then on."""

    class Meta(UserEditForm.Meta):
        model = User
        fields = (*STAFF_FIELDS, "is_active")
