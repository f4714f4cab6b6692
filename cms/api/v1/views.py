"""The endpoints of version 1 beside the lists and details of :mod:`cms.api.v1.kinds`."""

from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiParameter

from cms.api.v1.kinds import KINDS, WORK_PARAMETER
from cms.api.v1.schema import FileSchema, ReadSchema, detail_of, locales, resolution_of, root_of
from cms.core.api.problems import GONE, NOT_FOUND, TRANSLATION_MISSING, Problem
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
from videos.api.v1.shotlist_files import MetadataFileView, ShotlistFileView
from videos.metadata.files import FILES as METADATA_FILES
from videos.shotlist.files import FILES

HANDLE_PARAMETER = OpenApiParameter(
    name="handle",
    type=str,
    location=OpenApiParameter.PATH,
    description="The name of the menu, such as header or footer.",
)

EXTENSION_PARAMETER = OpenApiParameter(
    name="extension",
    type={"type": "string", "enum": list(FILES)},
    location=OpenApiParameter.PATH,
    description="Which file.",
)

METADATA_PARAMETER = OpenApiParameter(
    name="extension",
    type={"type": "string", "enum": list(METADATA_FILES)},
    location=OpenApiParameter.PATH,
    description="Which file.",
)


class RootView(ReadView):
    """The entrance: where the collections and the documentation are. It asks no database."""

    schema = ReadSchema()
    operation_id = "get_root"
    summary = "Get the entrance"
    description = "Where the collections, the languages, the account and the documentation are."
    tag = "site"
    envelope = root_of(kind.collection for kind in KINDS)
    path_parameters = ()
    problems = ()

    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        root = f"{settings.BASE_URL}{API_ROOT}"
        content = orjson.dumps(
            {
                "data": {
                    "collections": {
                        kind.collection: f"{root}/{kind.collection}/" for kind in KINDS
                    },
                    "resolve": f"{root}/resolve/",
                    "locales": f"{root}/locales/",
                    "account": f"{root}/account/session/",
                    "openapi": f"{root}/openapi.json",
                    "docs": f"{settings.BASE_URL}/api/docs/",
                },
                "links": {"self": f"{root}/"},
            }
        )
        etag = responses.entity_tag(ENVELOPE, content.decode())
        body = None if responses.is_not_modified(request, etag) else content
        headers = responses.prepare({"Cache-Tag": "a", "Surrogate-Key": "a"})
        return responses.ready(request, etag=etag, body=body, seq=None, headers=headers)


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


class ShotlistFile(ShotlistFileView):
    """The shotlist of a video as a file."""

    schema = FileSchema()
    operation_id = "get_shotlist_file"
    summary = "Get the shotlist of a video as a file"
    description = (
        "Made from the document in the language asked for: an edit decision list (edl), an "
        "OpenTimelineIO timeline (otio), chapters (vtt), the dopesheet as text (txt) and on paper "
        "(pdf). A video without rows has the dopesheet only."
    )
    tag = "videos"
    media_types = tuple(dict.fromkeys(file.media_type for file in FILES.values()))
    path_parameters = (WORK_PARAMETER, EXTENSION_PARAMETER)
    problems = (NOT_FOUND, TRANSLATION_MISSING, GONE)


class MetadataFile(MetadataFileView):
    """The description of a video as a file."""

    schema = FileSchema()
    operation_id = "get_metadata_file"
    summary = "Get the description of a video as a file"
    description = (
        "Made from the document in the language asked for, with the properties of the IPTC Video "
        "Metadata Hub: as its JSON (json), and as an XMP packet (xmp)."
    )
    tag = "videos"
    media_types = tuple(file.media_type for file in METADATA_FILES.values())
    path_parameters = (WORK_PARAMETER, METADATA_PARAMETER)
    problems = (NOT_FOUND, TRANSLATION_MISSING, GONE)


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
