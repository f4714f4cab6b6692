"""Lean views of the delivery store.

They are REST framework views for the sake of the API description. What the framework would do on
each request is left out: there is nobody to authenticate, nothing to permit or to throttle, one
format, and the bytes are ready.
"""

import re
from abc import ABC, abstractmethod
from functools import wraps
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.encoding import iri_to_uri
from rest_framework.views import APIView

from cms.core.api import problems
from cms.core.api.problems import Fault, Problem, quoted
from cms.delivery import cursors, store
from cms.delivery.api import parameters, responses
from cms.delivery.api.parameters import Parameter

API_ROOT = "/api/v1"
JSON = "application/json"
# Part of every ETag: raise it when the envelope around the ready bytes changes.
ENVELOPE = "1"
WORK_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
MAX_KNOWN_HEADERS = 4096


class ReadView(APIView, ABC):
    """Answers GET, HEAD and OPTIONS; everything else is a problem."""

    parameters: ClassVar[tuple[Parameter, ...]] = ()
    lets_others_pass: ClassVar[bool] = False

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Return the view. One instance answers all requests, because it keeps nothing of them."""
        described = super().as_view(**initkwargs)
        instance = cls(**initkwargs)

        @wraps(described)
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return instance.dispatch(request, *args, **kwargs)

        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read the parameters and hand over to ``read``; every error becomes a problem."""
        try:
            if request.method in ("GET", "HEAD"):
                refuse_other_formats(request, self.media_type(**kwargs))
                values = parameters.read(
                    request, self.parameters, lets_others_pass=self.lets_others_pass
                )
                return self.read(request, values, **kwargs)
            if request.method == "OPTIONS":
                return responses.preflight(request)
            raise Problem(problems.METHOD_NOT_ALLOWED, headers={"Allow": responses.ALLOWED_METHODS})
        except Exception as error:  # noqa: BLE001 - the outermost frame of the API
            return responses.finish(problems.handle(error, request), request)

    @abstractmethod
    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        """Return the answer."""

    def media_type(self, **kwargs: str) -> str:
        """Return the form of the answer, which the client must take."""
        return JSON

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        """Tell the framework that GET is offered; requests go through ``dispatch``."""
        return self.dispatch(request, **kwargs)


class DocumentListView(ReadView):
    """The newest documents of one kind in one locale, as cards."""

    parameters = (parameters.LOCALE, parameters.LIMIT, parameters.CURSOR, parameters.COUNT)
    facet_parameters: ClassVar[tuple[Parameter, ...]] = ()
    """Further parameters that narrow the list; they parse to a ``Choice``."""
    kind: ClassVar[str]
    collection: ClassVar[str]

    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        locale, limit = values["locale"], values["limit"]
        chosen = {
            each.name: values[each.name] for each in self.facet_parameters if values[each.name]
        }
        narrowed = "".join(f"&{name}={choice.text}" for name, choice in chosen.items())
        narrowings = [choice.narrowing for choice in chosen.values()]
        scope = f"{self.kind} {locale}{narrowed}"
        position = _position(values["cursor"], scope)
        page = store.list_cards(self.kind, locale, limit, position, narrowings=narrowings)
        wants_count = values["count"] == "exact"
        count = store.count(self.kind, locale, narrowings=narrowings) if wants_count else None
        last = page.next_position
        following = cursors.encode(last, scope=scope) if last and page.has_more else None
        address = f"{settings.BASE_URL}{API_ROOT}/{self.collection}/?"
        own = address + _query(values, values["cursor"]) + narrowed
        onward = address + _query(values, following) + narrowed if following else None

        etag = responses.entity_tag(ENVELOPE, own, str(count), following or "", *page.marks)
        tag = f"l:{self.kind}:{locale}"
        headers = {"Content-Language": locale, "Cache-Tag": tag, "Surrogate-Key": tag}
        if onward:
            headers["Link"] = f'<{onward}>; rel="next"'
        body = None
        if not responses.is_not_modified(request, etag):
            around = orjson.dumps(
                {
                    "page": {
                        "limit": limit,
                        "count": count,
                        "has_more": page.has_more,
                        "next_cursor": following,
                    },
                    "links": {"self": own, "next": onward},
                }
            )
            body = b'{"data":[' + b",".join(page.cards) + b"]," + around[1:]
        return responses.ready(
            request, etag=etag, body=body, seq=page.seq, headers=responses.prepare(headers)
        )


class DocumentDetailView(ReadView):
    """One document in full."""

    parameters = (parameters.LOCALE,)
    kind: ClassVar[str]
    collection: ClassVar[str]

    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        work = parse_work(kwargs["id"])
        locale = values["locale"]
        document = store.get_document(self.kind, work, locale)
        if document is None:
            raise absence(self.kind, work, locale)
        address = f"{settings.BASE_URL}{API_ROOT}/{self.collection}/{work}/?locale={locale}"
        return document_response(request, document, locale=locale, address=address)


