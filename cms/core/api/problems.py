"""Errors of the API as RFC 9457 problem documents.

A problem's ``type`` is the address of a page that explains it. Problems are written in English,
whatever languages the client accepts: machines read ``type`` and ``errors[].code``.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import orjson
from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions

from cms.core.api.request_ids import request_id

CONTENT_TYPE = "application/problem+json"
MAX_DETAIL_VALUE = 80
MAX_INSTANCE = 400

logger = logging.getLogger("cms.api")


@dataclass(frozen=True)
class ProblemType:
    """One kind of problem; ``explanation`` is what its page says."""

    slug: str
    status: int
    title: str
    explanation: str

    @property
    def uri(self) -> str:
        return f"{settings.BASE_URL}/api/docs/problems/{self.slug}/"


BAD_REQUEST = ProblemType(
    "bad-request",
    400,
    "The request cannot be understood",
    "The request is malformed. The detail says where.",
)
INVALID_PARAMETER = ProblemType(
    "invalid-parameter",
    400,
    "A parameter is not right",
    "A parameter is unknown, missing, given twice or has a value of the wrong type. Each entry of "
    "errors names the parameter, and the nearest one that exists when it looks like a typing "
    "mistake. Nothing is ever ignored silently.",
)
INVALID_INPUT = ProblemType(
    "invalid-input",
    400,
    "The data sent is not right",
    "The body of the request does not fit. Each entry of errors points to one field.",
)
UNAUTHENTICATED = ProblemType(
    "unauthenticated",
    401,
    "Sign in first",
    "This address answers only to those who are signed in.",
)
FORBIDDEN = ProblemType(
    "forbidden",
    403,
    "Not allowed",
    "You are known, but may not do this.",
)
NOT_FOUND = ProblemType(
    "not-found",
    404,
    "There is nothing at this address",
    "No such document exists, or it is not public. The two are not told apart.",
)
TRANSLATION_MISSING = ProblemType(
    "translation-missing",
    404,
    "Not available in this language",
    "The work is public, but not in the locale that was asked for. The member alternates lists "
    "where it is.",
)
METHOD_NOT_ALLOWED = ProblemType(
    "method-not-allowed",
    405,
    "This method is not offered here",
    "The header Allow lists the methods that this address answers.",
)
NOT_ACCEPTABLE = ProblemType(
    "not-acceptable",
    406,
    "This format is not offered",
    "The header Accept rules out the only format of this address: application/json, or that of a "
    "file.",
)
GONE = ProblemType(
    "gone",
    410,
    "No longer available",
    "There was a document here, and it was taken back. Remove your copy. The member notice says "
    "why, if the newsroom gave a reason.",
)
URI_TOO_LONG = ProblemType(
    "uri-too-long",
    414,
    "The address is too long",
    "An address may have at most 8,192 characters after the question mark and 2,048 before it.",
)
UNSUPPORTED_MEDIA_TYPE = ProblemType(
    "unsupported-media-type",
    415,
    "This content type is not understood",
    "Send application/json.",
)
CONTENT_TOO_LARGE = ProblemType(
    "content-too-large", 413, "The body is too large", "Send less at once."
)
TOO_MANY_REQUESTS = ProblemType(
    "too-many-requests",
    429,
    "Too many requests",
    "Wait as many seconds as the header Retry-After says, then go on.",
)
SERVER_ERROR = ProblemType(
    "server-error",
    500,
    "Something went wrong here",
    "The fault is ours and was recorded. Report it with the request_id.",
)
NOT_IMPLEMENTED = ProblemType(
    "not-implemented",
    501,
    "This form is not offered",
    "The address is right, but its answer is not to be had in the form that was asked for.",
)
SERVICE_BUSY = ProblemType(
    "service-busy",
    503,
    "Too many people at once",
    "Nothing was changed. Wait as many seconds as the header Retry-After says and send the request "
    "again.",
)

PROBLEM_TYPES = {
    kind.slug: kind for kind in list(globals().values()) if isinstance(kind, ProblemType)
}
BY_STATUS = {
    kind.status: kind
    for kind in PROBLEM_TYPES.values()
    if kind not in (INVALID_PARAMETER, INVALID_INPUT, TRANSLATION_MISSING)
}


def register(*kinds: ProblemType) -> None:
    """Add problems of a package above; they get a page of explanation like the others."""
    PROBLEM_TYPES.update({kind.slug: kind for kind in kinds})


@dataclass(frozen=True)
class Fault:
    """One entry of ``errors``: a query parameter or a place in the body, and what is wrong."""

    code: str
    detail: str
    parameter: str = ""
    pointer: str = ""

    def as_json(self) -> dict[str, str]:
        where = {"parameter": self.parameter} if self.parameter else {"pointer": self.pointer}
        return {**where, "code": self.code, "detail": self.detail}


@dataclass
class Problem(Exception):
    """An error to answer with; raise it anywhere under the API."""

    kind: ProblemType
    detail: str = ""
    errors: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


def respond(problem: Problem, request: HttpRequest) -> HttpResponse:
    """Return a problem as a response; it may be kept for no longer than a few seconds."""
    kind = problem.kind
    identifier = request_id(request)
    content: dict[str, Any] = {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail or kind.explanation,
        "instance": quote(request.path[:MAX_INSTANCE], safe="/:@!$&'()*+,;=~"),
        "request_id": identifier,
        "errors": [fault.as_json() for fault in problem.errors],
        **problem.extra,
    }
    response = HttpResponse(orjson.dumps(content), status=kind.status, content_type=CONTENT_TYPE)
    response["X-Request-Id"] = identifier
    response["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    return response


def from_exception(error: BaseException) -> Problem:
    """Return the problem that any exception amounts to."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, exceptions.APIException):
        return _from_rest_framework(error)
    for kinds, problem_type in (
        (Http404, NOT_FOUND),
        (PermissionDenied, FORBIDDEN),
        (RequestDataTooBig, CONTENT_TOO_LARGE),
        ((BadRequest, SuspiciousOperation), BAD_REQUEST),
    ):
        if isinstance(error, kinds):
            return Problem(problem_type)
    return Problem(SERVER_ERROR)


