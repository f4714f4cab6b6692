"""What every endpoint of the account does before and after its own work."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, ClassVar

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_urlconf, set_urlconf
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from rest_framework.parsers import JSONParser
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView

from accounts.api.v1 import bodies, clients
from accounts.api.v1.problems import translate
from accounts.api.v1.schema import AccountSchema
from accounts.services import rate_limits
from cms.core.api import problems
from cms.core.api.problems import METHOD_NOT_ALLOWED, UNAUTHENTICATED, Problem, ProblemType
from cms.core.api.request_ids import request_id
from cms.delivery.api import parameters, responses
from cms.delivery.api.parameters import Parameter
from cms.delivery.api.views import refuse_other_formats

ENGLISH = "en"
NO_STORE = "no-store"
# HTTP wants a 401 to name a scheme; no browser opens a window of its own for this one.
CHALLENGE = 'Session realm="account"'

LOCALE = replace(
    parameters.LOCALE,
    is_required=False,
    description="The language of texts for people. Without it, what Accept-Language asks for.",
)

type Shape = BaseSerializer[Any] | type[BaseSerializer[Any]] | OpenApiTypes | None


@dataclass(frozen=True)
class Operation:
    """One method of an endpoint: what it takes, what it answers, and how it is described.

    Attributes:
        accepts: the shape of the body, when there is one.
        answers: the shape of each successful answer by status; None stands for no body.
        is_for_account: whether somebody must be signed in.
        limit: the action of ``rate_limits`` that a request counts for.
    """

    id: str
    summary: str
    description: str
    answers: Mapping[int, Shape]
    accepts: type[Serializer[Any]] | None = None
    problems: tuple[ProblemType, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    path_parameters: tuple[Any, ...] = ()
    is_for_account: bool = False
    limit: str = ""


class AccountView(APIView):
    """Answers JSON about one person; nobody may keep it.

    Each method of ``operations`` has a method of its name here, which gets the checked body.
    """

    schema = AccountSchema()
    parser_classes = [JSONParser]
    operations: ClassVar[Mapping[str, Operation]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check, call the method and finish; whatever goes wrong is a problem in English."""
        with translation.override(ENGLISH), _addresses_of_the_site():
            try:
                response = self._answer(request, kwargs)
            except Exception as error:  # noqa: BLE001 - the outermost frame of the API
                response = refuse(error, request)
        return finish(response, request)

    def _answer(self, request: HttpRequest, kwargs: dict[str, str]) -> HttpResponse:
        method = "get" if request.method == "HEAD" else str(request.method).lower()
        if method == "options":
            return done(Allow=self._allowed())
        operation = self.operations.get(method)
        if operation is None:
            raise Problem(METHOD_NOT_ALLOWED, headers={"Allow": self._allowed()})
        refuse_other_formats(request)
        values = parameters.read(request, operation.parameters)
        bodies.refuse_unreadable(request)
        clients.admit(request)
        if operation.is_for_account and not request.user.is_authenticated:
            raise Problem(UNAUTHENTICATED)
        if method != "get":
            values |= bodies.read(request, operation.accepts)
        if operation.limit:
            rate_limits.limit(request, operation.limit)
        response: HttpResponse = getattr(self, method)(request, values, **kwargs)
        return response

    def _allowed(self) -> str:
        names = [name.upper() for name in self.operations]
        return ", ".join([*names, *(["HEAD"] if "GET" in names else []), "OPTIONS"])


@contextmanager
def _addresses_of_the_site() -> Iterator[None]:
    """Let ``reverse()`` know the pages, which django-allauth redirects to.

    The requests of the API are resolved by its own addresses alone.
    """
    own = get_urlconf()
    set_urlconf(None)
    try:
        yield
    finally:
        set_urlconf(own)


def answer(content: Mapping[str, Any], *, status: int = 200, language: str = "") -> HttpResponse:
    """Return content as JSON; ``language`` is that of the text in it which people read."""
    response = HttpResponse(orjson.dumps(content), status=status, content_type="application/json")
    if language:
        response["Content-Language"] = language
    return response


def done(**headers: str) -> HttpResponse:
    """Return the answer without a body."""
    response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)
    del response["Content-Type"]
    return response


def refuse(error: Exception, request: HttpRequest) -> HttpResponse:
    """Return any exception as a problem."""
    response = problems.handle(translate(error), request)
    response["Content-Language"] = ENGLISH
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = CHALLENGE
    return response


def finish(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Add what every answer about an account carries."""
    response["Cache-Control"] = NO_STORE
    response["X-Request-Id"] = request_id(request)
    response["Content-Security-Policy"] = responses.CONTENT_SECURITY_POLICY
    if response.status_code != HTTPStatus.NO_CONTENT:
        response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        response.content = b""
    return response


def unknown_address(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Answer what is no address of the account, without any cache learning of it."""
    return finish(refuse(Problem(problems.NOT_FOUND), request), request)
