"""The form of a track: what it is, and a file to take its cues from."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from videos.choices import TrackKind
from videos.languages import clean_language, language_name
from videos.models import Track
from videos.models.track import validate_language
from videos.pipeline.timed_text.cues import (
    MAX_BYTES,
    TimedTextProblem,
    TimedTextRefused,
)
from videos.pipeline.timed_text.encodings import Encoding
from videos.services.tracks import Upload, read_upload
from videos.tracks.words import cues_text, refusal_text

ACCEPTED = ".vtt,.srt,.ttml,.dfxp,.xml,.stl"
OFFERED_LANGUAGES = (
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hr", "hu", "hy",
    "it", "ja", "ka", "ko", "lt", "lv", "mk", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq",
    "sr", "sv", "tr", "uk", "ur", "zh-Hans",
)  # fmt: skip
ENCODINGS = [
    ("", _("Find out")),
    (Encoding.UTF_8, "UTF-8"),
    (Encoding.UTF_16, "UTF-16"),
    (Encoding.WINDOWS_1252, _("Windows-1252 (Western European)")),
    (Encoding.WINDOWS_1251, _("Windows-1251 (Cyrillic)")),
    (Encoding.WINDOWS_1256, _("Windows-1256 (Arabic)")),
]


class LanguageInput(forms.TextInput):
    """Takes the code of any language and offers the usual ones by name."""

    template_name = "videos/tracks/language_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the languages on offer."""
        # Read when drawn: the editor's language is not known before.
        from django.utils.translation import get_language  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(name, value, attrs)
        here = get_language() or "en"
        named = [(tag, language_name(tag, here)) for tag in OFFERED_LANGUAGES]
        context["languages"] = sorted(named, key=lambda pair: pair[1].casefold())
        context["widget"]["attrs"] |= {"list": f"{name}-list", "dir": "ltr", "spellcheck": "false"}
        return context


class TranscribeForm(forms.Form):
    """Asks what is spoken, and what to make of it."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, kind.label) for kind in (TrackKind.TRANSCRIPT, TrackKind.CAPTIONS)],
    )
    language = forms.CharField(
        label=_("Spoken language"),
        max_length=35,
        widget=LanguageInput,
        validators=[validate_language],
        help_text=_("Code of the language that is spoken, such as en, fr, uk or ar."),
    )

    def clean_language(self) -> str:
        """Return the code in its settled form."""
        return clean_language(self.cleaned_data["language"])


class TrackForm(forms.ModelForm):
    """Reads the file before anything is saved. A refused one changes nothing."""

    upload: Upload | None = None

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("WebVTT, SubRip, TTML (EBU-TT-D) or EBU STL, at most 5 MB."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding of the file"),
        required=False,
        choices=ENCODINGS,
        help_text=_("Choose one if letters came out wrong."),
    )

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Track
        fields = ["kind", "language", "label", "is_machine_made", "is_published"]
        widgets = {"language": LanguageInput, "label": forms.TextInput(attrs={"dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        if self.instance.cue_count:
            self.fields["replace"] = forms.BooleanField(
                label=_("Replace what is there (%(cues)s) by what the file holds")
                % {"cues": cues_text(self.instance.cue_count)},
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Read the file as the language and the encoding say."""
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        if file is None or self.errors:
            return data
        if self.instance.cue_count and not data.get("replace"):
            self.add_error(
                "replace", _("Tick this to replace the present cues, or choose no file.")
            )
            return data
        try:
            if file.size > MAX_BYTES:
                raise TimedTextRefused(TimedTextProblem.TOO_LARGE)
            self.upload = read_upload(
                file.read(),
                asset=self.instance.asset,
                language=data["language"],
                encoding=data["encoding"],
            )
        except TimedTextRefused as refusal:
            self.add_error("file", ValidationError(refusal_text(refusal), code=refusal.problem))
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # The asset is not asked for, but a second track of its kind must be noticed.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # no stub
        return excluded - {"asset"}
