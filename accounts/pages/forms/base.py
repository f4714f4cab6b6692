"""What the forms of the account screens have in common."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.addresses import normalise_address
from accounts.countries import country_choices
from accounts.services.passwords import (
    BrokenRule,
    PasswordRefusedError,
    check_password_policy,
    rules_for_display,
)
from accounts.text import clean_line, without_invisible
from cms.core.mail.outbox import RecipientRefusedError, checked_address

# Far beyond the longest password that may be chosen; the policy says what is wrong with it.
LONGEST_TYPED_PASSWORD = 4_096


class AccountForm(forms.Form):
    """Labels without a colon; the fields are drawn by ``accounts/parts/field.html``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class AddressField(forms.EmailField):
    """An e-mail address without the invisible characters that are pasted along."""

    def to_python(self, value: Any) -> Any:
        """Drop what nobody can see, and spell the address as it is kept."""
        cleaned = super().to_python(value)
        return (
            normalise_address(without_invisible(cleaned)) if isinstance(cleaned, str) else cleaned
        )

    def run_validators(self, value: Any) -> None:
        """Refuse what no mail can be sent to, such as a domain too long in ASCII."""
        super().run_validators(value)
        try:
            if value not in self.empty_values:
                checked_address(value)
        except RecipientRefusedError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class LineField(forms.CharField):
    """A name of somebody or something, on one visible line."""

    def to_python(self, value: Any) -> Any:
        """Refuse control characters, drop invisible ones."""
        cleaned = super().to_python(value)
        return clean_line(cleaned) if isinstance(cleaned, str) else cleaned


def email_field(**options: Any) -> AddressField:
    """Return a field for somebody's address; suggestions and keyboard fit it."""
    settings: dict[str, Any] = {
        "label": _("Email address"),
        "max_length": 254,
        "error_messages": {
            "required": _("Enter your email address."),
            "invalid": _("Enter an email address in the format name@example.com."),
            "max_length": _("This email address is too long."),
        },
        "widget": forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    }
    return AddressField(**settings | options)


def current_password_field(**options: Any) -> forms.CharField:
    """Return a field for the password that somebody has."""
    settings: dict[str, Any] = {
        "label": _("Password"),
        "strip": False,
        "max_length": LONGEST_TYPED_PASSWORD,
        "error_messages": {
            "required": _("Enter your password."),
            "max_length": _("This is not your password."),
        },
        "widget": forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    }
    return forms.CharField(**settings | options)


class NewPasswordBoundField(forms.BoundField):
    """A new password in a form, described by ``accounts/parts/password_rules.html`` as well."""

    @property
    def aria_describedby(self) -> str:
        """Return the ids of what describes the input: help, errors, then the rules."""
        described = super().aria_describedby or ""
        return f"{described} {self.auto_id}_advice".strip()


def new_password_field(**options: Any) -> forms.CharField:
    """Return a field for a password that is being chosen; pasting is welcome."""
    settings: dict[str, Any] = {
        "label": _("Password"),
        "strip": False,
        "max_length": LONGEST_TYPED_PASSWORD,
        "error_messages": {
            "required": _("Choose a password."),
            "max_length": _("This password is too long."),
        },
        "widget": forms.PasswordInput(
            attrs={
                "autocomplete": "new-password",
                # For password managers that make one up.
                "passwordrules": "minlength: 16; required: lower; required: upper; "
                "required: digit; required: [-!?+];",
            }
        ),
        "bound_field_class": NewPasswordBoundField,
    }
    return forms.CharField(**settings | options)


def line_field(label: Any, *, max_length: int, autocomplete: str) -> LineField:
    """Return an optional field for a name."""
    return LineField(
        label=label,
        required=False,
        max_length=max_length,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


def country_field() -> forms.ChoiceField:
    """Return an optional choice of a country, in the language of the page."""
    return forms.ChoiceField(
        label=_("Country"),
        required=False,
        choices=lambda: [("", _("Choose a country")), *country_choices(get_language() or "en")],
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )


class NewPasswordMixin(forms.Form):
    """A form whose field ``password`` is to become somebody's password.

    The services check it as well. The form does so to say everything that is wrong at once.
    """

    def check_password(self, *context: str) -> None:
        """Say each rule that the password breaks; the context is what is known of its owner."""
        if password := self.cleaned_data.get("password"):
            try:
                check_password_policy(password, context=filter(None, context))
            except PasswordRefusedError as refusal:
                self.add_broken_rules(refusal.rules)

    def password_rules(self) -> list[Any]:
        """Return what the template lists under the field."""
        return rules_for_display()

    def password_statuses(self) -> str:
        """Return what is said of the rules while somebody types: a line for each number met."""
        total = sum(bool(rule.pattern) for rule in rules_for_display())
        return "\n".join(_rules_met(met, total) for met in range(total + 1))

    def add_broken_rules(self, rules: Iterable[BrokenRule]) -> None:
        """Say each broken rule separately."""
        for rule in rules:
            self.add_error("password", forms.ValidationError(rule.message, code=rule.code))


def _rules_met(met: int, total: int) -> str:
    return ngettext(
        "%(met)d of %(total)d rules is met.", "%(met)d of %(total)d rules are met.", met
    ) % {"met": met, "total": total}
