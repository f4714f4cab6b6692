"""The editor's own account screen: names, picture, language and notifications."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.account import AccountView

from accounts.models import User
from accounts.services import sessions


class OwnAccountView(AccountView):
    """Wagtail's screen. Saving it gives the session a new key, which our list has to learn."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save, and keep the session among those that can be ended."""
        former = request.session.session_key
        response = super().post(request)
        if request.session.session_key != former:
            sessions.forget(former)
            sessions.note(request, cast(User, request.user))
        return response
