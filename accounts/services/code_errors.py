"""What can be wrong with a code, a flow or a ticket. The same for known and unknown addresses."""


class TooSoonError(Exception):
    """The address was sent a code a moment ago, or too many in a day. Nothing was sent.

    A code that was mailed before stays valid.
    """

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"Again in {retry_after_seconds} s.")
        self.retry_after_seconds = retry_after_seconds


class CodesPausedError(TooSoonError):
    """The newsroom has sent so many codes in this hour that it sends nobody another one."""


class FlowGoneError(Exception):
    """The flow is unknown, was finished or has been deleted."""


class AddressTakenError(FlowGoneError):
    """Somebody else has proved the address since the flow began."""


class CodeExpiredError(Exception):
    """The code is too old; sending a new one revives the flow."""


class CodeExhaustedError(Exception):
    """Too many wrong codes were typed; sending a new one revives the flow."""


class WrongCodeError(Exception):
    """The code does not fit."""

    def __init__(self, attempts_left: int) -> None:
        super().__init__(f"{attempts_left} attempts left.")
        self.attempts_left = attempts_left


class TicketRefusedError(Exception):
    """The ticket is unknown, used or too old, or its account cannot be used any more."""
