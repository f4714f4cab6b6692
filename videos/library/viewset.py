"""Video assets in the editor."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import CollectionFilter, DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.models import Collection
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.core.models import LeaseState
from videos.library.panels import asset_edit_handler
from videos.library.states import state_of
from videos.models import VideoAsset


class PosterColumn(Column):
    """A small picture of the video."""

    cell_template_name = "videos/library/poster_cell.html"


class StateColumn(Column):
    """Where the preview stands."""

    cell_template_name = "videos/library/state_cell.html"

    def get_value(self, instance: VideoAsset) -> Any:
        """Return the state."""
        return state_of(instance)


class DurationColumn(Column):
    """The length as minutes and seconds."""

    cell_template_name = "videos/library/duration_cell.html"


def library_columns() -> list[Column]:
    """Return what lists of assets show after the title."""
    return [
        DurationColumn("duration_seconds", label=_("Duration"), sort_key="duration_seconds"),
        StateColumn("state", label=_("Preview")),
        DateColumn("created_at", label=_("Added"), sort_key="created_at"),
    ]


class VideoAssetFilterSet(WagtailFilterSet):
    """Filters of the library."""

    state = django_filters.ChoiceFilter(
        label=_("Preview"),
        method="filter_state",
        choices=[
            ("ready", _("Ready")),
            ("running", _("Being made")),
            ("waiting", _("Waiting")),
            ("failed", _("Failed")),
        ],
    )
    collection = CollectionFilter(
        field_name="collection_id", label=_("Collection"), queryset=Collection.objects.all()
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=_("Added"), widget=DateRangePickerWidget
    )

    class Meta:
        model = VideoAsset
        fields: list[str] = []

    def filter_state(
        self, queryset: QuerySet[VideoAsset], name: str, value: str
    ) -> QuerySet[VideoAsset]:
        """Keep assets whose preview stands so."""
        match value:
            case "ready":
                return queryset.exclude(preview="")
            case "waiting":
                return queryset.filter(Q(preview_jobs=None) | _job(LeaseState.QUEUED), preview="")
            case _:
                return queryset.filter(_job(value), preview="")


class VideoAssetIndexView(IndexView):
    """The library: a picture first, the newest on top."""

    default_ordering = "-created_at"

    @cached_property
    def columns(self) -> list[Column]:
        """Put the picture before the title, which Wagtail makes the link."""
        found: list[Column] = list(super().columns)
        title = next(at for at, column in enumerate(found) if column.name == "title")
        found.insert(title, PosterColumn("poster", label="", width="9rem"))
        return found

    def get_base_queryset(self) -> QuerySet[VideoAsset]:
        """Load what the rows show along."""
        queryset: QuerySet[VideoAsset] = super().get_base_queryset()
        return queryset.select_related("poster").prefetch_related("preview_jobs")


class _ChooserRows:
    """What both chooser views show."""

    @property
    def columns(self) -> list[Column]:
        """Return the picture, the title and the rest."""
        found: list[Column] = super().columns  # type: ignore[misc]  # mixed into Wagtail's views
        return [PosterColumn("poster", label=""), *found, *library_columns()]

    def get_object_list(self) -> QuerySet[VideoAsset]:
        """Load what the rows show along, newest first."""
        queryset: QuerySet[VideoAsset] = super().get_object_list()  # type: ignore[misc]  # as above
        return (
            queryset.select_related("poster")
            .prefetch_related("preview_jobs")
            .order_by("-created_at", "-pk")
        )


class VideoAssetChooseView(_ChooserRows, ChooseView):
    """Choosing an asset."""


class VideoAssetChooseResultsView(_ChooserRows, ChooseResultsView):
    """The rows of the chooser alone."""


class VideoAssetChooserViewSet(SnippetChooserViewSet):
    """The chooser of assets."""

    choose_view_class = VideoAssetChooseView
    choose_results_view_class = VideoAssetChooseResultsView


class VideoAssetViewSet(SnippetViewSet):
    """The media library of the newsroom's footage."""

    model = VideoAsset
    icon = "media"
    menu_label = _("Video assets")
    menu_name = "video-assets"
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    list_per_page = 24
    chooser_per_page = 12
    filterset_class = VideoAssetFilterSet
    index_view_class = VideoAssetIndexView
    chooser_viewset_class = VideoAssetChooserViewSet
    edit_handler = asset_edit_handler()
    list_display = ["title", *library_columns()]


def _job(state: str) -> Q:
    return Q(preview_jobs__state=state)
