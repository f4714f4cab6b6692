"""The field of an asset's form that takes a new master."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.urls import reverse
from django.utils.safestring import SafeString

from videos.conf import video_settings
from videos.uploads.texts import script_texts

ACCEPTED = "video/*,.mxf,.mov,.mkv,.m2ts,.mts,.ts"


class MasterInput(forms.FileInput):
    """Sends a file piece by piece before the form is saved; without JavaScript, with the form.

    Never shows an address of the present file: it has none.
    """

    template_name = "videos/library/master_input.html"
    asset_uuid = ""

    class Media:
        css = {"all": ["videos/uploads/uploads.css"]}
        js = [
            "videos/vendor/tus/tus.min.js",
            "videos/uploads/transfer.js",
            "videos/uploads/row.js",
            "videos/uploads/field.js",
        ]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"accept": ACCEPTED} | (attrs or {}))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what the script needs."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {
            "endpoint": reverse("video_uploads:uploads"),
            "asset": self.asset_uuid,
            "piece_bytes": video_settings().PIECE_BYTES,
            "texts": script_texts(),
        }
        return context

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Use a template of this package."""
        return super().render(name, value, attrs, renderer=TemplatesSetting())
