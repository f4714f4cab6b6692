"""The form of a video asset."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from videos.choices import PROBLEM_TEXTS
from videos.models import VideoAsset
from videos.pipeline.errors import MediaRefused
from videos.pipeline.probe import Probe
from videos.services.uploads import UploadTooLarge, inspect_upload

ACCEPTED = "video/*,.mxf,.mov,.mkv,.m2ts,.mts,.ts"


class MasterInput(forms.FileInput):
    """Chooses a new file. Never shows an address of the present one: it has none."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"accept": ACCEPTED} | (attrs or {}))


class VideoAssetForm(WagtailAdminModelForm):
    """Looks into an uploaded file before anything is saved. A refused file changes nothing."""

    found: Probe | None = None

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

    def save(self, commit: bool = True) -> VideoAsset:
        """Keep what was found in the file, and who chose the poster."""
        asset: VideoAsset = self.instance
        if self.found is not None:
            asset.take_facts(self.found)
            asset.original_filename = PurePosixPath(self.cleaned_data["master"].name).name[:255]
        if "poster" in self.changed_data:
            asset.is_poster_automatic = False
        saved: VideoAsset = super().save(commit=commit)
        return saved
