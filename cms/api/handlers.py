"""Errors of the whole project: a problem document for programs, a page for people."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.api.v1.problems import CSRF_FAILED
from cms.core.api import problems
from cms.core.api.problems import Problem
from cms.delivery.api import responses
from cms.website import refusals, views

# Where django-allauth's own JSON interface is.
LIBRARY_PREFIX = "/_allauth/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 400, or 413 when too much was sent."""
    if _is_program(request):
        return _problem(request, problems.from_exception(exception))
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return refusals.too_large(request)
    return refusals.unreadable(request)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 403."""
    if _is_program(request):
        return _problem(request, Problem(problems.FORBIDDEN))
    return refusals.forbidden(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form that our own page did not send (the setting CSRF_FAILURE_VIEW)."""
    if _is_program(request):
        return _problem(request, Problem(CSRF_FAILED, detail=reason))
    return refusals.forged(request)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 404."""
    if _is_program(request):
        return _problem(request, Problem(problems.NOT_FOUND))
    return views.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer 500."""
    if _is_program(request):
        return _problem(request, Problem(problems.SERVER_ERROR))
    return views.server_error(request)


def _is_program(request: HttpRequest) -> bool:
    return problems.is_api_request(request) or request.path_info.startswith(LIBRARY_PREFIX)


def _problem(request: HttpRequest, problem: Problem) -> HttpResponseBase:
    response = problems.respond(problem, request)
    # Whoever may read the answers of these, with cookies, the settings of CORS say.
    if request.path_info.startswith((LIBRARY_PREFIX, *settings.API_FULL_STACK_PREFIXES)):
        response["Content-Security-Policy"] = responses.CONTENT_SECURITY_POLICY
        return response
    return responses.finish(response, request)
