"""The panel of timed text on the page of an asset."""

from typing import Any

from wagtail.admin.panels import Panel

from cms.core.models import LeaseState
from videos.conf import video_settings


class TracksPanel(Panel):
    """Lists the tracks and leads to their pages. They are saved there, not with the asset."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "videos/tracks/panel.html"

        def is_shown(self) -> bool:
            """Show it once there is an asset."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the tracks."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            tracks = self.instance.tracks.defer("webvtt").order_by("kind", "language")
            jobs = self.instance.transcriptions.exclude(state=LeaseState.DONE)
            return context | {
                "asset": self.instance,
                "tracks": tracks,
                "transcriptions": jobs.order_by("pk"),
                "can_transcribe": bool(video_settings().TRANSCRIBER),
            }
