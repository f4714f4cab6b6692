"""Why a file is refused or a job fails."""

from enum import StrEnum


class MediaProblem(StrEnum):
    """The reasons, as they are stored and explained to editors."""

    NOT_VIDEO = "not_video"
    NO_PICTURE = "no_picture"
    NO_SOUND = "no_sound"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    PICTURE_TOO_LARGE = "picture_too_large"
    TOO_HEAVY = "too_heavy"
    CRASHED = "crashed"
    MISSING = "missing"
    DISK_FULL = "disk_full"
    MISMATCH = "mismatch"


class MediaRefused(Exception):
    """A media file that cannot be used, with the reason and a technical detail.

    ``engine_log`` holds the last lines that FFmpeg wrote, when the work was done in a child.
    """

    def __init__(self, problem: MediaProblem, detail: str = "", *, engine_log: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem
        self.detail = detail
        self.engine_log = engine_log
