"""The home page of a language."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    MultipleChooserPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from cms.core.models import BasePage
from cms.core.models.pages import promote_panels, settings_panels
from cms.core.richtext import SHORT_FEATURES

HIGHLIGHT_TYPES = ["news.ArticlePage", "news.ProgrammePage", "videos.VideoPage"]


class HomePage(BasePage):
    """The first page of a language: an introduction and chosen highlights."""

    document_kind = "home"

    intro = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "news.ArticleIndexPage",
        "news.ProgrammeIndexPage",
        "videos.VideoIndexPage",
        "news.ArticlePage",
        "news.ProgrammePage",
        "videos.VideoPage",
    ]
    page_description = _("The first page of one language.")

    search_fields = [*Page.search_fields, index.SearchField("intro")]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *Page.content_panels,
                    FieldPanel("intro"),
                    MultipleChooserPanel(
                        "highlights",
                        chooser_field_name="page",
                        heading=_("Highlights"),
                        label=_("Highlight"),
                        help_text=_(
                            "Shown first, in this order. Choose them in any language: each home "
                            "page shows its own version."
                        ),
                        panels=[PageChooserPanel("page", HIGHLIGHT_TYPES)],
                        max_num=12,
                    ),
                ],
                heading=_("Content"),
            ),
            ObjectList(promote_panels(), heading=_("Promote")),
            ObjectList(settings_panels(), heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class HomeHighlight(Orderable):
    """A page chosen for the home page."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="highlights")
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")

    def __str__(self) -> str:
        return str(self.page)
