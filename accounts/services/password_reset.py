"""Resetting a password with a mailed code, and bringing a password to a registration."""

import uuid
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest

from accounts.dates import in_words
from accounts.models import AuthEventKind, CodeChallenge, CodePurpose, User
from accounts.services import auth_log, code_endings, codes, rate_limits
from accounts.services.code_tickets import redeem, redeemable
from accounts.services.codes import AddressTakenError, Flow, TicketRefusedError
from accounts.services.languages import language_of
from accounts.services.passwords import check_password_policy, context_of
from accounts.services.registration import create_account
from accounts.services.signing_in import LIMIT, end_sessions
from accounts.services.verified_addresses import vouch_for_address
from cms.core import mail


def request_reset(
    *,
    email: str,
    next_page: str,
    locale: str,
    at: datetime,
    request: HttpRequest | None = None,
) -> Flow:
    """Mail a code to the account of the address; when there is none, nothing is mailed.

    Raises:
        TooSoonError: the address may not be sent anything yet, or nobody (``CodesPausedError``).
        RecipientRefusedError: it is not a plain e-mail address.
    """
    return codes.start(
        purpose=CodePurpose.RESET,
        email=email,
        next_page=next_page,
        locale=locale,
        at=at,
        request=request,
    )


def set_password(
    *,
    flow_id: uuid.UUID,
    ticket: str,
    password: str,
    at: datetime,
    request: HttpRequest | None = None,
) -> User:
    """Set the password that the ticket allows to set, and use the ticket up.

    After a reset every session of the user has ended, other flows are closed, and the
    owner is told; nobody is signed in, and second factors stay. The ticket of a
    registration creates the account.

    Raises:
        TicketRefusedError: the ticket does not work, or its account cannot be used any more.
        PasswordRefusedError: the password breaks the policy; the ticket still works.
    """
    challenge = redeemable(flow_id=flow_id, ticket=ticket, at=at)
    check_password_policy(password, context=_context_of(challenge))
    password_hash = make_password(password)
    try:
        with transaction.atomic():
            if challenge.purpose == CodePurpose.VERIFY:
                redeem(challenge, at=at)
                return create_account(
                    challenge, password_hash=password_hash, details={}, at=at, request=request
                )
            return _reset(challenge, password_hash, at=at, request=request)
    except AddressTakenError as error:
        code_endings.abandon(challenge, at=at)
        raise TicketRefusedError from error


def tell_of_new_password(user: User, *, locale: str, at: datetime) -> None:
    """Queue the notice that the password of the account is another one now."""
    language = language_of(user, otherwise=locale)
    mail.queue(
        template="accounts/password_changed",
        to=user.email,
        locale=language,
        context={"changed_at": in_words(at, language)},
    )


def _context_of(challenge: CodeChallenge) -> list[str]:
    return context_of(challenge.user) if challenge.user else [challenge.email]


def _reset(
    challenge: CodeChallenge, password_hash: str, *, at: datetime, request: HttpRequest | None
) -> User:
    user = code_endings.lock_usable(challenge)
    if user is None or user.email != challenge.email:
        raise TicketRefusedError
    redeem(challenge, at=at)
    user.password = password_hash
    user.save(update_fields=["password"])
    # The code proved the address, also of an account that was made without a proof.
    vouch_for_address(user)
    code_endings.consume_open(user=user, at=at)
    end_sessions(user)
    # Whoever guessed the old password must not keep the owner from using the new one.
    rate_limits.forgive(LIMIT, key=user.email)
    auth_log.record(
        AuthEventKind.PASSWORD_RESET, user=user, email=user.email, request=request, at=at
    )
    tell_of_new_password(user, locale=challenge.locale, at=at)
    return user
