"""The files that exist of an asset."""

import uuid
from fractions import Fraction
from uuid import UUID

from django.core.files.storage import Storage, default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from videos.derivative_choices import PRIVATE_PURPOSES, RenditionPurpose
from videos.models.asset import VideoAsset, private_storage
from videos.models.derivative import Derivative

RENDITIONS_FOLDER = "renditions"
MASTER_NAME = "master"


def storage_for(purpose: str) -> Storage:
    """Return where files of a purpose lie: what may be watched, or what no address leads to."""
    return private_storage() if purpose in PRIVATE_PURPOSES else default_storage


def rendition_id(asset: UUID, filename: str) -> UUID:
    """Return the id of an asset's rendition: the same whenever it is made again."""
    return uuid.uuid5(asset, filename)


class Rendition(models.Model):
    """One finished file of an asset, with what a reader must know before opening it.

    The master is one too: it is always offered. A rendition exists as a whole or not at all: the
    row is written together with the end of the work that made the file.

    Attributes:
        filename: its name among the files of its step; neighbours refer to it by that.
        name: what it is a form of: ``720p``, ``audio-1``. An MP4, an HLS file and its playlist
            share one.
        file: the path in the storage of its purpose.
        codecs: as RFC 6381 writes them; of the master, the names of its codecs.
        peak_bit_rate: bits a second of the busiest media segment, 0 outside HLS.
        rate: frames a second, exact: ``30000/1001``; empty without picture.
        start_seconds: when the first picture or sample is shown.
        frame: the master's frame that a suggested poster shows.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    asset = models.ForeignKey(VideoAsset, on_delete=models.CASCADE, related_name="renditions")
    derivative = models.ForeignKey(Derivative, on_delete=models.CASCADE, related_name="renditions")
    purpose = models.CharField(_("purpose"), max_length=12, choices=RenditionPurpose)
    name = models.CharField(_("name"), max_length=40)
    filename = models.CharField(max_length=60)
    file = models.CharField(max_length=255, unique=True)
    content_type = models.CharField(max_length=60)
    container = models.CharField(max_length=40, blank=True)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    bit_rate = models.BigIntegerField(default=0)
    peak_bit_rate = models.BigIntegerField(default=0)
    codecs = models.CharField(max_length=255, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    rate = models.CharField(max_length=24, blank=True)
    frame_count = models.BigIntegerField(default=0)
    start_seconds = models.FloatField(default=0)
    duration_seconds = models.FloatField(default=0)
    language = models.CharField(max_length=35, blank=True)
    label = models.CharField(max_length=100, blank=True)
    channels = models.PositiveSmallIntegerField(default=0)
    frame = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["derivative", "filename"], name="videos_rendition_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_purpose_display()})"

    @property
    def storage(self) -> Storage:
        """Return the storage that holds the file."""
        return storage_for(self.purpose)

    @property
    def frame_rate(self) -> float | None:
        """Return the frames a second, rounded; None without picture."""
        return round(float(Fraction(self.rate)), 3) if self.rate else None

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it while a public document shows the asset."""
        return self.purpose not in PRIVATE_PURPOSES
