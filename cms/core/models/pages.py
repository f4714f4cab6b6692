"""The abstract pages that every page type of the newsroom extends."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.core import rendering
from cms.core.richtext import SHORT_FEATURES
from cms.core.translating import UntouchedField

TITLE_LENGTH_HINT = 70
DESCRIPTION_LENGTH_HINT = 160


def promote_panels() -> list[MultiFieldPanel]:
    """Return the panels of the last tab: address, search engines, schedule."""
    return [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel(
                    "seo_title",
                    help_text=_(
                        "Shown by search engines instead of the headline. About 70 characters."
                    ),
                ),
                FieldPanel(
                    "search_description",
                    help_text=_(
                        "Shown under the headline by search engines. About 160 characters."
                    ),
                ),
            ],
            heading=_("Address and search engines"),
        ),
    ]


def settings_panels() -> list[Any]:
    """Return the panels of Wagtail's settings tab (schedule, comments)."""
    return list(Page.settings_panels)


class BasePage(Page):
    """A page whose public face is its delivered document, in life and in preview."""

    document_kind: ClassVar[str] = ""

    show_in_menus_default = False
    override_translatable_fields = [UntouchedField("slug"), UntouchedField("show_in_menus")]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what the public sees."""
        return rendering.render_live(self, request)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show this draft as the public page would show it."""
        return rendering.render_preview(self, request)


class BaseIndexPage(BasePage):
    """A page that lists the works below it, after a short introduction."""

    document_kind = "listing"
    lists: ClassVar[str] = ""

    intro = RichTextField(_("introduction"), blank=True, features=SHORT_FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    search_fields = [*Page.search_fields, index.SearchField("intro")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(promote_panels(), heading=_("Promote")),
            ObjectList(settings_panels(), heading=_("Settings")),
        ]
    )
    max_count_per_parent = 1

    class Meta(BasePage.Meta):
        abstract = True
