"""What people say of themselves, and how they change it. For pages and for the API."""

from django.db import transaction

from accounts.models import MediaAccount, User
from accounts.services.approval import status_of_new_accounts

OF_THE_PERSON = ("first_name", "last_name", "preferred_language")
OF_THE_MEDIA_ACCOUNT = ("organisation", "position", "country_code")


def media_account_of(user: User) -> MediaAccount | None:
    """Return the media account, None for staff without one."""
    return MediaAccount.objects.filter(user=user).first()


@transaction.atomic
def update_profile(user: User, **changes: str) -> None:
    """Change what is named and keep the rest. A member of staff gets no media account by it.

    Raises:
        TypeError: a name that is no part of the profile.
    """
    if unknown := set(changes) - {*OF_THE_PERSON, *OF_THE_MEDIA_ACCOUNT}:
        raise TypeError(f"No part of the profile: {sorted(unknown)}")
    if personal := _only(changes, OF_THE_PERSON):
        _assign(user, personal)
    if (professional := _only(changes, OF_THE_MEDIA_ACCOUNT)) and not user.is_staff:
        account, _is_new = MediaAccount.objects.get_or_create(
            user=user, defaults={"status": status_of_new_accounts()}
        )
        _assign(account, professional)


def _only(changes: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in changes.items() if name in names}


def _assign(row: User | MediaAccount, changes: dict[str, str]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
