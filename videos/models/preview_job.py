"""The work of making one master's preview."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import LeasedRow
from videos.models.asset import VideoAsset


class PreviewJob(LeasedRow):
    """One preview to make. It names its master, so a replaced master has a job of its own."""

    max_attempts: ClassVar[int] = 3
    first_delay_seconds: ClassVar[float] = 10

    asset = models.ForeignKey(VideoAsset, on_delete=models.CASCADE, related_name="preview_jobs")
    master = models.CharField(max_length=255)
    progress_percent = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=20, blank=True)

    class Meta(LeasedRow.Meta):
        verbose_name = _("preview")
        verbose_name_plural = _("previews")
        constraints = [
            models.UniqueConstraint(fields=["asset", "master"], name="videos_preview_job_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.asset} ({self.get_state_display()})"
