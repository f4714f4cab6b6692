"""Views of django-allauth's own API whose input is checked more closely here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from allauth.headless.account import views as account_views
from allauth.headless.base.response import RateLimitResponse, ReauthenticationResponse
from allauth.headless.mfa import inputs, views
from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.factor_checks import NewPasskeyMixin, OneTimeCodeMixin, PasskeyMixin, is_locked
from accounts.models import User
from accounts.services import rate_limits, second_factor, session_limits, signing_in


def with_readable_body(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let the view read a body only that is JSON and not endlessly nested.

    It comes after the protection against forged requests.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            orjson.loads(request.body or b"{}")
        except orjson.JSONDecodeError as error:
            raise BadRequest("The body is not valid JSON.") from error
        return view(request, *args, **kwargs)

    return guarded


class CodeInput(OneTimeCodeMixin, inputs.AuthenticateInput):
    """A code at the sign-in."""


class CodeAgainInput(OneTimeCodeMixin, inputs.ReauthenticateInput):
    """A code before a change of weight."""


class PasskeyInput(PasskeyMixin, inputs.AuthenticateWebAuthnInput):
    """A passkey as the second factor."""


class PasskeyAgainInput(PasskeyMixin, inputs.ReauthenticateWebAuthnInput):
    """A passkey before a change of weight."""


class PasskeySignInInput(PasskeyMixin, inputs.LoginWebAuthnInput):
    """A passkey instead of address and password."""


class NewPasskeyInput(NewPasskeyMixin, inputs.AddWebAuthnInput):
    """A passkey to keep."""


class WaitingMixin:
    """Forgets a sign-in whose password was changed while it waited."""

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look at the password before anything that was sent."""
        signing_in.waiting_user(request)
        return super().handle(request, *args, **kwargs)  # type: ignore[misc] # the view's


class FactorsMixin:
    """Keeps factors from a session that has shown none of them; a password is not enough."""

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for a factor first."""
        if second_factor.lacks_second_factor(request):
            return ReauthenticationResponse(request)
        return super().handle(request, *args, **kwargs)  # type: ignore[misc] # the view's


class LockMixin:
    """Says when a further attempt is possible, after too many."""

    def handle_invalid_input(self, input: forms.Form) -> HttpResponse:
        """Refuse what was sent."""
        response: HttpResponse = super().handle_invalid_input(input)  # type: ignore[misc] # the view's
        if is_locked(input):
            # Inputs that can be locked are about one user.
            response["Retry-After"] = str(self.seconds_to_wait(input.user))  # type: ignore[attr-defined]
        return response

    def seconds_to_wait(self, user: User) -> int:
        """Return how long it takes until a factor of the user is looked at again."""
        request: HttpRequest = self.request  # type: ignore[attr-defined] # the view's
        return second_factor.seconds_until_next_attempt(request, user=user)


class ReauthenticateWithPasswordView(LockMixin, account_views.ReauthenticateView):
    """Takes the password before a change of weight."""

    def seconds_to_wait(self, user: User) -> int:
        """Return how long it takes until a password of the user is looked at again."""
        return signing_in.seconds_until_next_attempt(self.request, email=user.email)


class AuthenticateView(LockMixin, WaitingMixin, views.AuthenticateView):
    """Takes a code at the sign-in."""

    input_class = CodeInput


class ReauthenticateView(LockMixin, views.ReauthenticateView):
    """Takes a code before a change of weight."""

    input_class = CodeAgainInput


class LoginWebAuthnView(views.LoginWebAuthnView):
    """Takes a passkey instead of address and password."""

    input_class = {"POST": PasskeySignInInput}

    def handle(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count the request; what a passkey has to sign is kept, so asking counts as well."""
        try:
            rate_limits.limit(request, "login", counts_reading=True)
        except rate_limits.TooManyRequestsError as refusal:
            refused: HttpResponse = RateLimitResponse(request)
            refused["Retry-After"] = str(refusal.retry_after_seconds)
            return refused
        answer: HttpResponseBase = super().handle(request, *args, **kwargs)
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell what a passkey has to sign."""
        session_limits.keep_briefly(request.session)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


class AuthenticateWebAuthnView(LockMixin, WaitingMixin, views.AuthenticateWebAuthnView):
    """Takes a passkey as the second factor."""

    input_class = {"POST": PasskeyInput}


class ReauthenticateWebAuthnView(LockMixin, views.ReauthenticateWebAuthnView):
    """Takes a passkey before a change of weight."""

    input_class = {"POST": PasskeyAgainInput}


class AuthenticatorsView(FactorsMixin, views.AuthenticatorsView):
    """Lists what is set up."""


class ManageWebAuthnView(FactorsMixin, views.ManageWebAuthnView):
    """Lists, keeps, renames and forgets passkeys."""

    input_class = views.ManageWebAuthnView.input_class | {"POST": NewPasskeyInput}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep one; that is using it."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        second_factor.note_use_of_newest(request)
        return response


class ManageTOTPView(LockMixin, FactorsMixin, views.ManageTOTPView):
    """Shows, sets up and forgets the authenticator app."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Set it up; that is using it."""
        response: HttpResponse = super().post(request, *args, **kwargs)
        second_factor.note_use_of_newest(request)
        return response


class ManageRecoveryCodesView(FactorsMixin, views.ManageRecoveryCodesView):
    """Shows recovery codes and makes new ones."""
