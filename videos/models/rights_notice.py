"""What editors have been told about the end of a video's use."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """When editors are told."""

    SOON = "soon", _("Before the use ends")
    ENDED = "ended", _("When the use has ended")


class RightsNotice(models.Model):
    """A notice about one end of use of one work. The row is written with the mails, or not at all.

    Attributes:
        work: the public id that all languages of the video share.
        usage_ends_at: the end (UTC) that the notice is about. Another date makes another notice.
    """

    work = models.UUIDField()
    usage_ends_at = models.DateTimeField()
    kind = models.CharField(max_length=5, choices=NoticeKind)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rights notice")
        verbose_name_plural = _("rights notices")
        constraints = [
            models.UniqueConstraint(
                fields=["work", "usage_ends_at", "kind"], name="videos_rights_notice_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.kind}"
