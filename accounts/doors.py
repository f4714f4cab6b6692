"""What holds for every account page and the account API: how much they take, who may keep them."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _

from accounts.entrance import Entrance, EntranceFullError, current_entrance
from cms.core import locales
from cms.core.api import problems
from cms.core.api.problems import Problem
from cms.core.content_policies import set_policy
from cms.core.rendering import render_screen

ACCOUNT_FOLDER = "account"
LIBRARY_PREFIX = "/_allauth/"
LARGEST_FORM = 1024 * 1024  # bytes; the longest form of an account has a few thousand
LONGEST_LENGTH = 18  # digits of a Content-Length that are worth reading as a number
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class AccountDoorMiddleware:
    """Keep large forms out of account pages, and account pages out of caches and frames.

    It stands before the protection against forged requests, which is the first to read forms,
    and inside Django's middleware that writes the policy. What changes an account goes through
    the entrance of the process.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and mark the response of an account page."""
        response = self._answer(request)
        if is_account_page(request.path_info):
            response["Cache-Control"] = "private, no-store"
            response["X-Frame-Options"] = "DENY"
            # Addresses of some pages hold a token; forms still need the page's origin.
            response.setdefault("Referrer-Policy", "same-origin")
            set_policy(response, settings.ACCOUNT_CSP)
        return response

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """Refuse a form that is too large before a byte of it is read.

        Raises:
            RequestDataTooBig: the form is too large.
        """
        if is_for_accounts(request.path_info) and _is_too_large(request):
            raise RequestDataTooBig("The form of an account page is too large.")

    def _answer(self, request: HttpRequest) -> HttpResponse:
        entrance = current_entrance()
        is_open = request.method in SAFE_METHODS or not is_for_accounts(request.path_info)
        if entrance is None or is_open or _is_too_large(request):
            return self.get_response(request)
        try:
            return self._answer_in_turn(request, entrance)
        except EntranceFullError as error:
            return _ask_to_come_back(request, str(error.retry_after_seconds))

    def _answer_in_turn(self, request: HttpRequest, entrance: Entrance) -> HttpResponse:
        with entrance.place():
            try:
                request.body  # noqa: B018 - whoever sends it slowly must not hold up the others
            except UnreadablePostError:
                return HttpResponse(status=400)
            with entrance.turn():
                return self.get_response(request)


def is_account_page(path: str) -> bool:
    """Return whether the address is one of ``/<locale>/account/…``."""
    code, _slash, rest = path.removeprefix("/").partition("/")
    return rest.partition("/")[0] == ACCOUNT_FOLDER and code in locales.content_codes()


def is_for_accounts(path: str) -> bool:
    """Return whether the address is an account page or part of an interface for accounts."""
    return is_account_page(path) or path.startswith(_interfaces())


def _interfaces() -> tuple[str, ...]:
    return (LIBRARY_PREFIX, *settings.API_FULL_STACK_PREFIXES)


def _is_too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        return False  # Django reads nothing of these
    return len(length) > LONGEST_LENGTH or int(length) > LARGEST_FORM


def _ask_to_come_back(request: HttpRequest, seconds: str) -> HttpResponse:
    if request.path_info.startswith(_interfaces()):
        wait = {"Retry-After": seconds}
        return problems.respond(Problem(problems.SERVICE_BUSY, headers=wait), request)
    title = _("Please try again in a moment")
    response = render_screen(request, "accounts/busy.html", {}, title=title, status=503)
    response["Retry-After"] = seconds
    return response
