"""The rows that restrict the use of a video."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from videos.choices import RestrictionKind
from videos.rights.fields import CountriesField, MediaField

NOTHING_SAID = _("Name countries, or choose media. A rule without either says nothing.")


class Restriction(Orderable):
    """A use that is forbidden, or the only one that is allowed. All rows of a video hold.

    A row is data: it is copied unchanged to every language, where its sentence is written anew.
    """

    video = ParentalKey("videos.VideoPage", on_delete=models.CASCADE, related_name="restrictions")
    kind = models.CharField(
        _("rule"), max_length=12, choices=RestrictionKind, default=RestrictionKind.FORBIDDEN
    )
    territories = CountriesField(
        _("countries"),
        default=list,
        blank=True,
        help_text=_(
            "Names or two-letter codes with semicolons between them: FR; Belgium. Empty means "
            "everywhere."
        ),
    )
    media = MediaField(
        _("media"), default=list, blank=True, help_text=_("None chosen means all of them.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")

    def __str__(self) -> str:
        return f"{self.kind} {self.territories} {self.media}"

    def clean(self) -> None:
        """Refuse a row that says nothing."""
        super().clean()
        if not self.territories and not self.media:
            raise ValidationError(NOTHING_SAID, code="empty")