def handle(error: BaseException, request: HttpRequest) -> HttpResponse:
    """Answer any exception with a problem; unexpected ones are logged with their request id."""
    problem = from_exception(error)
    if problem.kind is SERVER_ERROR:
        got_request_exception.send(sender=None, request=request)
        logger.error("%s failed (request %s)", request.path, request_id(request), exc_info=error)
    return respond(problem, request)


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Answer an exception for REST framework (the setting EXCEPTION_HANDLER)."""
    request = context["request"]
    return handle(error, getattr(request, "_request", request))


def is_api_request(request: HttpRequest) -> bool:
    """Return whether errors of this request are problems."""
    return request.path_info == "/api" or request.path_info.startswith("/api/")


def clean_text(value: str) -> str:
    """Return text that can be printed in a JSON answer, whatever bytes a client sent."""
    text = value if len(value) <= MAX_DETAIL_VALUE * 4 else value[: MAX_DETAIL_VALUE * 4] + "…"
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def quoted(value: str) -> str:
    """Return a client's value, short enough to be repeated in a sentence."""
    short = value if len(value) <= MAX_DETAIL_VALUE else value[:MAX_DETAIL_VALUE] + "…"
    return f'"{clean_text(short)}"'


def _from_rest_framework(error: exceptions.APIException) -> Problem:
    kind = BY_STATUS.get(error.status_code)
    if kind is None:
        kind = (
            SERVER_ERROR if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else BAD_REQUEST
        )
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        return Problem(INVALID_INPUT, errors=list(_faults(error.get_full_details(), "")))
    return Problem(kind, detail=str(error.detail), headers=headers)


def _faults(details: Any, pointer: str) -> list[Fault]:
    if isinstance(details, Mapping) and set(details) == {"message", "code"}:
        return [Fault(str(details["code"]), str(details["message"]), pointer=pointer or "/")]
    items = details.items() if isinstance(details, Mapping) else enumerate(details)
    faults: list[Fault] = []
    for key, value in items:
        is_message = isinstance(value, Mapping) and set(value) == {"message", "code"}
        is_list_of_messages = is_message and isinstance(details, Sequence)
        faults += _faults(value, pointer if is_list_of_messages else f"{pointer}/{key}")
    return faults
