"""Who may see a screen."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.pages.screens import go
from accounts.services import second_factor

Screen = Callable[..., HttpResponse]


def signed_in(screen: Screen) -> Screen:
    """Show the screen to people who are signed in, and to nobody else ever after."""
    return never_cache(login_required(screen))


def recently_proved(screen: Screen) -> Screen:
    """Show the screen to people who have said who they are a few minutes ago.

    Others do so first and come back to it. What they had typed is not kept.
    """

    @wraps(screen)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if second_factor.needs_reauthentication(request):
            return go("account_reauthenticate", target=request.get_full_path())
        return screen(request, *args, **kwargs)

    return signed_in(guarded)
