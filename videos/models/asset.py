"""The media itself, the same in every language."""

import secrets
import uuid
from dataclasses import asdict
from fractions import Fraction
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionMember
from wagtail.search import index

from cms.core.models import NewsroomImage
from cms.delivery.publication import publication
from videos.derivative_choices import RenditionPurpose
from videos.pipeline.timecode import (
    TimecodeError,
    TimecodeProblem,
    format_timecode,
    frames_per_day,
    parse_timecode,
)

if TYPE_CHECKING:
    from videos.models.derivative import Derivative
    from videos.models.rendition import Rendition
    from videos.pipeline.probe import Probe

MASTERS_FOLDER = "masters"
NAME_BYTES = 16
# What is found in the master, by workers or while it is received.
FOUND_FIELDS = (
    "size_bytes", "sha256", "duration_seconds", "width", "height", "frame_rate", "container",
    "codecs", "facts", "quality", "rate_numerator", "rate_denominator", "frame_count",
    "start_frame", "is_drop_frame",
)  # fmt: skip


def private_storage() -> Storage:
    """Return where masters lie. No address leads there."""
    return storages["private"]


def master_path(asset: "VideoAsset", filename: str) -> str:
    """Return a new random path for a master; the file's own name is kept in the row only."""
    return f"{MASTERS_FOLDER}/{asset.uuid}/{secrets.token_hex(NAME_BYTES)}"


class VideoAsset(CollectionMember, index.Indexed, models.Model):
    """A video file as it was received, with what was found in it and a poster.

    Nothing shows the address of the master: its storage has none. The public watches what is
    derived from it. Technical facts are filled by the first derivative (``videos.services``).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(
        _("title"), max_length=255, help_text=_("For the media library. The public never sees it.")
    )
    master = models.FileField(
        _("video file"), storage=private_storage, upload_to=master_path, max_length=255
    )
    original_filename = models.CharField(
        _("original file name"), max_length=255, blank=True, editable=False
    )
    poster = models.ForeignKey(
        NewsroomImage,
        verbose_name=_("poster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown before the video plays. Left empty, a frame of the video is taken."),
    )
    is_poster_automatic = models.BooleanField(default=False, editable=False)

    size_bytes = models.BigIntegerField(_("size"), default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    duration_seconds = models.FloatField(_("duration"), null=True, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    frame_rate = models.FloatField(_("frame rate"), null=True, editable=False)
    container = models.CharField(_("container"), max_length=40, blank=True, editable=False)
    codecs = models.CharField(_("codecs"), max_length=255, blank=True, editable=False)
    facts = models.JSONField(default=dict, blank=True, editable=False)
    quality = models.JSONField(default=dict, blank=True, editable=False)
    # The frame rate is these two numbers: 30000 and 1001 for 29.97.
    rate_numerator = models.PositiveIntegerField(null=True, editable=False)
    rate_denominator = models.PositiveIntegerField(null=True, editable=False)
    frame_count = models.PositiveBigIntegerField(null=True, editable=False)
    start_frame = models.PositiveIntegerField(default=0, editable=False)
    is_drop_frame = models.BooleanField(default=False, editable=False)

    # Languages and labels that editors gave to sounds: {"audio-1": {"language": "fr"}}.
    audio_names = models.JSONField(default=dict, blank=True, editable=False)

    # What came with the file when it was dropped into a folder, by the names of IPTC.
    sidecar = models.JSONField(default=dict, blank=True, editable=False)

    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    search_fields = [
        *CollectionMember.search_fields,
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("original_filename"),
        index.AutocompleteField("original_filename"),
        index.FilterField("created_at"),
    ]

    class Meta:
        verbose_name = _("video asset")
        verbose_name_plural = _("video assets")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row, ask for what is derived from it and project what shows it, all or nothing.

        A worker fills ``FOUND_FIELDS`` at any moment: who changes a row read before names the
        fields to save.
        """
        if self.master and not self.master._committed:  # type: ignore[attr-defined]  # no stub
            self.original_filename = PurePosixPath(self.master.name or "").name[:255]
            self.sha256 = ""
        with publication():
            super().save(*args, **kwargs)

    def take_facts(self, probe: "Probe") -> None:
        """Take over what probing found. What was measured of another file is forgotten."""
        rate = Fraction(probe.rate)
        self.facts, self.quality = asdict(probe), {}
        self.rate_numerator, self.rate_denominator = rate.numerator, rate.denominator
        self.frame_count = probe.frame_count
        self.is_drop_frame = probe.is_drop_frame
        self.start_frame = parse_timecode(probe.start_timecode, rate) if probe.start_timecode else 0
        self.size_bytes = probe.size_bytes
        self.duration_seconds = probe.duration_seconds
        self.width, self.height = probe.width, probe.height
        self.frame_rate = probe.frame_rate
        self.container, self.codecs = probe.container, probe.codecs[:255]

    def current_derivatives(self) -> list["Derivative"]:
        """Return the work on this master in its order, from prefetched rows if there are."""
        rows = [row for row in self.derivatives.all() if row.master == self.master.name]
        return sorted(rows, key=lambda row: row.stage)

    def preview_rendition(self) -> "Rendition | None":
        """Return the small file that plays early, from prefetched rows if there are."""
        for rendition in self.renditions.all():
            if rendition.purpose == RenditionPurpose.PREVIEW:
                return rendition
        return None

    def timecode_of(self, frame: int) -> str:
        """Return the source timecode of a frame of the master, counted from 0.

        Raises:
            TimecodeError: the frame rate is not known yet, or the frame is negative.
        """
        if frame < 0:
            raise TimecodeError(TimecodeProblem.OUTSIDE, str(frame))
        return format_timecode(
            self.start_frame + frame, self._known_rate(), drop_frame=self.is_drop_frame
        )

    def frame_of(self, timecode: str) -> int:
        """Return the frame of the master that a source timecode names, counted from 0.

        Colons are read as this master counts. The frame after the latest is allowed: it ends a
        piece that lasts until the end.

        Raises:
            TimecodeError: the text names no frame of this master, or its rate is not known yet.
        """
        rate = self._known_rate()
        number = parse_timecode(timecode, rate, drop_frame=self.is_drop_frame)
        day = frames_per_day(rate, drop_frame=self.is_drop_frame)
        # A recording over midnight goes on from 00:00:00:00.
        frame = (number - self.start_frame) % day
        # Without a count, what lies before the start is told by its distance.
        limit = self.frame_count if self.frame_count is not None else day // 2
        if frame > limit:
            raise TimecodeError(TimecodeProblem.OUTSIDE, timecode)
        return frame

    def _known_rate(self) -> Fraction:
        if self.rate is None:
            raise TimecodeError(TimecodeProblem.RATE, "not known yet")
        return self.rate

    @property
    def rate(self) -> Fraction | None:
        """Return the exact frames a second, None until the master has been probed."""
        if not self.rate_numerator or not self.rate_denominator:
            return None
        return Fraction(self.rate_numerator, self.rate_denominator)

    @property
    def dependency_key(self) -> str:
        """Return what documents that show this asset depend on."""
        return f"asset:{self.uuid}"
