"""Lists of countries and of media, as columns and as form fields."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from videos.choices import Medium
from videos.rights.territories import UnknownCountryError, parse_countries, written_countries

UNKNOWN_COUNTRY = _(
    "“%(text)s” is no country. Write names or two-letter codes with semicolons between them, such "
    "as FR; Belgium."
)


class CountriesFormField(forms.CharField):
    """Takes names and codes of countries; gives their codes."""

    def __init__(self, **kwargs: Any) -> None:
        for name in ("encoder", "decoder"):
            kwargs.pop(name, None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the codes.

        Raises:
            ValidationError: a part names no country.
        """
        if isinstance(value, list):
            return value
        try:
            return parse_countries(super().to_python(value) or "")
        except UnknownCountryError as error:
            params = {"text": error.text}
            raise ValidationError(UNKNOWN_COUNTRY, code="country", params=params) from error

    def prepare_value(self, value: Any) -> Any:
        """Show names."""
        return written_countries(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare codes, so that the same country in another language is no change."""
        try:
            return bool(self.to_python(data) != (initial or []))
        except ValidationError:
            return True


class CountriesField(models.JSONField):
    """Two-letter codes of ISO 3166, in the order in which they were written."""

    def formfield(self, **kwargs: Any) -> Any:
        """Read names and codes."""
        return super().formfield(**{"form_class": CountriesFormField, **kwargs})


class MediaFormField(forms.MultipleChoiceField):
    """Boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        for name in ("encoder", "decoder"):
            kwargs.pop(name, None)
        super().__init__(choices=Medium.choices, **kwargs)


class MediaField(models.JSONField):
    """Values of ``Medium``."""

    def formfield(self, **kwargs: Any) -> Any:
        """Offer every medium."""
        return super().formfield(**{"form_class": MediaFormField, **kwargs})
