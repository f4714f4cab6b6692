"""Keeping people without the editor's permission out of the editor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

EDITOR_PREFIX = "/cms/"
# Signing in and out and choosing a password work for everybody.
OPEN_PREFIXES = (
    "/cms/login/",
    "/cms/logout/",
    "/cms/password_reset/",
    "/cms/first-administrator/",
    "/cms/jsi18n/",
    "/cms/sprite",
)


class EditorGateMiddleware:
    """Answer 403 where Wagtail would send a signed-in media user round in a circle.

    Wagtail redirects somebody without its permission to the sign-in page, which sends
    a signed-in person back again. The gate covers every address below ``/cms/``, so a
    view that forgets Wagtail's own check is covered as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or answer it."""
        if self._is_guarded(request.path) and self._is_outsider(request):
            return render(request, "accounts/no_editor_access.html", status=403)
        return self.get_response(request)

    def _is_guarded(self, path: str) -> bool:
        return path.startswith(EDITOR_PREFIX) and not path.startswith(OPEN_PREFIXES)

    def _is_outsider(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and not user.has_perm("wagtailadmin.access_admin")
