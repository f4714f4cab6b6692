"""The panel that shows what came with a file in its sidecar."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

LABELS = {
    "title": _("Title"),
    "description": _("Description"),
    "creator": _("Creator"),
    "creditLine": _("Credit"),
    "copyrightNotice": _("Copyright"),
    "usageTerms": _("Usage terms"),
    "keywords": _("Keywords"),
    "dateCreated": _("Date"),
    "locationShown": _("Place"),
    "language": _("Language"),
}


class SidecarPanel(Panel):
    """Shows the texts to whoever writes the page; they are from outside and are not published."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "videos/library/sidecar_panel.html"

        def is_shown(self) -> bool:
            """Show it when something came."""
            return bool(self.instance.sidecar) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add names and values."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            sidecar = self.instance.sidecar
            facts = [(label, sidecar[name]) for name, label in LABELS.items() if name in sidecar]
            shown = [
                (label, ", ".join(value) if isinstance(value, list) else value)
                for label, value in facts
            ]
            return context | {"facts": shown}
