"""Finishing a sign-in that waits for a second factor with a code that was typed."""

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from accounts.factor_checks import OneTimeCodeMixin, is_locked
from accounts.models import User
from accounts.services import second_factor, signing_in
from accounts.services.signing_in import NothingPendingError, TooManyAttemptsError


class CodeCheck(OneTimeCodeMixin, AuthenticateForm):
    """Compares a code as the page does."""


class WrongFactorError(Exception):
    """The code is of no factor of the user."""


def factors_of(user: User) -> list[str]:
    """Return the kinds of factors that the user has: totp, webauthn, recovery_codes."""
    rows = Authenticator.objects.filter(user=user).order_by("type")
    return list(rows.values_list("type", flat=True).distinct())


def finish(request: HttpRequest, *, code: str) -> str:
    """Sign in with a code of an app, or a recovery code; return the page somebody was on.

    Raises:
        NothingPendingError: there is no sign-in to finish.
        WrongFactorError: the code does not fit.
        TooManyAttemptsError: too many codes did not fit; this one was not compared.
    """
    user = signing_in.waiting_user(request)
    if user is None:
        raise NothingPendingError
    form = CodeCheck(data={"code": code}, user=user)
    if not form.is_valid():
        raise _refusal(request, form, user)
    form.save()
    next_page = signing_in.waiting_next(request)
    signing_in.finish(request)
    if not request.user.is_authenticated:  # switched off a moment ago
        raise NothingPendingError
    return next_page


def _refusal(request: HttpRequest, form: CodeCheck, user: User) -> Exception:
    if not is_locked(form):
        return WrongFactorError()
    return TooManyAttemptsError(second_factor.seconds_until_next_attempt(request, user=user))
