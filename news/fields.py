"""Date and time in the zone of an event."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EventDateTimeFormField(forms.DateTimeField):
    """Takes and shows local time of ``zone``, which the form sets; gives an aware datetime.

    When clocks go back, an hour comes twice: the first of the two is meant.
    """

    zone: ZoneInfo | None = None

    default_error_messages = {
        "skipped": _("This time does not exist in %(zone)s: the clocks go forward."),
    }

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment in UTC."""
        zone = self.zone or ZoneInfo("UTC")
        with timezone.override(UTC):
            parsed: datetime | None = super().to_python(value)
        if parsed is None or (isinstance(value, datetime) and timezone.is_aware(value)):
            return parsed
        moment = parsed.replace(tzinfo=zone, fold=0)
        back = moment.astimezone(UTC).astimezone(zone)
        if back.replace(tzinfo=None) != moment.replace(tzinfo=None):
            raise ValidationError(
                self.error_messages["skipped"], code="skipped", params={"zone": zone.key}
            )
        return moment.astimezone(UTC)

    def prepare_value(self, value: Any) -> Any:
        """Return the local time without a zone, as the widget shows it."""
        if isinstance(value, datetime) and timezone.is_aware(value):
            return value.astimezone(self.zone or UTC).replace(tzinfo=None)
        return value


class EventDateTimeField(models.DateTimeField):
    """A moment stored in UTC and edited in the zone of its event."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Use the field that knows about zones."""
        return super().formfield(**{"form_class": EventDateTimeFormField, **kwargs})
