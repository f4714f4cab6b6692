"""Mail about decisions on media accounts: to the media officers, and to whom it concerns."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.urls import reverse
from django.utils import translation

from accounts.models import AccountStatus, MediaAccount, User
from accounts.services.languages import language_of
from cms.core import mail

DECIDE = "accounts.change_mediaaccount"


def officers() -> list[User]:
    """Return the staff who decide; where nobody has that task, whoever may do everything."""
    holders = ModelBackend().with_perm(DECIDE, include_superusers=False)
    named = list(holders.filter(is_staff=True))
    return named or list(User.objects.filter(is_superuser=True, is_active=True))


def tell_that_it_waits(account: MediaAccount) -> None:
    """Ask the media officers to decide, and tell the owner that they will."""
    for officer in officers():
        mail.queue(
            template="accounts/account_waits",
            to=officer.email,
            locale=language_of(officer),
            context={
                "organisation": account.organisation,
                "link": f"{settings.BASE_URL}{reverse('accounts_media_accounts:index')}",
            },
        )
    _tell_owner(account, "accounts/waiting_for_approval")


def tell_decision(account: MediaAccount) -> None:
    """Tell the owner what was decided, and why when it was refused."""
    if account.status == AccountStatus.APPROVED:
        _tell_owner(account, "accounts/account_approved")
    else:
        _tell_owner(account, "accounts/account_refused", reason=account.refusal_reason)


def _tell_owner(account: MediaAccount, template: str, **context: str) -> None:
    owner = account.user
    locale = language_of(owner)
    with translation.override(locale):
        path = reverse("account_login")  # which leads on to the account
    mail.queue(
        template=template,
        to=owner.email,
        locale=locale,
        context={
            "name": owner.get_short_name(),
            "link": f"{settings.BASE_URL}{path}",
            **context,
        },
    )
