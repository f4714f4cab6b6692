"""Creating a media account: the request, and the account that a right code brings to life.

Until the address is proved there is no user, only a flow that keeps the hashed password.
Nobody can therefore take an address by being the first to type it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.countries import country_codes
from accounts.dates import in_words
from accounts.models import (
    AccountStatus,
    AuthEventKind,
    CodeChallenge,
    CodePurpose,
    ConsentSource,
    MediaAccount,
    NoticeKind,
    User,
)
from accounts.services import approval, auth_log, codes, consents, notices
from accounts.services.codes import AddressTakenError, Flow
from accounts.services.passwords import check_password_policy
from accounts.services.verified_addresses import vouch_for_address
from accounts.text import tidy_line
from cms.core import mail

# How much of a text is read, as a multiple of what its column holds.
LONGEST_RAW = 4
LONGEST_SENTENCE = 1_000


@dataclass(frozen=True)
class Profile:
    """What people say of themselves; all of it may be empty."""

    first_name: str = ""
    last_name: str = ""
    organisation: str = ""
    position: str = ""
    country_code: str = ""


def register(
    *,
    email: str,
    password: str,
    profile: Profile,
    next_page: str,
    locale: str,
    terms_version: int,
    at: datetime,
    terms_shown: str = "",
    source: ConsentSource = ConsentSource.REGISTRATION,
    request: HttpRequest | None = None,
) -> Flow:
    """Mail a code to a new address; the owner of a known one is told that it is theirs.

    The answer is the same, and so is the work: the password is hashed in any case, before
    anything is looked up.

    Args:
        email: the address to prove.
        password: of the account to be.
        profile: what the person says of themselves.
        next_page: where they came from.
        locale: of the screen, of the mail, and of the account to be.
        terms_version: which version of the terms was accepted; one that was never
            published counts as none, and the terms are asked for after the sign-in.
        at: now.
        terms_shown: the sentence that was accepted, in the language of the screen.
        source: on which screen, for the record of the consent.
        request: for the security log.

    Raises:
        PasswordRefusedError: the password breaks the policy.
        TooSoonError: the address may not be sent anything yet, or nobody (``CodesPausedError``).
        RecipientRefusedError: it is not a plain e-mail address.
    """
    stated = _tidy(profile)
    names = (stated.first_name, stated.last_name, stated.organisation)
    check_password_policy(password, context=(email, *names))
    return codes.start(
        purpose=CodePurpose.VERIFY,
        email=email,
        next_page=next_page,
        locale=locale,
        at=at,
        pending_password=make_password(password),
        pending_profile={
            **asdict(stated),
            "terms_version": terms_version,
            "terms_shown": tidy_line(terms_shown[:LONGEST_SENTENCE]),
            "source": source,
        },
        request=request,
    )


def create_account(
    challenge: CodeChallenge,
    *,
    password_hash: str,
    details: Mapping[str, Any],
    at: datetime,
    request: HttpRequest | None = None,
) -> User:
    """Save the user whose address the challenge proved, in the caller's transaction.

    Raises:
        AddressTakenError: somebody has the address by now.
    """
    user = _save_user(challenge, password_hash, details)
    account = MediaAccount.objects.create(
        user=user,
        organisation=details.get("organisation", ""),
        position=details.get("position", ""),
        country_code=details.get("country_code", ""),
    )
    # The tick counts from when it was made, on the form, and not from the code.
    _accept_terms(user, details, locale=challenge.locale, at=challenge.created_at)
    auth_log.record(
        AuthEventKind.ACCOUNT_CREATED, user=user, email=user.email, request=request, at=at
    )
    approval.decide_on_new_account(account, at=at)
    # Whose account waits for a decision has just been told so.
    if account.status != AccountStatus.PENDING:
        _welcome(user, at=at)
    return user


def _save_user(challenge: CodeChallenge, password_hash: str, details: Mapping[str, Any]) -> User:
    user = User(
        email=challenge.email,
        password=password_hash,
        first_name=details.get("first_name", ""),
        last_name=details.get("last_name", ""),
        preferred_language=challenge.locale,
    )
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            vouch_for_address(user)
    except IntegrityError as error:
        raise AddressTakenError from error
    return user


def _welcome(user: User, *, at: datetime) -> None:
    mail.queue(
        template="accounts/account_created",
        to=user.email,
        locale=user.preferred_language,
        context={"created_at": in_words(at, user.preferred_language)},
    )


def _accept_terms(user: User, details: Mapping[str, Any], *, locale: str, at: datetime) -> None:
    version = details.get("terms_version", 0)
    if version and notices.edition_of(NoticeKind.TERMS, version, locale):
        consents.accept_terms(
            user,
            version=version,
            locale=locale,
            shown=details["terms_shown"],
            source=ConsentSource(details["source"]),
            at=at,
        )


def _tidy(profile: Profile) -> Profile:
    """Fit the values into their columns, each on one line."""
    country = profile.country_code.upper()
    return Profile(
        first_name=_fit(profile.first_name, User, "first_name"),
        last_name=_fit(profile.last_name, User, "last_name"),
        organisation=_fit(profile.organisation, MediaAccount, "organisation"),
        position=_fit(profile.position, MediaAccount, "position"),
        country_code=country if country in country_codes() else "",
    )


def _fit(text: str, model: type[User | MediaAccount], field: str) -> str:
    longest = int(getattr(model._meta.get_field(field), "max_length", 0))
    return tidy_line(text[: LONGEST_RAW * longest])[:longest]
