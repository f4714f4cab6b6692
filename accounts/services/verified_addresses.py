"""The verified address that signing in asks for."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import User


@transaction.atomic
def vouch_for_address(user: User) -> None:
    """Record the user's address as verified and primary, and forget every other.

    For addresses that somebody vouches for: staff are invited by staff, and a code proves
    the address of everybody else.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
