"""The work of writing down what is said in an asset."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models import LeasedRow
from videos.choices import TrackKind
from videos.models.asset import VideoAsset


class Transcription(LeasedRow):
    """A track that a speech-to-text backend shall make. Its result waits for an editor's look."""

    max_attempts: ClassVar[int] = 2
    first_delay_seconds: ClassVar[float] = 60

    asset = models.ForeignKey(VideoAsset, on_delete=models.CASCADE, related_name="transcriptions")
    kind = models.CharField(max_length=10, choices=TrackKind)
    language = models.CharField(max_length=35)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(LeasedRow.Meta):
        verbose_name = _("transcription")
        verbose_name_plural = _("transcriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "kind", "language"], name="videos_transcription_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset} ({self.kind}, {self.language}, {self.get_state_display()})"
