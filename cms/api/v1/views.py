"""The endpoints of version 1 beside the lists and details of :mod:`cms.api.v1.kinds`."""

from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter

from cms.api.v1.schema import ReadSchema, detail_of, locales, resolution_of
from cms.core.api.problems import GONE, NOT_FOUND, Problem
from cms.core.api.v1.serializers import MenuSerializer
from cms.core.locales import direction, own_name
from cms.delivery import store
from cms.delivery.api import parameters, responses
from cms.delivery.api.views import (
    API_ROOT,
    ENVELOPE,
    DocumentMenuView,
    ReadView,
    document_headers,
    gone,
)
from news.api.v1.programmes import ProgrammeSerializer
from news.api.v1.serializers import ArticleSerializer, HomeSerializer, ListingSerializer
from videos.api.v1.serializers import VideoSerializer

HANDLE_PARAMETER = OpenApiParameter(
    name="handle",
    type=str,
    location=OpenApiParameter.PATH,
    description="The name of the menu, such as header or footer.",
)


class MenuView(DocumentMenuView):
    """One menu in one locale."""

    schema = ReadSchema()
    operation_id = "get_menu"
    summary = "Get a menu"
    description = "A named list of links in one language."
    tag = "site"
    envelope = detail_of("Menu", MenuSerializer)
    path_parameters = (HANDLE_PARAMETER,)
    problems = (NOT_FOUND,)


class ResolveView(ReadView):
    """What is at a path of the public site: a page, a redirect, or the word that it is gone."""

    schema = ReadSchema()
    operation_id = "resolve_path"
    summary = "Resolve a path"
    description = (
        "What is at a path of the public site: a page with its document, or a redirect. A page "
        "that was taken back is a 410."
    )
    tag = "site"
    envelope = resolution_of(
        {
            "article": ArticleSerializer,
            "programme": ProgrammeSerializer,
            "video": VideoSerializer,
            "home": HomeSerializer,
            "listing": ListingSerializer,
        }
    )
    path_parameters = ()
    problems = (NOT_FOUND, GONE)
    parameters = (parameters.PATH,)

    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        found = store.resolve(values["path"])
        if found is None:
            raise Problem(NOT_FOUND, detail="No page has or had this path.")
        if found.state == "gone":
            raise gone(found.notice)
        if found.document is None or found.state == "redirect":
            return self._redirect(request, found)
        document = found.document
        etag = f"{document.etag}-{ENVELOPE}-resolve"
        body = None
        if not responses.is_not_modified(request, etag):
            body = b'{"data":{"kind":"page","document":%b}}' % document.body
        return responses.ready(
            request, etag=etag, body=body, seq=found.seq, headers=document_headers(document)
        )

    @staticmethod
    def _redirect(request: HttpRequest, found: store.Resolution) -> HttpResponseBase:
        location = found.location
        if not location:
            raise Problem(NOT_FOUND, detail="No page has or had this path.")
        url = settings.BASE_URL + location if location.startswith("/") else location
        content = {"data": {"kind": "redirect", "status": 301, "location": location, "url": url}}
        etag = responses.entity_tag(ENVELOPE, url)
        body = None if responses.is_not_modified(request, etag) else orjson.dumps(content)
        headers = responses.prepare({"Cache-Tag": "a", "Surrogate-Key": "a"})
        return responses.ready(request, etag=etag, body=body, seq=found.seq, headers=headers)


class LocalesView(ReadView):
    """The languages of the site, each with its home page where that is public."""

    schema = ReadSchema()
    operation_id = "list_locales"
    summary = "List languages"
    description = "The languages of the site, each with its home page where that is public."
    tag = "site"
    envelope = locales()
    path_parameters = ()
    problems = ()
    kinds: ClassVar[tuple[str, ...]] = ("home",)

    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        homes = {document.locale: document for document, _slug in store.of_kinds(self.kinds)}
        content = orjson.dumps(
            {
                "data": [
                    {
                        "locale": code,
                        "hreflang": code,
                        "dir": direction(code),
                        "name": own_name(code),
                        "is_default": code == settings.LANGUAGE_CODE,
                        "path": homes[code].path if code in homes else None,
                        "url": settings.BASE_URL + homes[code].path if code in homes else None,
                    }
                    for code in settings.CONTENT_LOCALES
                ],
                "links": {"self": f"{settings.BASE_URL}{API_ROOT}/locales/"},
            }
        )
        etag = responses.entity_tag(ENVELOPE, content.decode())
        body = None if responses.is_not_modified(request, etag) else content
        headers = responses.prepare({"Cache-Tag": "k:home", "Surrogate-Key": "k:home"})
        seq = next((home.seq for home in homes.values()), None)
        return responses.ready(request, etag=etag, body=body, seq=seq, headers=headers)
