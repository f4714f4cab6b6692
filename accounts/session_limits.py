"""Ends sessions that have lasted long enough, when somebody asks who is signed in."""

from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.services import session_limits


class SessionLimitsMiddleware:
    """Let nobody be signed in beyond the limits.

    It decides when a view asks for the user, and not before: a public page that does not ask
    stays independent of cookies. A view then finds nobody signed in, and answers as it always
    does: with the sign-in page, or 401.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace the lazy user by one within the limits."""
        # django-allauth empties the lazy object when it changes the session under it.
        request.user = SimpleLazyObject(lambda: user_within_limits(request))  # type: ignore[assignment]
        return self.get_response(request)


def user_within_limits(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """Return who is signed in, or nobody once the session is over."""
    found = get_user(request)
    if not found.is_authenticated:
        return found
    user, now = found, timezone.now()
    if end := session_limits.end_of(request.session, user, at=now):
        session_limits.close(request, user, end, at=now)
        request._cached_user = AnonymousUser()  # type: ignore[attr-defined] # where get_user keeps it
        return request._cached_user  # type: ignore[attr-defined]
    session_limits.note_use(request, user, at=now)
    return user
