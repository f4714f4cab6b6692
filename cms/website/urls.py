"""Addresses of the public pages. To be included last: every ``/<locale>/…`` ends here."""

from django.urls import URLResolver, path, re_path

from cms.core.patterns import ContentLocalePrefix
from cms.website import embeds, views
from videos.embedding import WORK_PATTERN

# The name is the one that Wagtail reverses to find a page's address.
page_patterns = [
    re_path(rf"^embed/videos/({WORK_PATTERN})/?$", embeds.video, name="video_embed"),
    re_path(r"^(.*)$", views.serve, name="wagtail_serve"),
]

urlpatterns = [
    path("", views.root, name="root"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    URLResolver(ContentLocalePrefix(), page_patterns),  # type: ignore[arg-type]
]
