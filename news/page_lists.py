"""The editor's lists of articles and programmes, as the pages that hold them show them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet

from news.models import ArticlePage, ProgrammePage
from news.time_zones import zone_of

KIND = Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind", width="15%")


def with_columns(*own: Column) -> list[Column]:
    """Return Wagtail's columns with one's own after the title, and without the one page type."""
    base = [column for column in ExplorableIndexView.base_columns if column.name != "type"]
    title = [column.name for column in base].index("title")
    return [*base[: title + 1], *own, *base[title + 1 :]]


def local_start(programme: ProgrammePage) -> str:
    """Return when an event starts, in its own zone."""
    if programme.starts_at is None:
        return ""
    return f"{programme.starts_at.astimezone(zone_of(programme.time_zone)):%Y-%m-%d %H:%M}"


class ArticleFilterSet(PageFilterSet):
    """Narrows a list of articles."""

    class Meta:
        model = ArticlePage
        fields = ["kind", "date"]


class ProgrammeFilterSet(PageFilterSet):
    """Narrows a list of programmes."""

    class Meta:
        model = ProgrammePage
        fields = ["kind"]


class ArticleViewSet(PageViewSet):
    """Articles: with kind and printed date."""

    model = ArticlePage
    columns = with_columns(KIND, Column("date", label=_("Date"), sort_key="date", width="12%"))
    filterset_class = ArticleFilterSet


class ProgrammeViewSet(PageViewSet):
    """Programmes: with kind and local start."""

    model = ProgrammePage
    columns = with_columns(
        KIND,
        Column("starts_at", label=_("Start"), accessor=local_start, sort_key="starts_at"),
    )
    filterset_class = ProgrammeFilterSet
