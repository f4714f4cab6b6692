"""Settings of this package: the dictionary ``VIDEOS``, with defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from videos.pipeline.ladder import LadderSettings
from videos.pipeline.timed_text.checks import StyleGuide

GIBIBYTE = 1024**3


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """What ``VIDEOS`` may hold.

    Attributes:
        SIGNED_LINK_SECONDS: how long an editor's link works, beside twice the film's length.
        PART_BYTES: what a browser sends to a remote store at once; more when the file would have
            too many parts.
        PART_LINK_SECONDS: how long an address works that takes such a part.
        STORE_LINK_SECONDS: how long an address in a remote store works that a reader was sent to.
        LEASE_SECONDS: after this silence a worker counts as dead.
        LADDER: what differs from ``videos.pipeline.ladder.LadderSettings``, as JSON.
        JOB_MEMORY_BYTES: what one step may use before it is stopped.
        RIGHTS_NOTICE_DAYS: how long before the end of a video's use its editors are told.
        SOON_SECONDS: a release that is scheduled within this time makes its video urgent.
    """

    MAX_UPLOAD_BYTES: int = 50 * GIBIBYTE
    USER_QUOTA_BYTES: int = 0
    STORE_QUOTA_BYTES: int = 0
    KEEP_FREE_BYTES: int = GIBIBYTE
    PIECE_BYTES: int = 8 * 1024 * 1024
    PART_BYTES: int = 16 * 1024 * 1024
    PART_LINK_SECONDS: int = 3600
    UPLOAD_SECONDS: int = 48 * 3600
    SIGNED_LINK_SECONDS: int = 15 * 60
    STORE_LINK_SECONDS: int = 15 * 60
    LEASE_SECONDS: int = 60
    TRANSCRIBER: str = ""
    """Dotted path of a backend for speech to text; empty is off."""
    TRANSCRIBER_COMMAND: str = ""
    LADDER: Mapping[str, Any] = field(default_factory=dict)
    JOB_MEMORY_BYTES: int = 4 * GIBIBYTE
    SOON_SECONDS: int = 24 * 3600
    RIGHTS_NOTICE_DAYS: int = 7
    STYLE_GUIDE: Mapping[str, float] = field(default_factory=dict)
    """Limits of subtitles that differ from those of ``StyleGuide``."""

    @property
    def style_guide(self) -> StyleGuide:
        """Return the limits that subtitles are checked against."""
        return StyleGuide(**self.STYLE_GUIDE)  # type: ignore[arg-type]  # whole numbers where due


def check_settings() -> None:
    """Refuse a ladder or a style guide that cannot be, when the process starts.

    Raises:
        ImproperlyConfigured: naming the variable and what is wrong.
    """
    current = video_settings()
    for variable, read in (
        ("VIDEO_LADDER", lambda: LadderSettings.from_json(current.LADDER)),
        ("VIDEO_STYLE_GUIDE", lambda: current.style_guide),
    ):
        try:
            read()
        except (TypeError, ValueError) as error:
            raise ImproperlyConfigured(f"{variable} cannot be used: {error}.") from error


def video_settings() -> VideoSettings:
    """Return the settings as they are now."""
    return VideoSettings(**getattr(settings, "VIDEOS", {}))
