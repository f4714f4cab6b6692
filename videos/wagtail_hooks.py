"""What the videos add to the editor."""

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Collection, Page
from wagtail.snippets.models import register_snippet

from videos.library.group_permissions import AssetPermissionFormSet
from videos.library.viewset import VideoAssetViewSet
from videos.models import Upload, VideoAsset, VideoPage
from videos.shotlist.checking import warnings
from videos.shotlist.timing import Timing
from videos.tracks import log_actions

MOST_WARNINGS = 5

register_snippet(VideoAssetViewSet)


@hooks.register("register_admin_urls")
def library_urls() -> list[Any]:
    """Add the addresses of the media library."""
    return [
        path("video-assets/", include("videos.library.urls")),
        path("video-assets/", include("videos.tracks.urls")),
        path("shotlists/", include("videos.shotlist.urls")),
        path("video-uploads/", include("videos.uploads.urls")),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Let the history of an asset tell what happened to its timed text."""
    log_actions.register(actions)


@hooks.register("register_group_permission_panel")
def group_permissions() -> type[BaseFormSet]:
    """Let a group's permissions on collections of footage be given."""
    return AssetPermissionFormSet


@hooks.register("insert_global_admin_css")
def library_css() -> str:
    """Add the library's style."""
    return format_html('<link rel="stylesheet" href="{}">', static("videos/library.css"))


@hooks.register("insert_global_admin_js")
def library_js() -> str:
    """Add what keeps the library's states current."""
    return format_html('<script src="{}" defer></script>', static("videos/library.js"))


@hooks.register("describe_collection_contents")
def describe_collection(collection: Collection) -> dict[str, Any] | None:
    """Keep a collection that holds assets, or waits for some, from being deleted with them."""
    count = VideoAsset.objects.filter(collection=collection).count()
    count += Upload.objects.open().filter(collection=collection).count()
    if not count:
        return None
    return {
        "count": count,
        "count_text": ngettext("%(count)s video asset", "%(count)s video assets", count)
        % {"count": count},
        "url": f"{reverse(VideoAssetViewSet().get_url_name('list'))}?collection={collection.pk}",
    }


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_shotlist(request: HttpRequest, page: Page) -> None:
    """Tell the editor what is odd about the shotlist that was just saved.

    Not what is saved by itself while they type: each time would add the same words again.
    """
    if isinstance(page, VideoPage) and request.accepts("text/html"):
        for text in warnings(page.shots.all(), Timing.of(page.asset))[:MOST_WARNINGS]:
            messages.warning(request, text)
