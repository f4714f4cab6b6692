"""A file on its way into the media library."""

import secrets
import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from cms.core.models import LeasedRow
from cms.core.models.leased import LeasedRowQuerySet
from videos.models.asset import MASTERS_FOLDER, NAME_BYTES, VideoAsset


class UploadStage(models.TextChoices):
    """How far a file has come."""

    RECEIVING = "receiving", _("Being received")
    EXAMINING = "examining", _("Being checked")
    READY = "ready", _("Waiting for you")
    TAKEN = "taken", _("In the library")
    REFUSED = "refused", _("Refused")
    DISCARDED = "discarded", _("Discarded")


# Their files take room that nobody else may count on.
OPEN_STAGES = (UploadStage.RECEIVING, UploadStage.EXAMINING, UploadStage.READY)


class UploadQuerySet(LeasedRowQuerySet):
    """Uploads by owner and stage."""

    def due(self, at: datetime) -> Self:
        """Return what is to be examined: only a file that is there as a whole."""
        return super().due(at).filter(stage=UploadStage.EXAMINING)

    def open(self) -> Self:
        """Return what is not settled yet."""
        return self.filter(stage__in=OPEN_STAGES)


def new_master_name(upload_uuid: uuid.UUID) -> str:
    """Return a new random path in the private storage."""
    return f"{MASTERS_FOLDER}/{upload_uuid}/{secrets.token_hex(NAME_BYTES)}"


class Upload(LeasedRow):
    """One file: who sends it where, how far it has come, and what became of it.

    How many bytes are there is never stored: the file itself says it, so that a process that is
    killed between writing and noting cannot lie. ``unverified_from`` is where a piece began whose
    checksum has not been compared yet; what lies behind it does not count.

    The lease is that of the worker who examines the file. ``master_name`` is chosen at the
    beginning, so that whoever goes on after a killed worker finds the file where it was moved.
    """

    max_attempts: ClassVar[int] = 3
    first_delay_seconds: ClassVar[float] = 10

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    collection = models.ForeignKey(
        Collection, verbose_name=_("collection"), on_delete=models.CASCADE, related_name="+"
    )
    filename = models.CharField(_("original file name"), max_length=255)
    title = models.CharField(_("title"), max_length=255)
    # What a client knows its file by, so that it finds the rest of it after a reload.
    fingerprint = models.CharField(max_length=400, blank=True)
    size_bytes = models.BigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, blank=True)
    unverified_from = models.BigIntegerField(null=True)
    stage = models.CharField(
        _("stage"), max_length=10, choices=UploadStage.choices, default=UploadStage.RECEIVING
    )
    is_for_form = models.BooleanField(default=False)
    problem = models.CharField(max_length=20, blank=True)
    sidecar = models.JSONField(default=dict, blank=True)
    expires_at = models.DateTimeField(_("expires"))
    master_name = models.CharField(max_length=255)
    # Of a file that its sender brings to a remote store: what the store calls it, and the size of
    # each part but the last. 0 when it comes through us.
    store_upload_id = models.TextField(blank=True, editable=False)
    part_bytes = models.BigIntegerField(default=0, editable=False)
    asset = models.ForeignKey(
        VideoAsset,
        verbose_name=_("video asset"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="uploads",
    )

    objects = UploadQuerySet.as_manager()  # type: ignore[misc] # narrower than the parent's

    class Meta(LeasedRow.Meta):
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes = [
            *LeasedRow.Meta.indexes,
            models.Index(fields=["stage", "expires_at"], name="videos_upload_expiry"),
            models.Index(fields=["owner", "stage"], name="videos_upload_owner"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(size_bytes__gt=0), name="videos_upload_size"),
        ]

    def __str__(self) -> str:
        return self.filename

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Choose where the master will lie, once."""
        self.master_name = self.master_name or new_master_name(self.uuid)
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Whether it is not settled yet."""
        return self.stage in OPEN_STAGES
