"""What the history of an asset says about its timed text."""

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from videos.choices import TrackKind
from videos.services.tracks import DELETED, EDITED, UPLOADED
from videos.tracks.words import cues_text


def register(actions: LogActionRegistry) -> None:
    """Register the actions of ``videos.services.tracks``."""
    for action, formatter in (
        (UPLOADED, _Uploaded),
        (EDITED, _Edited),
        (DELETED, _Deleted),
    ):
        actions.register_action(action)(formatter)


class _Formatter(LogFormatter):
    sentence: Any

    def format_message(self, log_entry: Any) -> str:
        """Name kind, language and number of cues."""
        data = log_entry.data
        kind = TrackKind(data["kind"]).label if data["kind"] in TrackKind else data["kind"]
        return str(self.sentence) % {
            "kind": kind,
            "language": data["language"],
            "cues": cues_text(data["cues"]),
        }


class _Uploaded(_Formatter):
    label = gettext_lazy("Upload timed text")
    sentence = gettext_lazy("%(kind)s (%(language)s) uploaded: %(cues)s")


class _Edited(_Formatter):
    label = gettext_lazy("Edit timed text")
    sentence = gettext_lazy("%(kind)s (%(language)s) edited: %(cues)s")


class _Deleted(_Formatter):
    label = gettext_lazy("Delete timed text")
    sentence = gettext_lazy("%(kind)s (%(language)s) deleted: %(cues)s")
