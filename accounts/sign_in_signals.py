"""What the security log learns from Django's and django-allauth's signals.

They are raised by every way of signing in and of changing a factor, those of ``/_allauth/``
among them. Somebody's first second factor also ends the sessions that were opened without one.
"""

from typing import Any

from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import AuthEventKind, User
from accounts.services import auth_log, second_factor, session_limits, sessions


def connect() -> None:
    """Listen to sign-ins and to changes of second factors."""
    user_logged_in.connect(note_sign_in)
    user_logged_out.connect(note_sign_out)
    factor_signals.authenticator_added.connect(note_factor_added)
    factor_signals.authenticator_added.connect(end_sessions_without_factor)
    factor_signals.authenticator_removed.connect(note_factor_removed)
    factor_signals.authenticator_reset.connect(note_recovery_codes)
    factor_signals.authentication_failed.connect(note_factor_failed)


def note_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Somebody is signed in."""
    now = timezone.now()
    session_limits.begin(request.session, at=now)
    sessions.note(request, user)
    auth_log.record(AuthEventKind.SIGNED_IN, user=user, request=request, at=now)


def note_sign_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Somebody is signing out."""
    if user is not None:
        at = timezone.now()
        auth_log.record(AuthEventKind.SIGNED_OUT, user=user, request=request, at=at)


def note_factor_added(authenticator: Authenticator, **kwargs: Any) -> None:
    """A factor was set up; recovery codes come with the first one."""
    is_codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    kind = AuthEventKind.RECOVERY_CODES_MADE if is_codes else AuthEventKind.FACTOR_ADDED
    _record(kind, authenticator, **kwargs)


def end_sessions_without_factor(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Somebody has a second factor now: elsewhere they sign in again, and use it."""
    if second_factor.is_first(authenticator):
        sessions.end_all(user, keep_session_key=request.session.session_key or "")


def note_factor_removed(authenticator: Authenticator, **kwargs: Any) -> None:
    """A factor was removed."""
    _record(AuthEventKind.FACTOR_REMOVED, authenticator, **kwargs)


def note_recovery_codes(authenticator: Authenticator, **kwargs: Any) -> None:
    """Recovery codes were made anew."""
    _record(AuthEventKind.RECOVERY_CODES_MADE, authenticator, **kwargs)


def note_factor_failed(authenticator: Authenticator, **kwargs: Any) -> None:
    """A code did not fit."""
    _record(AuthEventKind.SECOND_FACTOR_FAILED, authenticator, **kwargs)


def _record(
    kind: AuthEventKind,
    authenticator: Authenticator,
    *,
    request: HttpRequest,
    user: User,
    **kwargs: Any,
) -> None:
    detail = {"factor": str(authenticator.type)}
    auth_log.record(kind, user=user, request=request, detail=detail, at=timezone.now())
