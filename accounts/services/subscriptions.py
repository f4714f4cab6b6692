"""Asking for the newsletter and ending it. Every change of mind is a consent row."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import (
    Consent,
    ConsentKind,
    ConsentSource,
    Subscription,
    SubscriptionSource,
    SubscriptionState,
    User,
)
from accounts.services import consents
from cms.core.locales import own_name


class UnknownLanguageError(ValueError):
    """There is no newsletter in this language."""


@transaction.atomic
def subscribe(
    user: User, *, locale: str, source: SubscriptionSource, shown: str, at: datetime
) -> Subscription:
    """Send the newsletter of a language to the user's address from now on.

    Who is subscribed already stays so, with the consent given then. An ended subscription
    comes back with a consent of its own.

    Args:
        user: whose proved address it is sent to.
        locale: language of the newsletter.
        source: on which screen it was asked for.
        shown: the sentence beside the button, in the language of the screen.
        at: when.

    Raises:
        UnknownLanguageError: the installation does not have the language.
    """
    if locale not in settings.CONTENT_LOCALES:
        raise UnknownLanguageError(locale)
    started = {"user": user, "source": source, "started_at": at}
    subscription, is_new = Subscription.objects.get_or_create(
        email=user.email, locale=locale, defaults={"state": SubscriptionState.ACTIVE, **started}
    )
    # The UPDATE decides between two clicks; the second one changes nothing.
    ended = Subscription.objects.filter(pk=subscription.pk, state=SubscriptionState.ENDED)
    if not is_new and not ended.update(state=SubscriptionState.ACTIVE, ended_at=None, **started):
        return subscription
    _record_consent(user, locale=locale, source=ConsentSource(source), shown=shown, at=at)
    subscription.refresh_from_db()
    return subscription


@transaction.atomic
def end_subscription(
    subscription: Subscription, *, source: ConsentSource, at: datetime
) -> Subscription:
    """Stop sending; ending what has ended changes nothing."""
    active = Subscription.objects.filter(pk=subscription.pk, state=SubscriptionState.ACTIVE)
    if active.update(state=SubscriptionState.ENDED, ended_at=at):
        consents.withdraw(
            Consent.objects.filter(
                user=subscription.user_id,
                kind=ConsentKind.NEWSLETTER,
                subject=subscription.locale,
            ),
            source=source,
            at=at,
        )
    subscription.refresh_from_db()
    return subscription


@transaction.atomic
def follow_address(user: User) -> None:
    """Send to the user's present address what was sent to the former one."""
    for subscription in Subscription.objects.filter(user=user).exclude(email=user.email):
        # Somebody had the address before, and left a subscription that belongs to nobody.
        Subscription.objects.filter(email=user.email, locale=subscription.locale).delete()
        subscription.email = user.email
        subscription.save(update_fields=["email"])


def languages_of(user: User) -> set[str]:
    """Return in which languages the user gets the newsletter."""
    active = Subscription.objects.filter(user=user, state=SubscriptionState.ACTIVE)
    return set(active.values_list("locale", flat=True))


def erase(user: User) -> None:
    """Forget that the user ever had the newsletter; the consents are another matter."""
    Subscription.objects.filter(user=user).delete()
    Subscription.objects.filter(email=user.email).delete()


def offer_sentence(locale: str) -> str:
    """Return what somebody agrees to, in the active language, for a newsletter's language."""
    return _("Send me the newsletter in this language: %(language)s. I can end it at any time.") % {
        "language": own_name(locale)
    }


def _record_consent(
    user: User, *, locale: str, source: ConsentSource, shown: str, at: datetime
) -> None:
    Consent.objects.create(
        user=user,
        kind=ConsentKind.NEWSLETTER,
        subject=locale,
        locale=locale,
        shown=shown,
        source=source,
        given_at=at,
    )
