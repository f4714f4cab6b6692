"""The rows of a shotlist."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.core.models import Person
from videos.choices import ShotKind
from videos.shotlist.fields import FrameField

OUT_BEFORE_IN = _("The out point must come after the in point.")
LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
TEXT_LENGTH = 4000


class Shot(TranslatableMixin, Orderable):
    """A piece of a video from one frame up to another: what is seen, or what somebody says.

    Frames count from 0, the first of the master; ``out_frame`` is the first after the shot. They,
    the kind, the speaker, the language and the verbatim quote are the same in every language.
    """

    video = ParentalKey("videos.VideoPage", on_delete=models.CASCADE, related_name="shots")
    in_frame = FrameField(pgettext_lazy("point of a video", "in"))
    out_frame = FrameField(pgettext_lazy("point of a video", "out"))
    kind = models.CharField(_("kind"), max_length=12, choices=ShotKind, default=ShotKind.SHOT)
    description = models.TextField(
        _("description"), blank=True, max_length=TEXT_LENGTH, help_text=_("What is seen or heard.")
    )
    place = models.CharField(
        _("place"), max_length=255, blank=True, help_text=_("Only where it differs from the video.")
    )
    restriction = models.CharField(
        _("restriction"),
        max_length=500,
        blank=True,
        help_text=_("What may not be done with this piece, beside the rules for the whole video."),
    )
    speaker = models.ForeignKey(
        Person,
        verbose_name=_("speaker"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    language = models.CharField(
        _("spoken language"),
        max_length=35,
        blank=True,
        validators=[RegexValidator(LANGUAGE_TAG, _("Write a language code such as en or pt-BR."))],
        help_text=_("Code of the language that is spoken, such as en, fr, uk or ar."),
    )
    quote = models.TextField(
        _("quote"),
        blank=True,
        max_length=TEXT_LENGTH,
        help_text=_("Word for word, in the language that is spoken. It is never translated."),
    )
    quote_rendering = models.TextField(
        _("quote in this language"),
        blank=True,
        max_length=TEXT_LENGTH,
        help_text=_("What was said, in the language of this page. Translated with the page."),
    )

    override_translatable_fields = [
        SynchronizedField("in_frame", overridable=False),
        SynchronizedField("out_frame", overridable=False),
        SynchronizedField("kind", overridable=False),
        SynchronizedField("speaker", overridable=False),
        SynchronizedField("language", overridable=False),
        SynchronizedField("quote", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("shot")
        verbose_name_plural = _("shots")
        constraints = [
            models.CheckConstraint(
                name="videos_shot_out_after_in",
                condition=Q(out_frame__gt=F("in_frame")),
                violation_error_message=OUT_BEFORE_IN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.in_frame}–{self.out_frame} {self.description[:60]}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row with something to translate for every quote."""
        self.offer_quote_for_translation()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Name the field that is wrong."""
        super().clean()
        ends = (self.in_frame, self.out_frame)
        if None not in ends and self.out_frame <= self.in_frame:
            raise ValidationError({"out_frame": OUT_BEFORE_IN})

    def offer_quote_for_translation(self) -> None:
        """Let an empty rendering be the quote itself where it is in the page's own language.

        Only what stands in the source can be translated, and other languages need a rendering.
        """
        if self.quote and not self.quote_rendering and self.is_quote_in_page_language:
            self.quote_rendering = self.quote

    @property
    def is_quote_in_page_language(self) -> bool:
        """Whether the quote needs no rendering for the readers of this page."""
        spoken = self.language.partition("-")[0].lower()
        page = self.video.locale.language_code.partition("-")[0].lower()
        return spoken == page
