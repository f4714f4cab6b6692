"""Adding, changing and deleting a track in the editor."""

from abc import abstractmethod
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from videos.models import Track
from videos.services.tracks import TrackChanged, Upload, add_track, change_track, delete_track
from videos.services.transcribing import (
    AlreadyThere,
    SpeechToTextOff,
    request_transcription,
)
from videos.tracks.asset_pages import AssetPage, TrackPage
from videos.tracks.forms import TrackForm, TranscribeForm
from videos.tracks.words import cues_text, guess_text, moved_text

FORM_TEMPLATE = "videos/tracks/form.html"


def editor_url(track: Track) -> str:
    """Return the address of the page where the cues are edited."""
    return reverse("video_tracks:edit", args=[track.asset.uuid, track.uuid])


class _TrackFormView(FormView):
    """Saves the form's track and leads to its cues."""

    form_class = TrackForm
    request: HttpRequest

    @abstractmethod
    def save(self, form: TrackForm) -> Track:
        """Save the track of a valid form.

        Raises:
            TrackChanged: its cues are others than those that the form would replace.
        """

    def form_valid(self, form: TrackForm) -> HttpResponse:
        """Save, and say what was made of the file."""
        try:
            with transaction.atomic():
                track = self.save(form)
        except IntegrityError:
            form.add_error(None, gettext("Somebody else has just added such a track."))
            return self.form_invalid(form)
        except TrackChanged:
            form.add_error(
                None, gettext("Somebody else has just changed the cues. Look at them first.")
            )
            return self.form_invalid(form)
        tell(self.request, track, form.upload)
        return redirect(editor_url(track))


class AddTrackView(AssetPage, _TrackFormView):
    """A new track, from a file or empty."""

    template_name = FORM_TEMPLATE
    page_title = _("Add timed text")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Make the track one of this asset."""
        return super().get_form_kwargs() | {"instance": Track(asset=self.asset)}

    def save(self, form: TrackForm) -> Track:
        """Add it."""
        return add_track(form.instance, form.upload, by=self.request.user)


class ChangeTrackView(TrackPage, _TrackFormView):
    """What a track is, and another file for it."""

    template_name = FORM_TEMPLATE
    page_title = _("Change timed text")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Change this track."""
        return super().get_form_kwargs() | {"instance": self.track}

    def save(self, form: TrackForm) -> Track:
        """Change it."""
        version = form.cleaned_data["version"]
        return change_track(form.instance, form.upload, version=version, by=self.request.user)


class TranscribeView(AssetPage, FormView):
    """Asks a machine to write down what is said."""

    template_name = FORM_TEMPLATE
    form_class = TranscribeForm
    page_title = _("Write down what is said")
    request: HttpRequest

    def form_valid(self, form: TranscribeForm) -> HttpResponse:
        """Queue the work."""
        try:
            request_transcription(self.asset, **form.cleaned_data, by=self.request.user)
        except AlreadyThere:
            form.add_error(None, gettext("There is such a track, or it is being made."))
        except SpeechToTextOff:
            form.add_error(None, gettext("Speech to text is switched off."))
        else:
            messages.success(self.request, gettext("A machine will listen to it soon."))
            return redirect(self.asset_url)
        return self.form_invalid(form)


class DeleteTrackView(TrackPage, TemplateView):
    """Asks once more, then deletes a track."""

    template_name = "videos/tracks/delete.html"
    page_title = _("Delete timed text")
    header_icon = "bin"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete."""
        name = str(self.track)
        delete_track(self.track, by=request.user)
        messages.success(request, gettext("“%(track)s” was deleted.") % {"track": name})
        return redirect(self.asset_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how much would go."""
        return super().get_context_data(cues=cues_text(self.track.cue_count), **kwargs)


def tell(request: HttpRequest, track: Track, upload: Upload | None) -> None:
    """Say what was saved, and what the editor should look at."""
    if upload is None:
        messages.success(request, gettext("“%(track)s” was saved.") % {"track": track})
        return
    facts = {"track": track, "cues": cues_text(track.cue_count)}
    messages.success(request, gettext("“%(track)s” was saved: %(cues)s.") % facts)
    if upload.reading.is_encoding_guessed:
        messages.warning(request, guess_text(upload.reading.encoding))
    if upload.moved_ms:
        messages.warning(request, moved_text(upload.moved_ms))
