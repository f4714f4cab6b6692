"""A signed-in person chooses another password."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from accounts.models import AuthEventKind, User
from accounts.services import auth_log, code_endings
from accounts.services.password_reset import tell_of_new_password
from accounts.services.passwords import check_password_policy, context_of


def change_password(
    user: User,
    *,
    password: str,
    locale: str,
    at: datetime,
    request: HttpRequest | None = None,
) -> None:
    """Set another password and tell the owner; resets that were under way are void.

    The caller has made sure that the owner sits there. Every session of the user has ended
    by it: the caller renews the one at hand.

    Raises:
        PasswordRefusedError: the new one breaks the policy.
    """
    check_password_policy(password, context=context_of(user))
    user.set_password(password)  # takes long, so not while the transaction holds others up
    with transaction.atomic():
        user.save(update_fields=["password"])
        code_endings.consume_open(user=user, at=at)
        auth_log.record(AuthEventKind.PASSWORD_CHANGED, user=user, request=request, at=at)
        tell_of_new_password(user, locale=locale, at=at)
