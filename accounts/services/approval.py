"""Deciding on media accounts. ``ACCOUNTS_APPROVAL=manual`` asks the media office to.

A decision can be taken back: an approved account can be refused later, and the other way round.
"""

from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.addresses import domain_of, normalise_domain
from accounts.models import (
    AccountStatus,
    AuthEventKind,
    MediaAccount,
    TrustedDomain,
    User,
)
from accounts.services import auth_log, decision_mail
from accounts.services.domains import check_domain


class DecisionOvertakenError(Exception):
    """The account no longer stands where the officer saw it: somebody else decided."""

    def __init__(self, account: MediaAccount) -> None:
        super().__init__(account.status)
        self.account = account


class OwnAccountError(PermissionError):
    """Nobody decides on their own account."""


class ReasonMissingError(ValueError):
    """A refusal says why."""


def is_manual() -> bool:
    """Return whether the media office decides on new accounts."""
    return settings.ACCOUNTS_APPROVAL == "manual"


def status_of_new_accounts() -> AccountStatus:
    """Return where an account stands before anybody looked at it."""
    return AccountStatus.PENDING if is_manual() else AccountStatus.APPROVED


@transaction.atomic
def decide_on_new_account(account: MediaAccount, *, at: datetime) -> None:
    """Approve the account, or let it wait and tell both sides."""
    if not is_manual():
        _settle(account, AccountStatus.APPROVED, decided_at=None)
    elif is_trusted(account):
        _settle(account, AccountStatus.APPROVED, decided_at=at)
        _log(AuthEventKind.APPROVED, account, by=None, at=at, domain=_domain(account))
    else:
        _settle(account, AccountStatus.PENDING, decided_at=None)
        decision_mail.tell_that_it_waits(account)


@transaction.atomic
def decide_on_new_address(user: User, *, former: str) -> None:
    """Let an approved account wait anew when its address moved to a domain nobody trusts.

    Args:
        user: with the new address.
        former: the address until now; within its domain the approval stands.
    """
    account = MediaAccount.objects.filter(user=user, status=AccountStatus.APPROVED).first()
    if account is None or not is_manual() or user.is_staff:
        return
    account.user = user
    if domain_of(former) != _domain(account) and not is_trusted(account):
        account.decided_by = None
        account.save(update_fields=["decided_by"])
        _settle(account, AccountStatus.PENDING, decided_at=None)
        decision_mail.tell_that_it_waits(account)


def approve(account: MediaAccount, *, by: User, at: datetime) -> None:
    """Open downloads to the account, and tell its owner.

    Raises:
        OwnAccountError: it is the account of whoever decides.
        DecisionOvertakenError: its status is not what ``account`` says, or approved already.
    """
    with transaction.atomic():
        _decide(account, AccountStatus.APPROVED, by=by, reason="", at=at)
        _log(AuthEventKind.APPROVED, account, by=by, at=at)
        decision_mail.tell_decision(account)


def refuse(account: MediaAccount, *, by: User, reason: str, at: datetime) -> None:
    """Close downloads to the account, and tell its owner why.

    Raises:
        ReasonMissingError: the reason is empty.
        OwnAccountError: it is the account of whoever decides.
        DecisionOvertakenError: its status is not what ``account`` says, or refused already.
    """
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        _decide(account, AccountStatus.REFUSED, by=by, reason=reason.strip(), at=at)
        _log(AuthEventKind.REFUSED, account, by=by, at=at)
        decision_mail.tell_decision(account)


@transaction.atomic
def trust_domain(
    domain: str, *, by: User, organisation: str = "", at: datetime
) -> list[MediaAccount]:
    """Approve everybody of the domain from now on; return those who were waiting.

    Raises:
        DomainRefusedError: it is no domain, or everybody can have an address there.
    """
    name = normalise_domain(domain)
    check_domain(name)
    TrustedDomain.objects.get_or_create(
        domain=name, defaults={"added_by": by, "organisation": organisation}
    )
    return approve_waiting_of(name, by=by, at=at)


def approve_waiting_of(domain: str, *, by: User, at: datetime) -> list[MediaAccount]:
    """Approve every other account of the domain that waits, and return them."""
    approved = []
    for account in waiting_accounts():
        if _domain(account) == domain and may_decide(by, account):
            with suppress(DecisionOvertakenError):
                approve(account, by=by, at=at)
                approved.append(account)
    return approved


def may_decide(officer: User, account: MediaAccount) -> bool:
    """Return whether the account is somebody else's."""
    return account.user_id != officer.pk


def waiting_accounts() -> list[MediaAccount]:
    """Return the open accounts that wait for a decision, the oldest first."""
    waiting = MediaAccount.objects.filter(status=AccountStatus.PENDING, user__closed_at=None)
    return list(waiting.select_related("user").order_by("created_at", "pk"))


def is_trusted(account: MediaAccount) -> bool:
    """Return whether the exact domain of the account's address is trusted."""
    return TrustedDomain.objects.filter(domain=_domain(account)).exists()


def _settle(account: MediaAccount, status: AccountStatus, *, decided_at: datetime | None) -> None:
    account.status, account.decided_at = status, decided_at
    account.save(update_fields=["status", "decided_at"])


def _decide(
    account: MediaAccount, status: AccountStatus, *, by: User, reason: str, at: datetime
) -> None:
    if not may_decide(by, account):
        raise OwnAccountError
    seen = account.status
    decision = {
        "status": status,
        "decided_at": at,
        "decided_by": by,
        "refusal_reason": reason,
    }
    # The UPDATE decides between two officers; the second one is told.
    unchanged = MediaAccount.objects.filter(pk=account.pk, status=seen).exclude(status=status)
    if not unchanged.update(**decision):
        raise DecisionOvertakenError(MediaAccount.objects.get(pk=account.pk))
    for name, value in decision.items():
        setattr(account, name, value)


def _domain(account: MediaAccount) -> str:
    return domain_of(account.user.email)


def _log(
    kind: AuthEventKind, account: MediaAccount, *, by: User | None, at: datetime, domain: str = ""
) -> None:
    detail = {"domain": domain} if domain else {}
    auth_log.record(kind, user=account.user, actor=by, detail=detail, at=at)
