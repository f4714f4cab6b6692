"""Everything that is kept about a person, for that person."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model
from django.http import HttpRequest

from accounts.models import AuthEvent, AuthEventKind, Consent, MediaAccount, Subscription, User
from accounts.services import auth_log

MEDIA_ACCOUNT_FIELDS = (
    "organisation",
    "position",
    "country_code",
    "status",
    "decided_at",
    "refusal_reason",
    "created_at",
    "dormancy_notice_at",
)

Section = Callable[[User], Any]

_sections: dict[str, Section] = {}


def register(name: str, section: Section) -> None:
    """Add a section; packages above accounts call this from ``AppConfig.ready()``.

    The function returns what may become JSON: texts, numbers, lists and mappings of them.
    It leaves out secrets, and what belongs to other people.
    """
    _sections[name] = section


def export_data(user: User, *, at: datetime, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return the person's data as JSON-ready values, and note in the log that it was asked for."""
    data = {"exported_at": _moment(at)}
    data |= {name: section(user) for name, section in (_OWN_SECTIONS | _sections).items()}
    auth_log.record(AuthEventKind.DATA_EXPORTED, user=user, request=request, at=at)
    return data


def _account(user: User) -> dict[str, Any]:
    return _pick(user, "email", "first_name", "last_name", "preferred_language") | {
        "id": str(user.uuid),
        "is_active": user.is_active,
        "roles": sorted(user.groups.values_list("name", flat=True)),
        "created_at": _moment(user.date_joined),
        "signed_in_at": _moment(user.last_login),
    }


def _addresses(user: User) -> list[dict[str, Any]]:
    rows = EmailAddress.objects.filter(user=user).order_by("pk")
    return [_pick(row, "email", "verified", "primary") for row in rows]


def _media_account(user: User) -> dict[str, Any] | None:
    account = MediaAccount.objects.filter(user=user).first()
    return _pick(account, *MEDIA_ACCOUNT_FIELDS) if account else None


def _consents(user: User) -> list[dict[str, Any]]:
    rows = Consent.objects.filter(user=user).order_by("given_at", "pk")
    names = "kind", "subject", "version", "locale", "shown", "source", "given_at", "withdrawn_at"
    return [_pick(row, *names, "withdrawal_source") for row in rows]


def _subscriptions(user: User) -> list[dict[str, Any]]:
    rows = Subscription.objects.filter(user=user).order_by("started_at", "pk")
    names = "email", "locale", "state", "source", "started_at", "ended_at"
    return [{"id": str(row.uuid)} | _pick(row, *names) for row in rows]


def _sessions(user: User) -> list[dict[str, Any]]:
    rows = UserSession.objects.filter(user=user).order_by("created_at", "pk")
    return [
        {
            "ip_address": row.ip,
            "user_agent": row.user_agent,
            "signed_in_at": _moment(row.created_at),
            "seen_at": _moment(row.last_seen_at),
        }
        for row in rows
    ]


def _second_factors(user: User) -> list[dict[str, Any]]:
    rows = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    return [
        {"name": str(row.data.get("name", ""))} | _pick(row, "type", "created_at", "last_used_at")
        for row in rows
    ]


def _security_events(user: User) -> list[dict[str, Any]]:
    rows = AuthEvent.objects.filter(user=user).order_by("at", "pk")
    return [
        _pick(row, "at", "kind", "ip_address", "user_agent", "detail")
        | {"was_done_by_staff": bool(row.actor_id) and row.actor_id != user.pk}
        for row in rows
    ]


def _pick(row: Model, *names: str) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {
        name: _moment(value) if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


_OWN_SECTIONS: dict[str, Section] = {
    "account": _account,
    "email_addresses": _addresses,
    "media_account": _media_account,
    "consents": _consents,
    "subscriptions": _subscriptions,
    "sessions": _sessions,
    "second_factors": _second_factors,
    "security_events": _security_events,
}
