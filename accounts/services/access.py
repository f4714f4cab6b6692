"""Who may download, and why not."""

from enum import StrEnum

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from accounts.models import AccountStatus, MediaAccount, User
from accounts.services import approval, consents
from accounts.services.languages import language_of


class DownloadRefusal(StrEnum):
    """Why somebody may not download; empty when they may."""

    NONE = ""
    ANONYMOUS = "anonymous"
    UNVERIFIED = "unverified"
    PENDING = "pending"
    REFUSED = "refused"
    CLOSED = "closed"
    TERMS = "terms"


REFUSAL_BY_STATUS = {
    AccountStatus.PENDING: DownloadRefusal.PENDING,
    AccountStatus.REFUSED: DownloadRefusal.REFUSED,
    AccountStatus.APPROVED: DownloadRefusal.NONE,
}


def download_refusal(user: User | AnonymousUser) -> DownloadRefusal:
    """Return why the user may not download, or the empty refusal.

    Members of staff need no media account.

    Args:
        user: as the row is now; an account that was closed meanwhile is found by reading it anew.
    """
    if not isinstance(user, User):
        return DownloadRefusal.ANONYMOUS
    if user.closed_at is not None or not user.is_active:
        return DownloadRefusal.CLOSED
    if user.is_staff:
        return DownloadRefusal.NONE
    return _refusal_of_media_user(user)


def _refusal_of_media_user(user: User) -> DownloadRefusal:
    if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        return DownloadRefusal.UNVERIFIED
    account = MediaAccount.objects.filter(user=user).first()
    status = AccountStatus(account.status) if account else approval.status_of_new_accounts()
    if refusal := REFUSAL_BY_STATUS[status]:
        return refusal
    if consents.terms_to_accept(user, locale=language_of(user)):
        return DownloadRefusal.TERMS
    return DownloadRefusal.NONE
