"""Settings of this package: the dictionary ``VIDEOS``, with defaults."""

from dataclasses import dataclass

from django.conf import settings

GIBIBYTE = 1024**3


@dataclass(frozen=True, slots=True)
class VideoSettings:
    """What ``VIDEOS`` may hold."""

    MAX_UPLOAD_BYTES: int = 2 * GIBIBYTE
    SIGNED_LINK_SECONDS: int = 15 * 60
    LEASE_SECONDS: int = 60


def video_settings() -> VideoSettings:
    """Return the settings as they are now."""
    return VideoSettings(**getattr(settings, "VIDEOS", {}))
