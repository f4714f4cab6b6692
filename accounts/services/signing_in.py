"""Signing in and out, for pages and for the API. The only door to a session.

Everything here goes through django-allauth, so that an enrolled second factor is asked for and
the session gets a new key, whoever calls.
"""

from typing import cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.addresses import normalise_address
from accounts.login_stages import SecondFactorStage
from accounts.models import User
from accounts.services import rate_limits, second_factor, sessions
from accounts.services.next_page import safe_next

LIMIT = "login_failed"


class SignInRefusedError(Exception):
    """The address or the password is not right, or the account is off. Which, is not said."""


class NothingPendingError(Exception):
    """Nobody has begun to sign in here, or it was too long ago."""


class TooManyAttemptsError(rate_limits.TooManyRequestsError):
    """Too many failed attempts for this address, or from this place."""


def authenticate(request: HttpRequest, *, email: str, password: str) -> User:
    """Return whose address and password these are; nobody is signed in yet.

    Raises:
        SignInRefusedError: they do not fit. It takes as long as when they do.
        TooManyAttemptsError: nothing was looked at.
    """
    try:
        user = get_adapter(request).authenticate(request, email=email, password=password)
    except ValidationError as error:
        raise TooManyAttemptsError(seconds_until_next_attempt(request, email=email)) from error
    if user is None:
        raise SignInRefusedError
    return cast(User, user)


def seconds_until_next_attempt(request: HttpRequest, *, email: str) -> int:
    """Return how long it takes until a password for the address is looked at again."""
    return rate_limits.seconds_to_wait(request, LIMIT, key=normalise_address(email))


def sign_in(
    request: HttpRequest, user: User, *, next_page: str = "", method: str = "password"
) -> HttpResponse | None:
    """Sign somebody in whose address is proved; their session gets a new key.

    ``next_page`` is where they go after a second factor, and ``method`` how they proved who
    they are. Whoever has typed their password and has no second factor need not type it again
    to set one up, for ``ACCOUNT_REAUTHENTICATION_TIMEOUT`` seconds.

    Returns:
        None when they are signed in. Otherwise the redirect to what is still asked of them,
        which is the second factor; ``request.user`` is nobody until then.
    """
    leave(request)
    is_all = method == "password" and not second_factor.has_second_factor(user)
    flows.login.record_authentication(
        request, user, method=method, reauthenticated=True if is_all else None
    )
    login = Login(user=user, email=user.email, redirect_url=next_page or None)
    response = flows.login.perform_login(request, login)
    if request.user.is_authenticated:
        return None
    return _to_second_factor(next_page) if waiting_user(request) else response


def sign_in_with_passkey(
    request: HttpRequest, passkey: Authenticator, *, next_page: str = ""
) -> HttpResponse:
    """Sign in the owner of a passkey that has just been used; it is their second factor too.

    Returns:
        The redirect to the page somebody was on.

    Raises:
        SignInRefusedError: the account is off.
    """
    if not passkey.user.is_active:
        raise SignInRefusedError
    leave(request)
    login = Login(user=passkey.user, redirect_url=next_page or None)
    return cast(HttpResponse, perform_passwordless_login(request, passkey, login))


def waiting_user(request: HttpRequest) -> User | None:
    """Return who has yet to show a second factor in order to be signed in here."""
    stage = _stage(request)
    return cast(User, stage.login.user) if stage else None


def waiting_next(request: HttpRequest) -> str:
    """Return the page to which the sign-in that waits here leads, empty when to none."""
    stage = _stage(request)
    return safe_next(stage.login.redirect_url) if stage else ""


def finish(request: HttpRequest) -> HttpResponse:
    """Sign in whoever was waited for, now that the second factor was shown.

    Returns:
        The redirect to the page somebody was on.

    Raises:
        NothingPendingError: nobody is waited for, or not any more.
    """
    stage = _stage(request)
    if stage is None:
        raise NothingPendingError
    return stage.exit()


def reauthenticate(request: HttpRequest, *, password: str) -> None:
    """Record that the signed-in user has just typed their password.

    Raises:
        SignInRefusedError: it is not theirs.
        TooManyAttemptsError: nothing was looked at.
    """
    user = cast(User, request.user)
    found = authenticate(request, email=user.email, password=password)
    if found.pk != user.pk:
        raise SignInRefusedError
    flows.reauthentication.reauthenticate_by_password(request)


def leave(request: HttpRequest) -> None:
    """Sign out whoever is signed in, and forget a sign-in that was not finished."""
    if request.user.is_authenticated:
        sign_out(request)
    clear_login(request)


def sign_out(request: HttpRequest) -> None:
    """End this session; its cookie or token is worth nothing from now on."""
    key = request.session.session_key
    flows.logout.logout(request, show_message=False)
    sessions.forget(key)


def end_sessions(user: User, *, keep_session_key: str = "") -> int:
    """End every session of a user, of browsers and of apps but one, and return how many."""
    return sessions.end_all(user, keep_session_key=keep_session_key)


def renew_session(request: HttpRequest) -> None:
    """After a change of password: go on here under a new key, and end every other session."""
    user = cast(User, request.user)
    former = request.session.session_key
    update_session_auth_hash(request, user)
    sessions.forget(former)
    sessions.note(request, user)
    end_sessions(user, keep_session_key=request.session.session_key or "")


def _stage(request: HttpRequest) -> SecondFactorStage | None:
    """Return what is waited for; a sign-in with a password that was changed is forgotten."""
    if request.user.is_authenticated:
        return None
    stage = cast(
        SecondFactorStage | None, LoginStageController.enter(request, SecondFactorStage.key)
    )
    if stage and not stage.is_current():
        stage.abort()
        return None
    return stage


def _to_second_factor(next_page: str) -> HttpResponseRedirect:
    # The address carries it too: what is begun here is forgotten after a while.
    query = f"?{urlencode({'next': next_page})}" if next_page else ""
    return HttpResponseRedirect(reverse("mfa_authenticate") + query)
