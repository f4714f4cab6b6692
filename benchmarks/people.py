"""Accounts and flows for the benchmark of accounts, put straight into the database."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

PASSWORD = "Harbour-Lantern-4827"
KNOWN, UNKNOWN = "known.example", "unknown.example"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Addresses:
    """Addresses of accounts, and addresses of nobody, each to be used once."""

    known: Iterator[str]
    unknown: Iterator[str]


def prepare_addresses(count: int) -> Addresses:
    """Make so many accounts, all with the same password."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415 - needs Django
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from accounts.models import MediaAccount, User  # noqa: PLC0415

    hashed = make_password(PASSWORD)
    emails = [f"person{next(_numbers)}@{KNOWN}" for _ in range(count)]
    User.objects.bulk_create([User(email=email, password=hashed) for email in emails])
    users = list(User.objects.filter(email__endswith=KNOWN))
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users]
    )
    MediaAccount.objects.bulk_create([MediaAccount(user=user) for user in users])
    return Addresses(iter(emails), strangers())


def strangers() -> Iterator[str]:
    """Yield addresses that nobody has."""
    return (f"person{number}@{UNKNOWN}" for number in _numbers)


def prepare_flows(emails: list[str]) -> list[str]:
    """Begin a reset for each address, long enough ago for another code."""
    from django.utils import timezone  # noqa: PLC0415 - needs Django

    from accounts.services.password_reset import request_reset  # noqa: PLC0415

    begun = timezone.now() - timedelta(minutes=2)
    return [
        str(request_reset(email=email, next_page="", locale="en", at=begun).id) for email in emails
    ]
