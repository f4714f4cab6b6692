"""The endpoints of version 1, read as a table of contents."""

from typing import Any, ClassVar, NamedTuple

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.core.api import problems
from cms.core.api.problems import Problem
from cms.core.locales import direction, own_name
from cms.delivery import store
from cms.delivery.api import parameters, responses
from cms.delivery.api.views import (
    API_ROOT,
    ENVELOPE,
    DocumentDetailView,
    DocumentListView,
    MenuView,
    ReadView,
    document_headers,
    gone,
)

__all__ = ["KINDS", "LocalesView", "MenuView", "ResolveView"]


class Kind(NamedTuple):
    """A kind of document that has a list and details."""

    name: str
    collection: str
    list_view: type[DocumentListView]
    detail_view: type[DocumentDetailView]


def _kind(name: str, collection: str) -> Kind:
    attributes = {"kind": name, "collection": collection, "__module__": __name__}
    title = name.title()
    return Kind(
        name,
        collection,
        type(f"{title}ListView", (DocumentListView,), attributes),
        type(f"{title}DetailView", (DocumentDetailView,), attributes),
    )


KINDS = (
    _kind("article", "articles"),
    _kind("programme", "programmes"),
    _kind("video", "videos"),
    _kind("topic", "topics"),
    _kind("person", "people"),
    _kind("place", "places"),
)


class ResolveView(ReadView):
    """What is at a path of the public site: a page, a redirect, or the word that it is gone."""

    parameters = (parameters.PATH,)

    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        found = store.resolve(values["path"])
        if found is None:
            raise Problem(problems.NOT_FOUND, detail="No page has or had this path.")
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
            raise Problem(problems.NOT_FOUND, detail="No page has or had this path.")
        url = settings.BASE_URL + location if location.startswith("/") else location
        content = {"data": {"kind": "redirect", "status": 301, "location": location, "url": url}}
        etag = responses.entity_tag(ENVELOPE, url)
        body = None if responses.is_not_modified(request, etag) else orjson.dumps(content)
        headers = responses.prepare({"Cache-Tag": "a", "Surrogate-Key": "a"})
        return responses.ready(request, etag=etag, body=body, seq=found.seq, headers=headers)


class LocalesView(ReadView):
    """The languages of the site, each with its home page where that is public."""

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
