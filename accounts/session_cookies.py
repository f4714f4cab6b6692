"""Keeps from the session store what no session is called."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Django makes keys of 32 of these characters.
KEY = re.compile(r"[a-z0-9]{8,40}")


class SessionCookieMiddleware:
    """Drop a session cookie that is the key of no session, whatever it holds.

    A quoted cookie may spell a NUL, and PostgreSQL fails on that where it should find nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand on a request without such a cookie."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key is not None and not KEY.fullmatch(key):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.get_response(request)
