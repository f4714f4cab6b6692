"""What holds for every address of the editor: who gets in, and what its pages may load."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.settings.csp import EDITOR_POLICY

EDITOR_PREFIX = "/cms/"
# Signing in and out and choosing a password work for everybody.
OPEN_PREFIXES = (
    "/cms/login/",
    "/cms/sign-out/",
    "/cms/password_reset/",
    "/cms/first-administrator/",
)


class EditorPolicyMiddleware:
    """Give the editor its own Content-Security-Policy; the public site keeps the strict one.

    It stands inside Django's middleware, which writes the header of what it finds here.
    A view that chose a policy of its own (the preview with an outside player) keeps it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark the response with the policy."""
        response = self.get_response(request)
        if request.path.startswith(EDITOR_PREFIX) and not hasattr(response, "_csp_config"):
            response._csp_config = EDITOR_POLICY  # type: ignore[attr-defined] # as csp_override does
        return response


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
