"""The media itself, the same in every language."""

import secrets
import uuid
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionMember
from wagtail.search import index

from cms.core.models import NewsroomImage
from cms.delivery.publication import publication

if TYPE_CHECKING:
    from videos.models.preview_job import PreviewJob
    from videos.pipeline.probe import Probe

MASTERS_FOLDER = "masters"
PREVIEWS_FOLDER = "previews"
NAME_BYTES = 16


def private_storage() -> Storage:
    """Return where masters lie. No address leads there."""
    return storages["private"]


def master_path(asset: "VideoAsset", filename: str) -> str:
    """Return a new random path for a master; the file's own name is kept in the row only."""
    return f"{MASTERS_FOLDER}/{asset.uuid}/{secrets.token_hex(NAME_BYTES)}"


class VideoAsset(CollectionMember, index.Indexed, models.Model):
    """A video file as it was received, with what was found in it, a poster and a small preview.

    Nothing shows the address of the master: its storage has none. The public player reads the
    preview. Technical facts are filled by the preview's job (``videos.services.previews``).
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

    preview = models.FileField(_("preview"), max_length=255, blank=True, editable=False)
    preview_size_bytes = models.BigIntegerField(default=0, editable=False)
    preview_width = models.PositiveIntegerField(null=True, editable=False)
    preview_height = models.PositiveIntegerField(null=True, editable=False)

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
        """Save the row, ask for its preview and project what shows it, all or nothing."""
        if self.master and not self.master._committed:  # type: ignore[attr-defined]  # no stub
            self.original_filename = PurePosixPath(self.master.name or "").name[:255]
        with publication():
            super().save(*args, **kwargs)

    def take_facts(self, probe: "Probe") -> None:
        """Take over what probing found."""
        self.size_bytes = probe.size_bytes
        self.duration_seconds = probe.duration_seconds
        self.width, self.height = probe.width, probe.height
        self.frame_rate = probe.frame_rate
        self.container, self.codecs = probe.container, probe.codecs[:255]

    def forget_preview(self) -> None:
        """Show no preview: the one there is belongs to another master."""
        self.preview = ""
        self.preview_size_bytes = 0
        self.preview_width = self.preview_height = None
        self.sha256 = ""

    def current_job(self) -> "PreviewJob | None":
        """Return the job that makes this master's preview, from prefetched rows if there are."""
        jobs = [job for job in self.preview_jobs.all() if job.master == self.master.name]
        return jobs[0] if jobs else None

    @property
    def dependency_key(self) -> str:
        """Return what documents that show this asset depend on."""
        return f"asset:{self.uuid}"

    @property
    def has_preview(self) -> bool:
        """Whether the player has something to play."""
        return bool(self.preview)

    @property
    def preview_hash(self) -> str:
        """Return the hash of the preview's content, which is its name."""
        return PurePosixPath(self.preview.name or "").stem
