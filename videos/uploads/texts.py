"""What the scripts of uploading say, in the language of the editor."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def script_texts() -> dict[str, str]:
    """Return the sentences; names in braces are filled in by the scripts."""
    return {
        "waiting": _("Waits for its turn."),
        "sending": _("{done} of {size}"),
        "speed": _("{speed}, {time} left"),
        "paused": _("Paused at {percent}."),
        "lost": _("The connection is lost. It goes on by itself when the network is back."),
        "needs_file": _("{percent} is there. Choose the same file again to go on."),
        "other_file": _("This is another file. Choose “{name}” as it was."),
        "checking": _("Received. The file is being checked."),
        "done": _("In the library."),
        "ready": _("Received and checked. Save to use it."),
        "ready_duplicate": _("Received and checked. The library has this file already:"),
        "duplicate": _("The library has this file already:"),
        "signed_out": _("You are signed out. Sign in again in another tab, then resume here."),
        "unreadable": _("The file cannot be read any more. Choose it again to go on."),
        "failed": _("The server does not answer as expected. Try again later."),
        "known": _("“{name}” is in the list already."),
        "pause": _("Pause"),
        "resume": pgettext("an upload", "Resume"),
        "unsaved": _("Files are still being sent."),
        "wait_to_save": _("It is saved when the file has been received."),
    }
