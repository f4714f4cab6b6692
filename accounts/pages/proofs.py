"""The ways to prove who somebody is beside the sign-in page, each a form of its own."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.factor_checks import is_locked
from accounts.models import User
from accounts.pages import waiting
from accounts.pages.screens import show
from accounts.services import second_factor

Form = Callable[..., Any]


def show_locked(
    request: HttpRequest,
    template: str,
    user: User,
    *,
    title: str,
    seconds: int = 0,
    **context: Any,
) -> HttpResponse:
    """Return a screen that says when a further attempt is possible."""
    seconds = seconds or second_factor.seconds_until_next_attempt(request, user=user)
    response = show(
        request,
        template,
        title=title,
        refusal=waiting.sentence(seconds),
        status=HTTPStatus.TOO_MANY_REQUESTS,
        **context,
    )
    response["Retry-After"] = str(seconds)
    return response


class Proofs:
    """The forms of one screen, of which at most one was sent."""

    def __init__(
        self, request: HttpRequest, user: User, *, code: Form, passkey: Form, password: Form | None
    ) -> None:
        self.request = request
        self.user = user
        self.sent: Any = None
        self.password = self._form("password", password) if password else None
        can_type = second_factor.can_type_code(user)
        self.code = self._form("code", code, user=user) if can_type else None
        has_passkeys = second_factor.has_passkeys(user) and second_factor.passkeys_fit(request)
        self.passkey = self._form("credential", passkey, user=user) if has_passkeys else None

    def show(self, template: str, *, title: str, wait: int = 0) -> HttpResponse:
        """Return the screen, with what was wrong or how many seconds to wait."""
        options = second_factor.ask_for_passkey(self.user) if self.passkey else None
        context: dict[str, Any] = {"proofs": self, "passkey_options": options}
        if wait or (self.sent is not None and is_locked(self.sent)):
            return show_locked(
                self.request, template, self.user, title=title, seconds=wait, **context
            )
        return show(self.request, template, title=title, form=self.sent, **context)

    def _form(self, field: str, form: Form, **options: Any) -> Any:
        """Return the form; the one whose field was sent is the one that is filled in."""
        is_sent = self.request.method == "POST" and field in self.request.POST
        made = form(self.request.POST if is_sent else None, **options)
        self.sent = made if is_sent else self.sent
        return made
