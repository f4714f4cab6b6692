"""The screen that shows where somebody is signed in."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.devices import device_name
from accounts.models import User
from accounts.pages.guards import signed_in
from accounts.pages.screens import go, next_of, show, takes_forms
from accounts.services import sessions

OTHERS = "others"


@signed_in
@takes_forms
def show_sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions; a button ends one of them, or all others."""
    user, current = cast(User, request.user), request.session.session_key or ""
    if request.method == "POST":
        return _end(request, user)
    places = sessions.places_of(user, current_key=current)
    return show(
        request,
        "accounts/sessions.html",
        title=_("Where you are signed in"),
        places=[(place, device_name(place.user_agent)) for place in places],
    )


def _end(request: HttpRequest, user: User) -> HttpResponse:
    chosen, at = request.POST.get("end", ""), timezone.now()
    try:
        if chosen == OTHERS:
            sessions.end_others(user, request=request, at=at)
        else:
            sessions.end(user, place_id=chosen, request=request, at=at)
    except sessions.NoSuchSessionError:
        return go("usersessions_list", target=next_of(request))  # it has ended already
    messages.success(request, _("Signed out there."))
    return go("usersessions_list", target=next_of(request))
