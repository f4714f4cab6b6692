"""Articles: everything the newsroom writes that is not a programme or a video."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.core.blocks import BodyBlock
from cms.core.fields import BodyField
from cms.core.models import BasePage, NewsroomImage, Place
from news.choices import ArticleKind
from news.models.contact import MediaContactMixin
from news.models.programme import ProgrammePage
from news.models.session import ProgrammeSession
from news.panels import article_edit_handler
from videos.models import VideoPage


class ArticlePage(MediaContactMixin, BasePage):
    """A story. Wagtail's title is the headline."""

    document_kind = "article"

    kind = models.CharField(_("kind"), max_length=30, choices=ArticleKind, default=ArticleKind.NEWS)
    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("Printed date. Left empty, the day of first publication."),
    )
    dateline = models.ForeignKey(
        Place,
        verbose_name=_("dateline"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where the story is written from."),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences for lists and sharing. About 200 characters."),
    )
    lead_image = models.ForeignKey(
        NewsroomImage,
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The credit stored with the image is printed below it."),
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
    programme = models.ForeignKey(
        ProgrammePage,
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The event this story is about. Its sessions are shown after the text."),
    )

    edit_handler = article_edit_handler()
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("date"),
    ]
    parent_page_types = ["news.ArticleIndexPage", "news.HomePage"]
    subpage_types: list[str] = []
    page_description = _("News, press release, statement, speech, transcript, advisory, opinion.")

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("dateline", overridable=False),
        SynchronizedField("contact_name"),
        SynchronizedField("contact_phone"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class ArticleSession(Orderable):
    """A session of the article's programme that concerns the article."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="chosen_sessions")
    session = models.ForeignKey(
        ProgrammeSession, verbose_name=_("session"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return str(self.session)


class ArticleVideo(Orderable):
    """A video that belongs to an article."""

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="videos")
    video = models.ForeignKey(
        VideoPage, verbose_name=_("video"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def __str__(self) -> str:
        return str(self.video)