class DocumentMenuView(ReadView):
    """One menu in one locale."""

    parameters = (parameters.LOCALE,)

    def read(self, request: HttpRequest, values: dict[str, Any], **kwargs: str) -> HttpResponseBase:
        handle, locale = kwargs["handle"], values["locale"]
        document = store.get_by_slug("menu", handle, locale)
        if document is None:
            raise Problem(
                problems.NOT_FOUND, detail=f"There is no menu {quoted(handle)} in {locale}."
            )
        address = f"{settings.BASE_URL}{API_ROOT}/menus/{handle}/?locale={locale}"
        return document_response(request, document, locale=locale, address=address)


def document_response(
    request: HttpRequest, document: store.DocumentRow, *, locale: str, address: str
) -> HttpResponseBase:
    """Put a document's ready bytes into the detail envelope."""
    etag = f"{document.etag}-{ENVELOPE}-{locale}"
    body = None
    if not responses.is_not_modified(request, etag):
        body = b'{"data":%b,"meta":{"requested_locale":"%b"},"links":{"self":"%b"}}' % (
            document.body,
            locale.encode(),
            address.encode(),
        )
    return responses.ready(
        request, etag=etag, body=body, seq=document.seq, headers=document_headers(document)
    )


_known_headers: dict[str, responses.PreparedHeaders] = {}


def document_headers(document: store.DocumentRow) -> responses.PreparedHeaders:
    """Return what a cache and a crawler want to know about a document.

    The ETag stands for the content, which holds all of it, so it is worked out once for each.
    """
    headers = _known_headers.get(document.etag)
    if headers is None:
        headers = responses.prepare(_describe(document))
        if len(_known_headers) >= MAX_KNOWN_HEADERS:
            _known_headers.clear()
        _known_headers[document.etag] = headers
    return headers


def _describe(document: store.DocumentRow) -> dict[str, str]:
    tags = (f"w:{document.work.hex}", f"k:{document.kind}:{document.locale}")
    headers = {
        "Content-Language": document.locale,
        "Cache-Tag": ",".join(tags),
        "Surrogate-Key": " ".join(tags),
    }
    if document.updated_at:
        headers["Last-Modified"] = responses.http_date(document.updated_at)
    links = ", ".join(
        f'<{iri_to_uri(item["url"])}>; rel="alternate"; hreflang="{item["hreflang"]}"'
        for item in document.data.get("alternates", ())
        if item.get("url")
    )
    if links:
        headers["Link"] = links
    return headers


def absence(kind: str, work: UUID, locale: str) -> Problem:
    """Return the problem of a document that is not there."""
    known = store.explain_absence(kind, work, locale)
    if known.is_gone:
        return gone(known.notice)
    if known.alternates:
        alternates = [
            {
                "locale": code,
                "path": path,
                "url": settings.BASE_URL + path if path else None,
            }
            for code, path in known.alternates
        ]
        codes = ", ".join(code for code, _path in known.alternates)
        return Problem(
            problems.TRANSLATION_MISSING,
            detail=f"Not available in {locale}. Available in: {codes}.",
            extra={"alternates": alternates},
        )
    return Problem(problems.NOT_FOUND)


def gone(notice: str) -> Problem:
    """Return the problem of a document that was taken back."""
    return Problem(problems.GONE, extra={"notice": notice or None})


def parse_work(text: str) -> UUID:
    """Return the id of a work as it stands in an address.

    Raises:
        Problem: it is not a UUID in its usual form.
    """
    if not WORK_ID.fullmatch(text):
        fault = Fault("invalid", f"id is {quoted(text)}; it must be a UUID.", parameter="id")
        raise Problem(problems.INVALID_PARAMETER, detail=fault.detail, errors=[fault])
    return UUID(text)


def refuse_other_formats(request: HttpRequest, offered: str = JSON) -> None:
    """Refuse a client whose Accept header rules out what is offered.

    Raises:
        Problem: the client does not take it.
    """
    accept = request.META.get("HTTP_ACCEPT", "")
    if not accept or accept in {"*/*", offered}:
        return
    weights = {}
    for part in accept.split(","):
        media, *options = [piece.strip().lower() for piece in part.split(";")]
        weight = next((option[2:] for option in options if option.startswith("q=")), "1")
        weights[media] = weight.strip("0.") != ""
    for media in (offered, f"{offered.partition('/')[0]}/*", "*/*"):
        if media in weights:
            if weights[media]:
                return
            break
    raise Problem(problems.NOT_ACCEPTABLE, detail=f"This address answers {offered} only.")


def _position(cursor: str | None, scope: str) -> cursors.Position | None:
    if cursor is None:
        return None
    try:
        return cursors.decode(cursor, scope=scope)
    except cursors.BadCursor as error:
        fault = Fault(
            "invalid",
            "cursor is not one that this list gave out. Start again without it.",
            parameter="cursor",
        )
        raise Problem(problems.INVALID_PARAMETER, detail=fault.detail, errors=[fault]) from error


def _query(values: dict[str, Any], cursor: str | None) -> str:
    """Return the query string of a page; each value was checked and needs no quoting."""
    at = f"&cursor={cursor}" if cursor else ""
    return f"count={values['count']}{at}&limit={values['limit']}&locale={values['locale']}"
