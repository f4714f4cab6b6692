"""The keys of the shotlist's player and what its script says."""

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy


class Key(NamedTuple):
    """A button that can be pressed by a key as well. ``shortcut`` is in the words of ARIA."""

    action: str
    label: Any
    shortcut: str
    shown: str


KEYS = (
    Key("toggle", gettext_lazy("Play or pause"), "K", "K"),
    Key("mark-in", pgettext_lazy("point of a video", "Mark in"), "I", "I"),
    Key("mark-out", pgettext_lazy("point of a video", "Mark out"), "O", "O"),
    Key("frame-back", gettext_lazy("Back a frame"), ",", ","),
    Key("frame-on", gettext_lazy("On a frame"), ".", "."),
    Key("second-back", gettext_lazy("Back a second"), "J", "J"),
    Key("second-on", gettext_lazy("On a second"), "L", "L"),
    Key("new", gettext_lazy("New row from here"), "N", "N"),
    Key("split", gettext_lazy("Split the row here"), "S", "S"),
    Key("merge", gettext_lazy("Merge with the next row"), "M", "M"),
    Key("previous", gettext_lazy("Previous row"), "[", "["),
    Key("next", gettext_lazy("Next row"), "]", "]"),
    Key("go", gettext_lazy("Go to the row"), "G", "G"),
    Key("play", gettext_lazy("Play the row"), "P", "P"),
    Key("describe", gettext_lazy("Describe the row"), "D", "D"),
)


def strings() -> dict[str, str]:
    """Return what the script says; it fills in what stands in braces."""
    return {
        "row": _("Row {number}"),
        "nothing": _("No row is chosen."),
        "noPlayer": _("There is nothing to play yet."),
        "noTiming": _("The frame rate of the video is not known yet."),
        "in": _("Row {number} begins at {time}."),
        "out": _("Row {number} ends at {time}."),
        "new": _("Row {number} was added from {time}."),
        "split": _("The row was split at {time}."),
        "notInside": _("The player does not stand inside a row."),
        "merged": _("Row {number} now ends at {time}."),
        "noNext": _("There is no next row."),
        "at": _("{time}"),
        "full": _("There is no room for more rows."),
        "added": _("Rows added: {count}."),
        "reading": _("Reading…"),
        "unreachable": _("The newsroom does not answer. Your text is still here; try again."),
        "fileTooLarge": _("This file is too large to be a shotlist."),
        "addRows": _("Add these rows ({count})"),
        "overlap": _("{row} begins before {other} has ended."),
        "outside": _("{row} does not lie within the video file."),
        "backwards": _("The end of {row} does not come after its beginning."),
        "unreadable": _("A time of {row} cannot be read."),
        "goTo": _("Go to the beginning of this row"),
        "playRow": _("Play this row"),
    }
