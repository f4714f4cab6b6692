"""The words that the script of the cue editor shows, its buttons and its keys."""

from django.utils.translation import gettext as _


def script_words() -> dict[str, str]:
    """Return what the script says, with ``{…}`` where it fills something in."""
    return {
        "cue": _("Cue {number}"),
        "added": _("Cue {number} was added."),
        "split": _("The cue was split. This is the second half, cue {number}."),
        "merged": _("Cue {number} was merged with the next one."),
        "deleted": _("Cue {number} was deleted. It can be undone."),
        "restored": _("The changes are back. They are not saved yet."),
        "undone": _("The latest step was undone."),
        "redone": _("The step was done again."),
        "choose_first": _("Choose a cue first."),
        "bad_time": _("Write a time such as 1:02.5 or 62.5."),
        "saving": _("Saving…"),
        "saved": _("Saved."),
        "all_saved": _("All changes are saved."),
        "unsaved": _("There are unsaved changes."),
        "warnings": _("Cues with warnings: {count}"),
        "no_warnings": _("No warnings."),
        "signed_out": _(
            "You are signed out, or may not change this any more. Nothing was saved. Your changes "
            "are kept in this browser: sign in in another tab, then save again here."
        ),
        "offline": _(
            "The newsroom cannot be reached. Your changes are kept in this browser: save again "
            "later."
        ),
        "refused": _("The cues could not be saved. Your changes are kept in this browser."),
        "changed_by": _("{name} saved other cues at {time}, while you were editing."),
        "changed": _("Other cues were saved at {time}, while you were editing."),
        "took_theirs": _("You see the other version now. Undo brings yours back."),
    }


def commands() -> list[tuple[str, str]]:
    """Return the buttons of a cue with what the script calls them."""
    return [
        ("play", _("Play")),
        ("start-here", _("Start here")),
        ("end-here", _("End here")),
        ("add-after", _("Add after")),
        ("split", _("Split")),
        ("merge", _("Merge with next")),
        ("delete", _("Delete")),
    ]


def shortcuts() -> list[tuple[str, str]]:
    """Return the keys and what they do."""
    return [
        ("Alt+Enter", _("Play the cue")),
        ("Alt+1", _("Start it where the player is")),
        ("Alt+2", _("End it where the player is")),
        ("Alt+N", _("Add a cue after it")),
        ("Alt+X", _("Split it at the caret")),
        ("Alt+M", _("Merge it with the next one")),
        ("Alt+R", _("Delete it")),
        ("Alt+J", _("Go to the next cue")),
        ("Alt+K", _("Go to the cue before")),
        ("Ctrl+S", _("Save")),
    ]
