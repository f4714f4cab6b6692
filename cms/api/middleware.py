"""The short way through the stack for the content API.

Sessions, authentication, messages, CSRF and language negotiation have no part in an anonymous
read and would double its cost. Requests under ``/api/`` are answered here, right behind the
security and static file middleware, by the API's own addresses. So no unknown address of the API
can ever be taken for a page of the site and redirected into a language. Public images come the same
way.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_resolver
from django.urls.resolvers import URLResolver

from cms.core.api import problems
from cms.core.api.problems import Problem
from cms.delivery import images
from cms.delivery.api import responses

URLCONF = "cms.api.urls"
MAX_PATH = 2048
MAX_QUERY = 8192


class LeanReadMiddleware:
    """Answers the API itself; what is under an excluded prefix takes the whole stack."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.excluded = tuple(getattr(settings, "API_FULL_STACK_PREFIXES", ()))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or hand on."""
        if request.path_info.startswith("/img/"):
            return images.serve_public(request) or self.get_response(request)
        if not problems.is_api_request(request):
            return self.get_response(request)
        if self.excluded and request.path_info.startswith(self.excluded):
            # The language and slash rules of the site do not reach into the API.
            request.urlconf = URLCONF
            return refusal_of_length(request) or self.get_response(request)
        return answer(request)


def answer(request: HttpRequest) -> HttpResponseBase:
    """Return the API's answer; whatever happens it is JSON under ``/api/v1/``."""
    try:
        refuse_long_addresses(request)
        match = resolver().resolve(request.path_info)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)
    except Resolver404:
        error: Exception = Problem(problems.NOT_FOUND)
    except Exception as raised:  # noqa: BLE001 - the outermost frame of the API
        error = raised
    return responses.finish(problems.handle(error, request), request)


def refusal_of_length(request: HttpRequest) -> HttpResponseBase | None:
    """Return the answer to an address that is too long, None to others."""
    try:
        refuse_long_addresses(request)
    except Problem as problem:
        return responses.finish(problems.respond(problem, request), request)
    return None


def refuse_long_addresses(request: HttpRequest) -> None:
    """Refuse an address that no client of ours has reason to send.

    Raises:
        Problem: the path or the query string is too long.
    """
    if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY or len(request.path_info) > MAX_PATH:
        raise Problem(problems.URI_TOO_LONG)


def resolver() -> URLResolver:
    """Return the API's own addresses."""
    return get_resolver(URLCONF)
