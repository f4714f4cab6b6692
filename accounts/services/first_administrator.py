"""Making the first administrator with a link that works once, on this machine only."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import FirstAdministratorLink, User
from accounts.services.role_specs import ADMINISTRATOR
from accounts.services.roles import group_of
from accounts.services.tokens import hash_of, new_token

LIFETIME = timedelta(hours=2)


class LinkRefusedError(Exception):
    """The link is unknown, used or too old, or somebody works here already."""


def is_needed() -> bool:
    """Return whether nobody could administer this installation."""
    staff = Q(is_staff=True) | Q(is_superuser=True)
    return not User.objects.filter(staff, is_active=True).exists()


def create_link(*, at: datetime) -> str | None:
    """Return a fresh link, or None when staff exist; earlier links stop working."""
    if not is_needed():
        return None
    token = new_token()
    with transaction.atomic():
        FirstAdministratorLink.objects.all().delete()
        FirstAdministratorLink.objects.create(token_hash=hash_of(token), expires_at=at + LIFETIME)
    path = reverse("accounts_first_administrator", args=[token])
    return f"http://127.0.0.1:{settings.PORT}{path}"


def is_valid(token: str, *, at: datetime) -> bool:
    """Return whether the link would still work."""
    return is_needed() and _usable(token, at).exists()


@transaction.atomic
def redeem(
    token: str, *, email: str, password: str, first_name: str, last_name: str, at: datetime
) -> User:
    """Use up the link and return the administrator.

    Raises:
        LinkRefusedError: the link does not work, or not any more.
    """
    # The UPDATE decides between two browsers; the loser creates nobody.
    if not _usable(token, at).update(used_at=at) or not is_needed():
        raise LinkRefusedError
    administrator = User.objects.create_superuser(
        email, password, first_name=first_name, last_name=last_name
    )
    administrator.groups.add(group_of(ADMINISTRATOR))
    return administrator


def _usable(token: str, at: datetime) -> QuerySet[FirstAdministratorLink]:
    return FirstAdministratorLink.objects.filter(
        token_hash=hash_of(token), used_at=None, expires_at__gt=at
    )
