"""Responses of the public read API: what every answer carries, and when 304 is enough."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cms.core.api.request_ids import request_id

# A kill must reach the public within a minute, so a shared cache (30 s, and 10 s more while it
# fetches anew) and a browser behind it (10 s and 10 s) may together hold an answer for 60 s.
CACHE_CONTROL = "public, max-age=10, s-maxage=30, stale-while-revalidate=10"
ABSENT_CACHE_CONTROL = "public, max-age=0, s-maxage=5"
ABSENT_STATUSES = frozenset({404, 410})

EXPOSED_HEADERS = (
    "ETag, Link, Content-Language, X-Content-Seq, X-Request-Id, RateLimit, RateLimit-Policy, "
    "Retry-After, Deprecation, Sunset"
)
ALLOWED_METHODS = "GET, HEAD, OPTIONS"
CONTENT_SECURITY_POLICY = "default-src 'none'; frame-ancestors 'none'"
ENTITY_TAG = re.compile(r'(?:W/)?"([^"]*)"')

COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED_HEADERS,
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Vary": "Accept-Encoding",
}

type PreparedHeaders = dict[str, tuple[str, str]]


def prepare(headers: dict[str, str]) -> PreparedHeaders:
    """Return headers in the form in which :class:`HttpResponse` keeps them.

    Setting a header checks and converts it, which for fifteen of them costs as much as the
    query. Only text that is ours may come here: ASCII without line breaks.
    """
    return {name.lower(): (name, value) for name, value in headers.items()}


READY_HEADERS = prepare({**COMMON_HEADERS, "Cache-Control": CACHE_CONTROL})


def ready(
    request: HttpRequest,
    *,
    etag: str,
    body: bytes | None,
    seq: int | None,
    headers: PreparedHeaders,
    content_type: str = "application/json",
) -> HttpResponse:
    """Return bytes under a strong ETag; ``body`` None stands for "not modified"."""
    is_sent = body is not None and request.method != "HEAD"
    response = HttpResponse(body if is_sent else b"", content_type=content_type)
    store = response.headers._store
    store.update(READY_HEADERS)
    store.update(headers)
    store["etag"] = ("ETag", f'"{etag}"')
    if seq is not None:
        store["x-content-seq"] = ("X-Content-Seq", str(seq))
    store["x-request-id"] = ("X-Request-Id", request_id(request))
    if body is None:
        response.status_code = 304
        del store["content-type"]
    else:
        store["content-length"] = ("Content-Length", str(len(body)))
    return response


def finish(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """Add what every answer carries to one that is not ready-made, such as a problem."""
    for name, value in COMMON_HEADERS.items():
        response.setdefault(name, value)
    response["X-Request-Id"] = request_id(request)
    if response.status_code in ABSENT_STATUSES:
        response["Cache-Control"] = ABSENT_CACHE_CONTROL
    if isinstance(response, HttpResponse):
        response.setdefault("Content-Length", str(len(response.content)))
        if request.method == "HEAD":
            response.content = b""
    return response


def preflight(request: HttpRequest) -> HttpResponseBase:
    """Answer OPTIONS: anybody may read, from any origin, without credentials."""
    response = HttpResponse(status=204)
    del response["Content-Type"]
    response["Allow"] = ALLOWED_METHODS
    response["Access-Control-Allow-Methods"] = ALLOWED_METHODS
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match, X-Request-Id"
    response["Access-Control-Max-Age"] = "600"
    response["Cache-Control"] = "public, max-age=600"
    return finish(response, request)


def is_not_modified(request: HttpRequest, etag: str) -> bool:
    """Return whether If-None-Match names the current ETag (weak comparison, lists, ``*``)."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if not given:
        return False
    if given == f'"{etag}"':
        return True
    return given.strip() == "*" or etag in ENTITY_TAG.findall(given)


def entity_tag(*parts: str) -> str:
    """Return a short strong tag over the parts."""
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def http_date(moment: datetime) -> str:
    """Return a moment as HTTP writes it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
