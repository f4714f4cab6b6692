"""The policy for Django: createsuperuser, changepassword, Wagtail's forms and allauth."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.services import passwords


class PolicyValidator:
    """The one entry of AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Check the password.

        Raises:
            ValidationError: one error for each broken rule, with its code.
        """
        try:
            passwords.check_password_policy(password, context=passwords.context_of(user))
        except passwords.PasswordRefusedError as refusal:
            raise ValidationError(
                [ValidationError(rule.message, code=rule.code) for rule in refusal.rules]
            ) from refusal

    def get_help_text(self) -> str:
        """Return all rules as one text."""
        return " ".join(str(rule.message) for rule in passwords.rules_for_display())
