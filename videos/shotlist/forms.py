"""The editor's form of a video, which reads the shotlist as the chosen asset counts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from videos.languages import UnknownLanguage, clean_language
from videos.shotlist.checking import in_order
from videos.shotlist.fields import FrameFormField
from videos.shotlist.timing import Timing

BEFORE_THE_FILE = _("The file begins at %(start)s.")
AFTER_THE_FILE = _("The file ends at %(end)s.")
UNKNOWN_LANGUAGE = _("Write a language code such as en or pt-BR.")


class ShotForm(WagtailAdminModelForm):
    """A row. What was typed must lie within the file.

    A row that nobody touched may lie outside: the file was replaced by a shorter one, and that
    must not keep an editor from saving the rest. The editor is warned instead.
    """

    timing: Timing | None = None

    def count_as(self, timing: Timing | None) -> None:
        """Read and show timecode as a recording counts."""
        self.timing = timing
        for field in self.fields.values():
            if isinstance(field, FrameFormField):
                field.timing = timing

    def clean_in_frame(self) -> int:
        """Refuse a point outside the file."""
        return self._within("in_frame")

    def clean_out_frame(self) -> int:
        """Refuse a point outside the file."""
        return self._within("out_frame")

    def clean_language(self) -> str:
        """Refuse a language that nobody has listed; settle how its tag is written."""
        tag: str = self.cleaned_data["language"]
        try:
            return clean_language(tag) if tag else ""
        except UnknownLanguage as error:
            raise ValidationError(UNKNOWN_LANGUAGE, code="language") from error

    def _within(self, name: str) -> int:
        frame: int = self.cleaned_data[name]
        timing = self.timing
        if frame < 0:
            start = timing.timecode(0) if timing else ""
            raise ValidationError(BEFORE_THE_FILE, code="outside", params={"start": start})
        end = timing.frame_count if timing else None
        is_kept = self.initial.get(name) == frame
        if timing is not None and end is not None and frame > end and not is_kept:
            raise ValidationError(
                AFTER_THE_FILE, code="outside", params={"end": timing.timecode(end)}
            )
        return frame


class VideoPageForm(WagtailAdminPageForm):
    """Tells the rows how the asset chosen on the same form counts, and keeps them in order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        formset = self.formsets.get("shots")
        if formset is None:
            return
        timing = Timing.of(self._chosen_asset())
        for form in formset.forms:
            form.count_as(timing)

    def save(self, commit: bool = True) -> Any:
        """Keep the rows in order of time, and each quote with something to translate."""
        video = super().save(commit=False)
        for order, shot in enumerate(in_order(video.shots.all())):
            shot.sort_order = order
            shot.offer_quote_for_translation()
        if commit:
            video.save()
            self.save_m2m()
        return video

    def _chosen_asset(self) -> Any:
        asset = self.fields.get("asset")
        if not self.is_bound or asset is None:
            return self.instance.asset
        try:
            return asset.clean(self["asset"].value())
        except ValidationError:  # the field itself says so
            return None
