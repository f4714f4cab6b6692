"""Why a file is refused or a job fails."""

from enum import StrEnum


class MediaProblem(StrEnum):
    """The reasons, as they are stored and explained to editors."""

    NOT_VIDEO = "not_video"
    NO_PICTURE = "no_picture"
    TRUNCATED = "truncated"
    TOO_HEAVY = "too_heavy"
    CRASHED = "crashed"
    MISSING = "missing"


class MediaRefused(Exception):
    """A media file that cannot be used, with the reason and a technical detail for the log."""

    def __init__(self, problem: MediaProblem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem
        self.detail = detail
