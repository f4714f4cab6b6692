"""Languages and labels of an asset's sounds in the form of the asset."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from videos.audio_tracks import LONGEST_LABEL, audio_tracks
from videos.languages import clean_language, own_name
from videos.models import VideoAsset
from videos.models.track import validate_language
from videos.tracks.forms import LanguageInput


def add_audio_fields(form: forms.ModelForm[VideoAsset]) -> None:
    """Add two fields for each sound, which hold what the file says until somebody changes it."""
    for track in audio_tracks(form.instance):
        edited = form.instance.audio_names.get(track.name, {})
        form.fields[f"{track.name}-language"] = forms.CharField(
            label=_("Language"),
            required=False,
            max_length=35,
            initial=edited.get("language") or track.file_language,
            validators=[validate_language],
            widget=LanguageInput,
        )
        form.fields[f"{track.name}-label"] = forms.CharField(
            label=_("Label"),
            required=False,
            max_length=LONGEST_LABEL,
            initial=edited.get("label") or track.file_title,
            widget=forms.TextInput(attrs={"dir": "auto"}),
        )


def take_audio_fields(form: forms.ModelForm[VideoAsset]) -> None:
    """Keep in the asset what differs from the file.

    A form that was drawn before the sounds were known asks for none and changes none.
    """
    names = dict(form.instance.audio_names)
    for track in audio_tracks(form.instance):
        if form.add_prefix(f"{track.name}-language") not in form.data:
            continue
        language = form.cleaned_data.get(f"{track.name}-language", "")
        label = form.cleaned_data.get(f"{track.name}-label", "")
        edited = {
            "language": clean_language(language) if language else "",
            "label": label.strip(),
        }
        of_file = {"language": track.file_language, "label": track.file_title}
        changed = {key: text for key, text in edited.items() if text and text != of_file[key]}
        names.pop(track.name, None)
        if changed:
            names[track.name] = changed
    form.instance.audio_names = names


class AudioPanel(Panel):
    """Asks for the language and the label of each sound."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "videos/library/audio_panel.html"

        def is_shown(self) -> bool:
            """Show it once the sounds are known."""
            return bool(self.instance.pk and audio_tracks(self.instance)) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the fields of each sound."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            rows = [
                (
                    number,
                    own_name(track.language) if track.language else "",
                    [self.form[f"{track.name}-{part}"] for part in ("language", "label")],
                )
                for number, track in enumerate(audio_tracks(self.instance), start=1)
            ]
            return context | {"rows": rows}
