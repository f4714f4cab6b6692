"""Errors of the whole project: a problem document under ``/api/``, a page anywhere else."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import defaults

from cms.core.api import problems
from cms.core.api.problems import Problem
from cms.delivery.api import responses
from cms.website import views


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 400."""
    if problems.is_api_request(request):
        return _problem(request, Problem(problems.BAD_REQUEST))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 403."""
    if problems.is_api_request(request):
        return _problem(request, Problem(problems.FORBIDDEN))
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer 404."""
    if problems.is_api_request(request):
        return _problem(request, Problem(problems.NOT_FOUND))
    return views.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer 500."""
    if problems.is_api_request(request):
        return _problem(request, Problem(problems.SERVER_ERROR))
    return views.server_error(request)


def _problem(request: HttpRequest, problem: Problem) -> HttpResponseBase:
    return responses.finish(problems.respond(problem, request), request)
