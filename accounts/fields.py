"""Model fields of accounts."""

from typing import Any

from django.db import models

from accounts.addresses import normalise_address


class EmailAddressField(models.EmailField):
    """An address kept in one spelling, in the row and in every lookup.

    ``filter(email="Ann@Example.org")`` finds ``ann@example.org`` on every database,
    where ``LOWER()`` of SQLite would know ASCII letters only.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Normalise what is stored and what is looked for."""
        prepared = super().get_prep_value(value)
        return normalise_address(prepared) if isinstance(prepared, str) else prepared

    def to_python(self, value: Any) -> Any:
        """Normalise what a form or a clean brings."""
        cleaned = super().to_python(value)
        return normalise_address(cleaned) if isinstance(cleaned, str) else cleaned

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Let the instance show what its row holds."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value
