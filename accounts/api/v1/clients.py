"""Two kinds of client: browsers with cookies, and apps with a token in a header.

A browser's cookies travel by themselves, so each request of it that changes something must
carry the CSRF token as well, signed in or not. An app sends ``X-Client: app``; its cookies are
not read, none are set, and there is nothing that another page could abuse. Its token is the key
of an ordinary session, as in django-allauth's own API, so all that holds for sessions (their
end, their list, the second factor) holds for apps without another line.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from rest_framework.authentication import CSRFCheck

from accounts.api.v1.problems import CSRF_FAILED, SESSION_ENDED
from cms.core.api.problems import BAD_REQUEST, Problem, quoted

APP, BROWSER = "app", "browser"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class AppClientMiddleware:
    """Put an app's token where the session is looked for, and keep cookies out of the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with what the rest of the stack takes for a session cookie."""
        prefixes = tuple(settings.API_FULL_STACK_PREFIXES)
        if not is_app(request) or not request.path_info.startswith(prefixes):
            return self.get_response(request)
        token = given_token(request)
        request.META.pop("HTTP_COOKIE", None)
        request.COOKIES = {settings.SESSION_COOKIE_NAME: token} if token else {}
        response = self.get_response(request)
        response.cookies.clear()
        return response


def is_app(request: HttpRequest) -> bool:
    """Return whether an app is asking, which has no use for cookies."""
    return request.META.get("HTTP_X_CLIENT") == APP


def given_token(request: HttpRequest) -> str:
    """Return the token of the header, as it was sent."""
    return str(request.META.get("HTTP_X_SESSION_TOKEN", ""))


def admit(request: HttpRequest) -> None:
    """Let the request in, or refuse it.

    Raises:
        Problem: the kind of client is unknown, an app's token is dead, or a browser that
            wants to change something does not prove that its own page asks for it.
    """
    kind = request.META.get("HTTP_X_CLIENT", BROWSER)
    if kind not in (APP, BROWSER):
        detail = f"X-Client is {quoted(kind)}; it must be app or browser, or left out."
        raise Problem(BAD_REQUEST, detail=detail)
    if kind == APP:
        _refuse_dead_token(request)
    elif request.method not in SAFE_METHODS:
        _refuse_without_csrf_token(request)


def credentials(request: HttpRequest) -> dict[str, Any]:
    """Return what the client needs for its next request, as members of the answer."""
    if not is_app(request):
        return {"csrf_token": get_token(request)}
    session = request.session
    if session.is_empty():
        return {"session_token": None}
    if session.modified or not session.session_key:
        session.save()
    return {"session_token": session.session_key}


def _refuse_dead_token(request: HttpRequest) -> None:
    if not given_token(request) or request.user.is_authenticated:
        return
    # A session of nobody is alive while a sign-in waits for its second factor.
    if request.session.session_key and SESSION_KEY not in request.session:
        return
    raise Problem(SESSION_ENDED)


def _refuse_without_csrf_token(request: HttpRequest) -> None:
    check = CSRFCheck(_nothing)
    check.process_request(request)
    if reason := check.process_view(request, _nothing, (), {}):
        raise Problem(CSRF_FAILED, detail=f"{reason} {CSRF_FAILED.explanation}")


def _nothing(request: HttpRequest) -> HttpResponse:
    """Stand where the check expects the view that it would lead to."""
    return HttpResponse()
