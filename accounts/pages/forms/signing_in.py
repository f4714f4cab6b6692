"""The form that asks who somebody is."""

from django import forms

from accounts.pages.forms.base import AccountForm, current_password_field, email_field


class SignInForm(AccountForm):
    """An address and a password. Whether they fit, the service says."""

    email = email_field(
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"})
    )
    password = current_password_field()
