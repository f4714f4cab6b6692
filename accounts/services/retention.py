"""How long things are kept. The scheduler calls each function; all are safe to run twice."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.dates import in_words
from accounts.models import AuthEvent, AuthEventKind, Invitation, MediaAccount, User
from accounts.services import address_change
from accounts.services.closing import FAREWELL, close_account
from accounts.services.languages import language_of
from cms.core import mail
from cms.core.models import OutboxMessage
from cms.core.models.leased import LeaseState

logger = logging.getLogger(__name__)

DORMANCY_NOTICE = "accounts/dormancy_notice"
# How many accounts one run warns or closes, so that a mail server gets them in portions.
BATCH = 200
SEEN_AT = Coalesce("last_login", "date_joined")


def prune_auth_log(at: datetime) -> int:
    """Delete security events that are older than the log is kept."""
    return AuthEvent.objects.forget_before(at - settings.AUTH_LOG_KEPT)


def prune_invitations(at: datetime) -> int:
    """Delete invitations that were used, or ran out, long ago."""
    oldest = at - settings.INVITATIONS_KEPT
    return Invitation.objects.filter(Q(used_at__lt=oldest) | Q(expires_at__lt=oldest)).delete()[0]


def prune_session_list(at: datetime) -> int:
    """Forget where somebody was signed in once the session itself has gone."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    gone = UserSession.objects.exclude(session_key__in=alive)
    # A session that begins this moment may be noted before it is stored.
    deleted: int = gone.filter(created_at__lt=at - settings.SESSION_LIST_KEPT).delete()[0]
    return deleted


def prune_farewells(at: datetime) -> int:
    """Delete the last messages to closed accounts and to former addresses, sent or given up."""
    settled = OutboxMessage.objects.filter(
        template__in=[FAREWELL, address_change.NOTICE],
        state__in=[LeaseState.DONE, LeaseState.FAILED],
        finished_at__lt=at - settings.FAREWELLS_KEPT,
    )
    return settled.delete()[0]


def attend_to_dormant_accounts(at: datetime) -> None:
    """Warn those who have not signed in for long, and close the accounts of those warned."""
    warn_dormant_accounts(at)
    close_dormant_accounts(at)


def warn_dormant_accounts(at: datetime) -> int:
    """Mail a notice to accounts that nobody uses; return how many."""
    unused = _unused_since(at - settings.DORMANCY_NOTICE_AFTER).filter(_not_warned())
    chosen = list(unused.select_related("media_account").order_by(SEEN_AT, "pk")[:BATCH])
    return _count(partial(_warn, at=at), chosen)


def close_dormant_accounts(at: datetime) -> int:
    """Close accounts that stayed unused after the notice; return how many."""
    ripe = _unused_since(at - settings.DORMANCY_CLOSING_AFTER).filter(
        ~_not_warned(), media_account__dormancy_notice_at__lte=at - settings.DORMANCY_GRACE
    )
    chosen = list(ripe.order_by(SEEN_AT, "pk")[:BATCH])
    close = partial(close_account, at=at, kind=AuthEventKind.ACCOUNT_DELETED, among=ripe)
    return _count(close, chosen)


def _unused_since(at: datetime) -> QuerySet[User]:
    """Return media users who neither signed in since, nor had an account yet."""
    people = User.objects.filter(
        is_staff=False, is_superuser=False, is_active=True, closed_at=None
    ).exclude(media_account=None)
    return people.alias(seen_at=SEEN_AT).filter(seen_at__lte=at)


def _not_warned() -> Q:
    """Match those without a notice, or with one they answered by signing in."""
    return Q(media_account__dormancy_notice_at=None) | Q(
        media_account__dormancy_notice_at__lte=SEEN_AT
    )


def _count(step: Callable[[User], bool], users: Iterable[User]) -> int:
    """Take the step for each user, and return how many times it did something."""
    done = 0
    for user in users:
        try:
            done += step(user)
        except Exception:
            # What is wrong with one account must not keep the others.
            logger.exception(
                "Dormant account left as it is",
                extra={"event": "dormant_account_failed", "user_id": user.pk},
            )
    return done


@transaction.atomic
def _warn(user: User, *, at: datetime) -> bool:
    account = user.media_account
    # The UPDATE decides between two schedulers; the second one writes to nobody.
    unwarned = MediaAccount.objects.filter(
        pk=account.pk, dormancy_notice_at=account.dormancy_notice_at
    )
    if not unwarned.update(dormancy_notice_at=at):
        return False
    locale = language_of(user)
    closing_at = max(
        (user.last_login or user.date_joined) + settings.DORMANCY_CLOSING_AFTER,
        at + settings.DORMANCY_GRACE,
    )
    mail.queue(
        template=DORMANCY_NOTICE,
        to=user.email,
        locale=locale,
        context={"closing_at": in_words(closing_at, locale)},
    )
    return True
