"""What is derived from a master, in which order, and what the files are for."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DerivativeStep(models.TextChoices):
    """What is derived from a master; ``stage`` says in which order."""

    FACTS = "facts", _("Facts")
    POSTER = "poster", _("Posters")
    PREVIEW = "preview", _("Preview")
    QUALITY = "quality", _("Loudness and first pictures")
    SOUND = "sound", _("Sound")
    THUMBNAILS = "thumbnails", _("Thumbnails")
    WAVEFORM = "waveform", _("Waveform")
    LADDER = "ladder", _("Further sizes")
    MEZZANINE = "mezzanine", _("Broadcast file")
    METADATA = "metadata", _("Texts and rights in the files")

    @property
    def stage(self) -> int:
        """Return whose turn it is: pictures that move come before stills, which take as long."""
        first = [DerivativeStep.FACTS, DerivativeStep.PREVIEW]
        return [*first, *(step for step in DerivativeStep if step not in first)].index(self)


class Urgency(models.IntegerChoices):
    """Whose turn it is when several masters wait. The lowest number goes first."""

    FIRST = 0, _("First")
    SOON = 1, _("Soon")
    NORMAL = 2, _("In turn")


class RenditionPurpose(models.TextChoices):
    """What a file is for."""

    MASTER = "master", pgettext_lazy("purpose of a file", "Master")
    DOWNLOAD = "download", pgettext_lazy("purpose of a file", "Download")
    PREVIEW = "preview", pgettext_lazy("purpose of a file", "Preview")
    HLS = "hls", pgettext_lazy("purpose of a file", "Streaming")
    PLAYLIST = "playlist", pgettext_lazy("purpose of a file", "Playlist")
    THUMBNAILS = "thumbnails", pgettext_lazy("purpose of a file", "Thumbnails")
    WAVEFORM = "waveform", pgettext_lazy("purpose of a file", "Waveform")
    POSTER = "poster", pgettext_lazy("purpose of a file", "Suggested poster")


# No address leads to these: they lie where masters do.
PRIVATE_PURPOSES = frozenset(
    {RenditionPurpose.MASTER, RenditionPurpose.DOWNLOAD, RenditionPurpose.POSTER}
)
# What the public is told about; the others are parts of these, or for editors.
OFFERED_PURPOSES = (
    RenditionPurpose.MASTER,
    RenditionPurpose.DOWNLOAD,
    RenditionPurpose.PREVIEW,
    RenditionPurpose.HLS,
)

CANCELLED = "cancelled"
