"""The timed lines of a programme."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.core.blocks import WorkChooserBlock
from cms.core.blocks.embed import validate_https
from cms.core.fields import BodyField
from cms.core.models import Place
from cms.core.richtext import SHORT_FEATURES
from news.choices import Coverage, SessionStatus
from news.fields import EventDateTimeField
from news.time_zones import zone_of

LINK_TYPES = ["news.ArticlePage", "videos.VideoPage"]
ENDS_TOO_EARLY = _("The end must come after the start.")


class ProgrammeSession(TranslatableMixin, Orderable):
    """A session: what happens when, and which media may attend.

    Times, place, coverage, status and links are the same in every language; title and description
    are translated.
    """

    programme = ParentalKey("news.ProgrammePage", on_delete=models.CASCADE, related_name="sessions")
    starts_at = EventDateTimeField(_("start"))
    ends_at = EventDateTimeField(_("end"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=255)
    description = RichTextField(_("description"), blank=True, features=SHORT_FEATURES)
    place = models.ForeignKey(
        Place,
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    coverage = models.CharField(
        _("coverage"), max_length=20, choices=Coverage, default=Coverage.OPEN
    )
    status = models.CharField(
        _("status"), max_length=20, choices=SessionStatus, default=SessionStatus.SCHEDULED
    )
    livestream_url = models.URLField(
        _("livestream"),
        max_length=500,
        blank=True,
        validators=[validate_https],
        help_text=_("Address of the stream, beginning with https://"),
    )
    links = BodyField(
        [("page", WorkChooserBlock(page_type=LINK_TYPES, label=_("Article or video")))],
        verbose_name=_("articles and videos"),
        blank=True,
        collapsed=True,
    )

    override_translatable_fields = [
        SynchronizedField("place", overridable=False),
        SynchronizedField("links", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                name="news_session_ends_after_start",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=ENDS_TOO_EARLY,
            ),
        ]

    def __str__(self) -> str:
        local = self.starts_at.astimezone(zone_of(self.programme.time_zone))
        return f"{local:%Y-%m-%d %H:%M} {self.title}"

    def clean(self) -> None:
        """Name the field that is wrong."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": ENDS_TOO_EARLY})
