"""The panels of an asset."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel

from videos.library.audio_panel import AudioPanel
from videos.library.facts import FactsPanel
from videos.library.forms import VideoAssetForm
from videos.library.master_input import MasterInput
from videos.library.sidecar_panel import SidecarPanel
from videos.library.views import posters_context, work_context
from videos.tracks.panel import TracksPanel


class _AssetPanel(Panel.BoundPanel):
    """Something to see of an asset that is saved."""

    def is_shown(self) -> bool:
        """Show it once there is an asset."""
        return bool(self.instance.pk) and super().is_shown()


class WorkPanel(Panel):
    """Shows the player, what was found in the file, and how far what is derived from it is."""

    class BoundPanel(_AssetPanel):
        template_name = "videos/library/preview_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the asset's state and a fresh signed link."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | work_context(self.instance)


class SuggestedPostersPanel(Panel):
    """Offers frames of the video as poster; the form takes the picked one when it is saved."""

    class BoundPanel(_AssetPanel):
        template_name = "videos/library/posters_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add what was suggested so far."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | posters_context(self.instance)


def asset_edit_handler() -> ObjectList:
    """Return the panels of an asset."""
    return ObjectList(
        [
            WorkPanel(heading=_("Preview and files")),
            FactsPanel(heading=_("In this file")),
            AudioPanel(heading=_("Languages of the sound")),
            TracksPanel(heading=_("Subtitles, captions and transcripts")),
            SidecarPanel(heading=_("What came with the file")),
            FieldPanel("title"),
            FieldPanel(
                "master",
                widget=MasterInput,
                help_text=_(
                    "MP4, MOV, MXF, MKV, MPEG or AVI. The public never gets this file, only what "
                    "is made from it. A new file replaces the present one."
                ),
            ),
            MultiFieldPanel(
                [FieldPanel("poster"), SuggestedPostersPanel(), FieldPanel("collection")],
                heading=_("In the library"),
            ),
        ],
        base_form_class=VideoAssetForm,
    )
