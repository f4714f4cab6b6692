"""Why a newsroom does not start."""


class StartRefusedError(Exception):
    """Starting stops here; the message is the one line that a person reads."""
