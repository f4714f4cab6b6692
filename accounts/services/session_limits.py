"""How long a session lasts: so long without a request, and so long in any case.

Two instants are kept in the session itself. Staff have shorter limits than media users.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import AuthEventKind, User
from accounts.services import auth_log, sessions

SIGNED_IN_AT = "accounts_signed_in_at"
SEEN_AT = "accounts_seen_at"
ENDED = "accounts_session_ended"
# So often at most a session is written because it is used.
RESOLUTION = timedelta(minutes=1)
# How long a session is kept that was begun for a question put to a passkey.
BRIEFLY = timedelta(hours=1)


class End(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    OLD = "old"


def begin(session: SessionBase, *, at: datetime) -> None:
    """Start both clocks."""
    session.set_expiry(None)
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(at.timestamp())


def keep_briefly(session: SessionBase) -> None:
    """Let a session that holds nothing yet end soon, unless somebody is signed in by it."""
    if session.is_empty():
        session.set_expiry(int(BRIEFLY.total_seconds()))


def end_of(session: SessionBase, user: User, *, at: datetime) -> End | None:
    """Return why the session of the user is over, or None while it goes on."""
    idle, longest = _limits(user)
    if at - _instant(session, SIGNED_IN_AT, at) >= longest:
        return End.OLD
    if at - _instant(session, SEEN_AT, at) >= idle:
        return End.IDLE
    return None


def close(request: HttpRequest, user: User, end: End, *, at: datetime) -> None:
    """End the session of the request; the next sign-in page says why."""
    kind = AuthEventKind.SESSION_ENDED
    auth_log.record(kind, user=user, request=request, detail={"reason": str(end)}, at=at)
    key = request.session.session_key
    request.session.flush()
    sessions.forget(key)
    request.session[ENDED] = end


def note_use(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Put the clock of idleness back, if a minute has passed since it was."""
    session = request.session
    if SIGNED_IN_AT not in session:
        begin(session, at=at)
        sessions.note(request, user)
    elif at - _instant(session, SEEN_AT, at) >= RESOLUTION:
        session[SEEN_AT] = int(at.timestamp())
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=at)


def take_notice(request: HttpRequest) -> str:
    """Return once why the last session here ended, in a sentence; empty when it did not."""
    match request.session.pop(ENDED, None):
        case End.IDLE:
            return _("You were signed out because you had not been active for a while.")
        case End.OLD:
            return _("You were signed out because the longest time for one sign-in is over.")
    return ""


def _limits(user: User) -> tuple[timedelta, timedelta]:
    if user.is_staff or user.is_superuser:
        seconds = settings.STAFF_SESSION_IDLE_SECONDS, settings.STAFF_SESSION_SECONDS
    else:
        seconds = settings.MEDIA_SESSION_IDLE_SECONDS, settings.MEDIA_SESSION_SECONDS
    return timedelta(seconds=seconds[0]), timedelta(seconds=seconds[1])


def _instant(session: SessionBase, name: str, at: datetime) -> datetime:
    """Return the instant kept under the name; a session without one begins now."""
    kept = session.get(name)
    return datetime.fromtimestamp(kept, tz=UTC) if isinstance(kept, int) else at
