"""The panel that shows an asset's preview."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from videos.library.forms import MasterInput, VideoAssetForm
from videos.library.views import preview_context


class PreviewPanel(Panel):
    """Shows the player, what was found in the file and how far the preview is."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "videos/library/preview_panel.html"

        def is_shown(self) -> bool:
            """Show it once there is an asset."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the asset's state and a fresh signed link."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | preview_context(self.instance)


def asset_edit_handler() -> ObjectList:
    """Return the panels of an asset."""
    return ObjectList(
        [
            PreviewPanel(heading=_("Preview")),
            FieldPanel("title"),
            FieldPanel(
                "master",
                widget=MasterInput,
                help_text=_(
                    "MP4, MOV, MXF, MKV, MPEG or AVI. The public never gets this file, only a "
                    "small preview made from it. A new file replaces the present one."
                ),
            ),
            MultiFieldPanel(
                [FieldPanel("poster"), FieldPanel("collection")], heading=_("In the library")
            ),
        ],
        base_form_class=VideoAssetForm,
    )
