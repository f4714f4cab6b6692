"""Changing the address of an account, proved by a code mailed to the new one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.addresses import normalise_address
from accounts.dates import in_words
from accounts.models import AuthEventKind, CodeChallenge, CodePurpose, User
from accounts.services import approval, auth_log, code_endings, codes, subscriptions
from accounts.services.codes import AddressTakenError, Flow, FlowGoneError
from accounts.services.languages import language_of
from accounts.services.verified_addresses import vouch_for_address
from cms.core import mail
from cms.core.models import LeaseState, OutboxMessage
from cms.core.organisation import contact_email

NOTICE = "accounts/address_changed"


class OwnAddressError(ValueError):
    """The new address is the one that the account has already."""


def request_address_change(
    *,
    user: User,
    email: str,
    locale: str,
    at: datetime,
    next_page: str = "",
    request: HttpRequest | None = None,
) -> Flow:
    """Mail a code to the new address; when somebody has it already, they are told instead.

    Raises:
        OwnAddressError: the account has it already.
        TooSoonError: the address may not be sent anything yet, or nobody (``CodesPausedError``).
        RecipientRefusedError: it is not a plain e-mail address.
    """
    if normalise_address(email) == user.email:
        raise OwnAddressError
    return codes.start(
        purpose=CodePurpose.CHANGE,
        email=email,
        next_page=next_page,
        locale=locale,
        at=at,
        user=user,
        request=request,
    )


def change_address(
    challenge: CodeChallenge, *, at: datetime, request: HttpRequest | None = None
) -> User:
    """Give the user the address that the code proved, and tell the old one.

    Raises:
        AddressTakenError: somebody has the address by now.
        FlowGoneError: the account cannot be used any more.
    """
    try:
        with transaction.atomic():
            return _change(challenge, at=at, request=request)
    except IntegrityError as error:
        code_endings.abandon(challenge, at=at)
        raise AddressTakenError from error


def _change(challenge: CodeChallenge, *, at: datetime, request: HttpRequest | None) -> User:
    user = code_endings.lock_usable(challenge)
    if user is None:
        raise FlowGoneError
    code_endings.settle(challenge, at=at, consumed_at=at)
    old_address = user.email
    user.email = challenge.email
    user.save(update_fields=["email"])
    auth_log.record(
        AuthEventKind.ADDRESS_CHANGED, user=user, email=user.email, request=request, at=at
    )
    follow_new_address(user, former=old_address, locale=challenge.locale, at=at)
    return user


def follow_new_address(user: User, *, former: str, locale: str, at: datetime) -> None:
    """Let everything follow that holds the user's address, and tell the former one.

    Args:
        user: with the new address, which is proved or vouched for.
        former: the address until now.
        locale: language of the message, where the user prefers none.
        at: when.
    """
    vouch_for_address(user)
    subscriptions.follow_address(user)
    # Codes that lie in the old mailbox must not open the account any more.
    code_endings.consume_open(user=user, at=at)
    if user.email != former:
        _forget(former, user)
        approval.decide_on_new_address(user, former=former)
        language = language_of(user, otherwise=locale)
        mail.queue(
            template=NOTICE,
            to=former,
            locale=language,
            context={"changed_at": in_words(at, language), "contact": contact_email(language)},
        )


def _forget(former: str, user: User) -> None:
    """Delete what was mailed to an address that is not the user's any more, and its codes."""
    settled = OutboxMessage.objects.filter(state__in=[LeaseState.DONE, LeaseState.FAILED])
    settled.filter(to=former).delete()
    CodeChallenge.objects.filter(user=user, email=former).exclude(consumed_at=None).delete()
