"""Inviting staff: an account with roles, and a link by which its owner chooses the password."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.addresses import normalise_address
from accounts.models import AuthEventKind, Invitation, User
from accounts.services import auth_log
from accounts.services.languages import language_of
from accounts.services.passwords import check_password_policy
from accounts.services.roles import label_of
from accounts.services.tokens import hash_of, new_token
from accounts.services.verified_addresses import vouch_for_address
from cms.core import mail
from cms.core.mail.outbox import RecipientRefusedError, checked_address

LIFETIME = timedelta(days=7)


class InvitationRefusedError(ValueError):
    """The person cannot be invited; the message says why."""


class InvitationGoneError(Exception):
    """The link is unknown, used, replaced or too old."""


@dataclass(frozen=True)
class Invited:
    """What an invitation did.

    Attributes:
        user: the account with its roles.
        is_new: whether the account was made for the invitation.
        has_link: whether the mail holds a link to choose a password. Who has one signs in with it.
    """

    user: User
    is_new: bool
    has_link: bool


@transaction.atomic
def invite(
    *, email: str, roles: Iterable[Group], by: User | None, locale: str, at: datetime
) -> Invited:
    """Give somebody roles, with a new account or the one they have, and mail the invitation.

    Args:
        email: whom.
        roles: added to those that the person has.
        by: who invites; None on the command line.
        locale: language of the mail and of a new account.
        at: when.

    Raises:
        InvitationRefusedError: no address, or an account that is switched off.
    """
    address = _checked(email)
    user = User.objects.filter(email=address).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_user(address, is_staff=True, preferred_language=locale)
    elif not user.is_active or user.closed_at is not None:
        raise InvitationRefusedError(_("This account is switched off. Switch it on first."))
    user.groups.add(*roles)
    return Invited(user=user, is_new=is_new, has_link=send_invitation(user, by=by, at=at))


@transaction.atomic
def send_invitation(user: User, *, by: User | None, at: datetime) -> bool:
    """Mail the invitation; an earlier link stops working. Return whether it holds a link."""
    vouch_for_address(user)
    needs_password = not user.has_usable_password()
    if needs_password:
        _mail_link(user, token=_new_token(user, by=by, at=at))
    else:
        _mail_roles(user)
    auth_log.record(AuthEventKind.INVITED, user=user, actor=by, at=at)
    return needs_password


@transaction.atomic
def readdress(user: User, *, by: User | None, at: datetime) -> bool:
    """Mail an open invitation to the address the user has now; return whether there was one.

    The link that went to the former address stops working.
    """
    if not withdraw(user) or not _is_open(user):
        return False
    return send_invitation(user, by=by, at=at)


def withdraw(user: User) -> bool:
    """Make an unused link worthless; return whether there was one."""
    return bool(Invitation.objects.filter(user=user, used_at=None).delete()[0])


def find(token: str, *, at: datetime) -> Invitation:
    """Return the invitation that the link stands for. Changes nothing.

    Raises:
        InvitationGoneError: the link does not work, or not any more.
    """
    invitation = _usable(token, at).select_related("user").first()
    if invitation is None or not _is_open(invitation.user):
        raise InvitationGoneError
    return invitation


@transaction.atomic
def accept(token: str, *, password: str, first_name: str, last_name: str, at: datetime) -> User:
    """Use up the link, and set the password and the name.

    Raises:
        PasswordRefusedError: the password breaks rules; the link keeps working.
        InvitationGoneError: the link does not work, or not any more.
    """
    user = find(token, at=at).user
    check_password_policy(password, context=(user.email, first_name, last_name))
    # The UPDATE decides between two browsers.
    if not _usable(token, at).update(used_at=at):
        raise InvitationGoneError
    user.first_name, user.last_name = first_name, last_name
    user.set_password(password)
    user.save(update_fields=["first_name", "last_name", "password"])
    vouch_for_address(user)
    auth_log.record(AuthEventKind.INVITATION_ACCEPTED, user=user, at=at)
    return user


def _checked(email: str) -> str:
    try:
        return checked_address(normalise_address(email))
    except RecipientRefusedError as error:
        raise InvitationRefusedError(_("This is not an email address.")) from error


def _is_open(user: User) -> bool:
    """Return whether the account still waits for its owner; a reset may have come first."""
    return user.is_active and user.closed_at is None and not user.has_usable_password()


def _new_token(user: User, *, by: User | None, at: datetime) -> str:
    token = new_token()
    Invitation.objects.update_or_create(
        user=user,
        defaults={
            "token_hash": hash_of(token),
            "invited_by": by,
            "created_at": at,
            "expires_at": at + LIFETIME,
            "used_at": None,
        },
    )
    return token


def _mail_link(user: User, *, token: str) -> None:
    locale = language_of(user)
    mail.queue(
        template="accounts/invitation",
        to=user.email,
        locale=locale,
        context={"roles": _role_labels(user, locale), "days": LIFETIME.days},
        secrets={"link": _address("accounts_invitation", locale, token)},
    )


def _mail_roles(user: User) -> None:
    locale = language_of(user)
    mail.queue(
        template="accounts/roles_given",
        to=user.email,
        locale=locale,
        context={
            "name": user.get_short_name(),
            "roles": _role_labels(user, locale),
            "link": f"{settings.BASE_URL}{reverse('wagtailadmin_home')}",
        },
    )


def _role_labels(user: User, locale: str) -> list[str]:
    with translation.override(locale):
        return [label_of(group) for group in user.groups.order_by("name")]


def _address(name: str, locale: str, *arguments: str) -> str:
    with translation.override(locale):
        return f"{settings.BASE_URL}{reverse(name, args=arguments)}"


def _usable(token: str, at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(token_hash=hash_of(token), used_at=None, expires_at__gt=at)
