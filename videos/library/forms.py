"""The form of a video asset."""

from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Collection

from videos import access
from videos.choices import PROBLEM_TEXTS
from videos.derivative_choices import RenditionPurpose
from videos.library.audio_panel import add_audio_fields, take_audio_fields
from videos.models import Rendition, Upload, UploadStage, VideoAsset
from videos.pipeline.errors import MediaRefused
from videos.pipeline.probe import Probe
from videos.services.posters import picked_poster
from videos.services.uploads import UploadTooLarge, inspect_upload
from videos.uploads import taking

# A worker may be filling the others.
EDITED_FIELDS = (
    "title", "collection", "poster", "is_poster_automatic", "audio_names", "updated_at",
)  # fmt: skip


class VideoAssetForm(WagtailAdminModelForm):
    """Takes a new master: one that was sent beforehand, or one that comes with the form.

    A file that comes with the form is looked into before anything is saved. A refused file changes
    nothing.
    """

    master_upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    found: Probe | None = None
    received: Upload | None = None

    # Drawn by the panel of the suggestions, as radio buttons with pictures.
    poster_suggestion = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            here = Collection.objects.filter(pk=self.instance.collection_id)
            allowed = access.collections_for_adding(self.for_user)
            self.fields["collection"].queryset = allowed | here if self.instance.pk else allowed
        self.fields["master"].widget.asset_uuid = str(
            self.instance.uuid if self.instance.pk else ""
        )
        add_audio_fields(self)
        if self.data.get(self.add_prefix("master_upload")):
            self.fields["master"].required = False

    def clean_master_upload(self) -> UUID | None:
        """Find the file that was sent beforehand, by this person and for a form."""
        uuid: UUID | None = self.cleaned_data["master_upload"]
        if uuid is not None:
            self.received = Upload.objects.filter(
                uuid=uuid, owner=self.for_user, is_for_form=True, stage=UploadStage.READY
            ).first()
            if self.received is None:
                self.add_error(
                    "master", _("This upload is no longer there. Choose the file again.")
                )
        return uuid

    def clean_master(self) -> Any:
        """Refuse what is no video, incomplete or too large, and say which."""
        upload = self.cleaned_data["master"]
        if not isinstance(upload, UploadedFile):
            return upload
        try:
            self.found = inspect_upload(upload)
        except UploadTooLarge as refusal:
            raise forms.ValidationError(
                _("The file has %(size)s. At most %(limit)s can be uploaded."),
                code="too_large",
                params={
                    "size": filesizeformat(refusal.size_bytes),
                    "limit": filesizeformat(refusal.limit_bytes),
                },
            ) from refusal
        except MediaRefused as refusal:
            raise forms.ValidationError(
                PROBLEM_TEXTS[refusal.problem], code=str(refusal.problem)
            ) from refusal
        return upload

    def clean_poster_suggestion(self) -> Rendition | None:
        """Return the suggestion that was picked; one that is gone meanwhile is said to be."""
        uuid = self.cleaned_data["poster_suggestion"]
        if uuid is None:
            return None
        found = self.instance.renditions.filter(uuid=uuid, purpose=RenditionPurpose.POSTER).first()
        if found is None:
            # On the field that is shown: the radio buttons are no part of the form.
            self.add_error("poster", _("This frame is not on offer any more. Pick another one."))
        return found

    def save(self, commit: bool = True) -> VideoAsset:
        """Keep what was found in the file, and who chose the poster."""
        asset: VideoAsset = self.instance
        take_audio_fields(self)
        if self.received is not None:
            return self._save_received(asset, self.received)
        if self.found is not None:
            asset.take_facts(self.found)
            asset.original_filename = PurePosixPath(self.cleaned_data["master"].name).name[:255]
        self._note_poster(asset)
        saved: VideoAsset = super().save(commit=False)
        if commit:
            is_new = saved.pk is None or "master" in self.changed_data
            saved.save(update_fields=None if is_new else EDITED_FIELDS)
            self.save_m2m()
        return saved

    @transaction.atomic
    def _save_received(self, asset: VideoAsset, upload: Upload) -> VideoAsset:
        taking.claim(upload)
        taking.put_master(upload, asset)
        self._note_poster(asset)
        saved: VideoAsset = super().save()
        taking.settle(upload, saved)
        return saved

    def _note_poster(self, asset: VideoAsset) -> None:
        if suggestion := self.cleaned_data.get("poster_suggestion"):
            asset.poster, asset.is_poster_automatic = picked_poster(suggestion), False
        elif "poster" in self.changed_data:
            asset.is_poster_automatic = False
