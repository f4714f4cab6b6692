"""What the videos add to the editor."""

from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Collection
from wagtail.snippets.models import register_snippet

from videos.library.viewset import VideoAssetViewSet
from videos.models import VideoAsset

register_snippet(VideoAssetViewSet)


@hooks.register("register_admin_urls")
def library_urls() -> list[Any]:
    """Add the addresses of the media library."""
    return [path("video-assets/", include("videos.library.urls"))]


@hooks.register("insert_global_admin_css")
def library_css() -> str:
    """Add the library's style."""
    return format_html('<link rel="stylesheet" href="{}">', static("videos/library.css"))


@hooks.register("describe_collection_contents")
def describe_collection(collection: Collection) -> dict[str, Any] | None:
    """Keep a collection that holds assets from being deleted together with them."""
    count = VideoAsset.objects.filter(collection=collection).count()
    if not count:
        return None
    return {
        "count": count,
        "count_text": ngettext("%(count)s video asset", "%(count)s video assets", count)
        % {"count": count},
        "url": f"{reverse(VideoAssetViewSet().get_url_name('list'))}?collection={collection.pk}",
    }
