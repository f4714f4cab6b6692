"""The places where somebody is signed in: browsers and apps."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from allauth.core.internal.httpkit import HTTP_USER_AGENT_MAX_LENGTH
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from accounts.models import AuthEventKind, User
from accounts.services import auth_log

ID_LENGTH = 32


class NoSuchSessionError(LookupError):
    """The user has no session of that id, or it has ended."""


@dataclass(frozen=True)
class Place:
    """One session, as its owner sees it."""

    id: str
    user_agent: str
    ip_address: str
    signed_in_at: datetime
    seen_at: datetime
    is_current: bool


def places_of(user: User, *, current_key: str) -> list[Place]:
    """Return where the user is signed in: this place first, then the latest used."""
    rows = UserSession.objects.purge_and_list(user)
    places = [_place(row, current_key) for row in rows]
    return sorted(places, key=lambda place: (place.is_current, place.seen_at), reverse=True)


def end(user: User, *, place_id: str, request: HttpRequest, at: datetime) -> None:
    """End one session, as its owner asks; the security log knows.

    Raises:
        NoSuchSessionError: the user has no such session.
    """
    for row in UserSession.objects.filter(user=user):
        if _public_id(row.session_key) == place_id:
            row.end()
            auth_log.record(AuthEventKind.SESSION_ENDED, user=user, request=request, at=at)
            return
    raise NoSuchSessionError(place_id)


def end_others(user: User, *, request: HttpRequest, at: datetime) -> int:
    """End every session but that of the request, as the owner asks; return how many ended."""
    ended = end_all(user, keep_session_key=request.session.session_key or "")
    if ended:
        auth_log.record(AuthEventKind.SESSION_ENDED, user=user, request=request, at=at)
    return ended


def end_all(user: User, *, keep_session_key: str = "") -> int:
    """End every session but one, and return how many ended."""
    rows = list(UserSession.objects.filter(user=user).exclude(session_key=keep_session_key))
    for row in rows:
        row.end()
    return len(rows)


def note(request: HttpRequest, user: User) -> None:
    """Record that the user is signed in by the session of the request, and from where."""
    if request.session.session_key is None:  # it was emptied: somebody else was signed in
        request.session.save()
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "ip": get_adapter(request).get_client_ip(request),
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:HTTP_USER_AGENT_MAX_LENGTH],
        },
    )


def forget(session_key: str | None) -> None:
    """Drop what is known of a session that has ended."""
    UserSession.objects.filter(session_key=session_key).delete()


def _place(row: UserSession, current_key: str) -> Place:
    return Place(
        id=_public_id(row.session_key),
        user_agent=row.user_agent,
        ip_address=row.ip,
        signed_in_at=row.created_at,
        seen_at=row.last_seen_at,
        is_current=row.session_key == current_key,
    )


def _public_id(session_key: str) -> str:
    """Return a name for the session; who knows the key itself is signed in."""
    return salted_hmac("accounts.session-id", session_key, algorithm="sha256").hexdigest()[
        :ID_LENGTH
    ]
