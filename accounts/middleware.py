"""What holds for every address of the editor: who gets in, and what its pages may load."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from accounts.services import second_factor, staff
from cms.core.content_policies import has_own_policy, set_policy, with_player

EDITOR_PREFIX = "/cms/"
# Drafts' images and documents, which are shown to editors only. Images of what is published are
# answered before the gate is asked.
EDITOR_FILES_PREFIXES = ("/media/", "/documents/", "/img/")
# Signing out works for everybody, and an empty newsroom has nobody who could be asked for more.
OPEN_PREFIXES = (
    "/cms/logout/",
    "/cms/sign-out/",
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
        if request.path.startswith(EDITOR_PREFIX) and not has_own_policy(response):
            set_policy(response, with_player(settings.EDITOR_CSP))
        return response


class EditorGateMiddleware:
    """Let nobody into the editor but staff whose second factor was used in this session.

    Wagtail redirects somebody without its permission to the sign-in page, which sends
    a signed-in person back again: the gate answers 403. It covers every address below
    ``/cms/``, so a view that forgets Wagtail's own check is covered as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or answer it."""
        path = request.path_info
        if path.startswith(EDITOR_FILES_PREFIXES) and self._refusal(request):
            raise Http404
        is_guarded = path.startswith(EDITOR_PREFIX) and not path.startswith(OPEN_PREFIXES)
        return (self._refusal(request) if is_guarded else None) or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated:
            return None  # Wagtail asks strangers to sign in
        if not user.has_perm("wagtailadmin.access_admin"):
            return render(request, "accounts/no_editor_access.html", status=403)
        return self._ask_for_factor(request) if staff.second_factor_is_required() else None

    def _ask_for_factor(self, request: HttpRequest) -> HttpResponse | None:
        has_factor = second_factor.has_second_factor(cast(User, request.user))
        if has_factor and second_factor.used_second_factor(request):
            return None
        if self._is_from_script(request):
            raise PermissionDenied
        screen = reverse("accounts_use_factor" if has_factor else "mfa_index")
        target = request.get_full_path() if request.method == "GET" else EDITOR_PREFIX
        return HttpResponseRedirect(f"{screen}?{urlencode({'next': target})}")

    def _is_from_script(self, request: HttpRequest) -> bool:
        is_fetched = request.headers.get("X-Requested-With") == "XMLHttpRequest"
        return is_fetched or not request.accepts("text/html")
