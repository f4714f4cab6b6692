"""The editor's form of a programme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from news.fields import EventDateTimeFormField
from news.time_zones import DEFAULT_ZONE, zone_choices, zone_of


class ProgrammePageForm(WagtailAdminPageForm):
    """Reads every time of the programme in the zone chosen on the same form."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        required=False,
        help_text=_("All times of this programme are entered and shown in this zone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = zone_of(self._zone_name())
        sessions = self.formsets.get("sessions")
        for form in (self, *(sessions.forms if sessions is not None else ())):
            for field in form.fields.values():
                if isinstance(field, EventDateTimeFormField):
                    field.zone = zone

    def clean_time_zone(self) -> str:
        """Fall back to UTC."""
        return self.cleaned_data["time_zone"] or DEFAULT_ZONE

    def _zone_name(self) -> str:
        if self.is_bound and (name := self.data.get(self.add_prefix("time_zone"))):
            return str(name)
        return self.instance.time_zone or DEFAULT_ZONE
