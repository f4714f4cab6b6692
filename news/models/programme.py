"""Programmes: events with timed sessions."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.core.blocks import BodyBlock
from cms.core.fields import BodyField
from cms.core.models import BasePage, NewsroomImage, Place
from cms.core.richtext import SHORT_FEATURES
from news.choices import ProgrammeKind
from news.fields import EventDateTimeField
from news.forms import ProgrammePageForm
from news.models.contact import MediaContactMixin
from news.models.session import ENDS_TOO_EARLY
from news.panels import programme_edit_handler
from news.time_zones import DEFAULT_ZONE, validate_zone


class ProgrammePage(MediaContactMixin, BasePage):
    """An event with its sessions, told in its own time zone."""

    document_kind = "programme"

    kind = models.CharField(
        _("kind"), max_length=30, choices=ProgrammeKind, default=ProgrammeKind.MINISTERIAL
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences for lists. About 200 characters."),
    )
    starts_at = EventDateTimeField(_("start"), null=True, blank=True)
    ends_at = EventDateTimeField(_("end"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=DEFAULT_ZONE, validators=[validate_zone]
    )
    place = models.ForeignKey(
        Place,
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image = models.ForeignKey(
        NewsroomImage,
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lead_image_alt = models.CharField(
        _("text alternative"),
        max_length=255,
        blank=True,
        help_text=_(
            "Describes the picture to those who do not see it. Empty: the image's description."
        ),
    )
    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)
    media_access = RichTextField(
        _("media access"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("Where and when media may enter, pools, technical facilities."),
    )
    accreditation_notes = RichTextField(
        _("accreditation"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("How to apply and what to bring."),
    )
    accreditation_deadline = EventDateTimeField(_("accreditation deadline"), null=True, blank=True)

    base_form_class = ProgrammePageForm
    edit_handler = programme_edit_handler()
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("starts_at"),
    ]
    parent_page_types = ["news.ProgrammeIndexPage", "news.HomePage"]
    subpage_types: list[str] = []
    page_description = _("An event with timed sessions, coverage and accreditation.")

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("time_zone", overridable=False),
        SynchronizedField("place", overridable=False),
        SynchronizedField("contact_name"),
        SynchronizedField("contact_phone"),
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                name="news_programme_ends_after_start",
                condition=Q(ends_at=None) | Q(starts_at=None) | Q(ends_at__gte=F("starts_at")),
                violation_error_message=ENDS_TOO_EARLY,
            ),
        ]

    def clean(self) -> None:
        """Name the field that is wrong."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": ENDS_TOO_EARLY})

    @property
    def is_timed(self) -> bool:
        """Return whether a start is known."""
        return isinstance(self.starts_at, datetime)
