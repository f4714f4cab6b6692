"""Video assets in the editor."""

from typing import Any

import django_filters
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import CollectionFilter, DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.models import Collection
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from videos import access
from videos.library.asset_views import (
    AssetDeleteView,
    AssetEditView,
    AssetHistoryView,
    AssetUsageView,
)
from videos.library.panels import asset_edit_handler
from videos.library.states import WITH_STATE, in_state, state_of
from videos.models import VideoAsset


class PosterColumn(Column):
    """A small picture of the video."""

    cell_template_name = "videos/library/poster_cell.html"


class StateColumn(Column):
    """How far the work is. The page keeps it current."""

    cell_template_name = "videos/library/state_cell.html"

    def get_value(self, instance: VideoAsset) -> Any:
        """Return the asset with its state."""
        return {"asset": instance, "state": state_of(instance)}


class DurationColumn(Column):
    """The length as minutes and seconds."""

    cell_template_name = "videos/library/duration_cell.html"


def library_columns(*, sortable: bool = True) -> list[Column]:
    """Return what lists of assets show after the title; Wagtail's choosers sort by nothing."""
    by_duration, by_day = ("duration_seconds", "created_at") if sortable else (None, None)
    return [
        DurationColumn("duration_seconds", label=_("Duration"), sort_key=by_duration),
        StateColumn("state", label=_("State")),
        DateColumn("created_at", label=_("Added"), sort_key=by_day),
    ]


class VideoAssetFilterSet(WagtailFilterSet):
    """Filters of the library."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=[
            ("ready", _("Ready")),
            ("running", _("Being made")),
            ("waiting", _("Waiting")),
            ("failed", _("Failed")),
            ("cancelled", _("Cancelled")),
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
        """Keep assets whose work stands so."""
        return queryset.filter(in_state(value))


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

    add_item_label = _("Add videos")

    def get_add_url(self) -> str | None:
        """Lead to the page that takes several files at once."""
        may_add = access.policy.user_has_permission(self.request.user, "add")
        return reverse("video_uploads:page") if may_add else None

    def get_base_queryset(self) -> QuerySet[VideoAsset]:
        """Load what the rows show along."""
        queryset: QuerySet[VideoAsset] = super().get_base_queryset()
        return queryset.select_related("poster").prefetch_related(*WITH_STATE)


class _ChooserRows:
    """What both chooser views show."""

    @property
    def columns(self) -> list[Column]:
        """Return the picture, the title and the rest."""
        found: list[Column] = super().columns  # type: ignore[misc]  # mixed into Wagtail's views
        return [PosterColumn("poster", label=""), *found, *library_columns(sortable=False)]

    def get_object_list(self) -> QuerySet[VideoAsset]:
        """Load what the rows show along, newest first."""
        found = access.assets_for(self.request.user)  # type: ignore[attr-defined]  # as above
        return (
            found.select_related("poster")
            .prefetch_related(*WITH_STATE)
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
    edit_view_class = AssetEditView
    delete_view_class = AssetDeleteView
    history_view_class = AssetHistoryView
    usage_view_class = AssetUsageView
    chooser_viewset_class = VideoAssetChooserViewSet
    edit_handler = asset_edit_handler()
    list_display = ["title", *library_columns()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[VideoAsset]:
        """List what the user may see."""
        return access.assets_for(request.user)

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Offer none beside those of collections, which are the ones that count."""
        return Permission.objects.none()
