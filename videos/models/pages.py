"""The pages of videos and the page that lists them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.core.models import BaseIndexPage, BasePage, Place
from cms.core.richtext import SHORT_FEATURES
from videos.choices import VideoKind
from videos.models.asset import VideoAsset
from videos.models.subjects import VideoPerson, VideoTopic
from videos.panels import video_edit_handler
from videos.shotlist.forms import VideoPageForm

ENDS_TOO_EARLY = _("The use must end after the embargo.")

__all__ = ["VideoIndexPage", "VideoPage", "VideoPerson", "VideoTopic"]


class VideoIndexPage(BaseIndexPage):
    """Lists the videos of one language."""

    lists = "video"
    subpage_types = ["videos.VideoPage"]
    page_description = _("Lists the videos below it, newest first.")

    class Meta:
        verbose_name = _("video list")
        verbose_name_plural = _("video lists")


class VideoPage(BasePage):
    """A video as the public finds it: what is told about it in one language."""

    document_kind = "video"

    kind = models.CharField(_("kind"), max_length=30, choices=VideoKind, default=VideoKind.B_ROLL)
    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("When it was filmed. Left empty, the day of first publication."),
    )
    place = models.ForeignKey(
        Place,
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    synopsis = RichTextField(
        _("synopsis"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("What is seen and heard. Its beginning is shown in lists."),
    )
    asset = models.ForeignKey(
        VideoAsset,
        verbose_name=_("video asset"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_("The media, the same in every language."),
    )
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("As it must be shown.")
    )
    usage_restrictions = models.TextField(
        _("usage restrictions"),
        blank=True,
        help_text=_("What users of the footage may not do, in plain words."),
    )
    embargoed_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("The published video stays hidden until then."),
    )
    usage_ends_at = models.DateTimeField(
        _("use ends"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The video is withdrawn by itself then. 23:59 is shown as the whole day."),
    )
    no_archive = models.BooleanField(
        _("no archive"),
        default=False,
        help_text=_("The footage may not be kept for later use."),
    )

    base_form_class = VideoPageForm
    edit_handler = video_edit_handler()
    search_fields = [
        *Page.search_fields,
        index.SearchField("synopsis"),
        index.FilterField("kind"),
        index.FilterField("date"),
    ]
    parent_page_types = ["videos.VideoIndexPage"]
    subpage_types: list[str] = []
    page_description = _("B-roll, statement, press conference, package or interview.")

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("place", overridable=False),
        SynchronizedField("asset", overridable=False),
        SynchronizedField("embargoed_until", overridable=False),
        SynchronizedField("usage_ends_at", overridable=False),
        SynchronizedField("no_archive", overridable=False),
        SynchronizedField("restrictions", overridable=False),
    ]

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def clean(self) -> None:
        """Refuse a use that would end before it may begin."""
        super().clean()
        begin, end = self.embargoed_until, self.usage_ends_at
        if begin and end and end <= begin:
            raise ValidationError({"usage_ends_at": ENDS_TOO_EARLY})
