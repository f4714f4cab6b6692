"""The product's addresses, Wagtail's API v2, and views that do nothing but send ready bytes."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

import cms.api.urls
import cms.urls
from news.models import ArticlePage

CARD_FIELDS = ("kind", "date", "summary", "dateline", "lead_image", "videos")
BODY_FIELDS = ("body", "topics", "people", "places", "programme", "contact_name", "seo_title")

ArticlePage.api_fields = [APIField(name) for name in (*CARD_FIELDS, *BODY_FIELDS)]

router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PagesAPIViewSet)

DETAIL = "SELECT body FROM delivery_document WHERE audience = %s AND work = %s AND locale = %s"
LIST = """
SELECT card FROM delivery_document
WHERE audience = 'public' AND kind = 'article' AND locale = %s AND status = 'usable'
ORDER BY published_at DESC, work DESC LIMIT 20
"""


def bare_detail(request: HttpRequest, work: str) -> HttpResponse:
    """Send a document's bytes after one indexed query."""
    with connection.cursor() as cursor:
        cursor.execute(DETAIL, ["public", work, "fr"])
        return _send(bytes(cursor.fetchone()[0]))


def bare_list(request: HttpRequest) -> HttpResponse:
    """Send twenty cards' bytes after one indexed query."""
    with connection.cursor() as cursor:
        cursor.execute(LIST, ["fr"])
        content = b'{"data":[' + b",".join(bytes(row[0]) for row in cursor.fetchall()) + b"]}"
    return _send(content)


def _send(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json")
    response["Content-Length"] = str(len(content))
    return response


# Under /api/, so that they go through the very middleware of the product's reads.
cms.api.urls.urlpatterns += [
    re_path(r"^api/bare/list/$", bare_list),
    re_path(r"^api/bare/(?P<work>[0-9a-f]{32})/$", bare_detail),
]
urlpatterns = [path("v2/", router.urls), *cms.urls.urlpatterns]
