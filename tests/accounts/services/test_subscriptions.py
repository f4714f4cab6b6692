"""Asking for the newsletter and ending it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections
from django.utils import translation

from accounts.models import (
    Consent,
    ConsentKind,
    ConsentSource,
    Subscription,
    SubscriptionSource,
    SubscriptionState,
    User,
)
from accounts.services import subscriptions
from tests.factories.accounts import UserFactory

AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)


def subscribe(user, *, locale="fr", at=AT):
    return subscriptions.subscribe(
        user,
        locale=locale,
        source=SubscriptionSource.PREFERENCES,
        shown="Envoyez-moi la lettre.",
        at=at,
    )


def end(subscription, *, at=LATER):
    return subscriptions.end_subscription(subscription, source=ConsentSource.API, at=at)


@pytest.fixture
def user(db):
    return UserFactory()


class TestSubscribe:
    @pytest.mark.parametrize("locale", ["fr", "ar"])
    def test_records_what_was_agreed_to(self, user, locale):
        subscription = subscribe(user, locale=locale)

        consent = Consent.objects.get(user=user, kind=ConsentKind.NEWSLETTER)
        assert (subscription.email, subscription.state) == (user.email, SubscriptionState.ACTIVE)
        assert (consent.subject, consent.shown) == (locale, "Envoyez-moi la lettre.")
        assert (consent.source, consent.given_at) == (ConsentSource.PREFERENCES, AT)

    def test_is_once_when_done_twice(self, user):
        first = subscribe(user)

        second = subscribe(user, at=LATER)

        assert (second, second.started_at) == (first, AT)
        assert Consent.objects.count() == 1

    def test_is_separate_for_each_language(self, user):
        subscribe(user)
        subscribe(user, locale="uk")

        assert Subscription.objects.filter(user=user).count() == 2

    def test_comes_back_with_a_consent_of_its_own(self, user):
        subscription = end(subscribe(user))

        again = subscribe(user, at=LATER)

        assert again == subscription
        assert (again.state, again.started_at, again.ended_at) == ("active", LATER, None)
        assert list(Consent.objects.order_by("pk").values_list("withdrawn_at", flat=True)) == [
            LATER,
            None,
        ]

    def test_is_refused_in_a_language_that_is_not_here(self, user):
        with pytest.raises(subscriptions.UnknownLanguageError):
            subscribe(user, locale="de")


class TestEndSubscription:
    def test_withdraws_the_consent_and_says_where(self, user):
        subscription = end(subscribe(user))

        consent = Consent.objects.get()
        assert (subscription.state, subscription.ended_at) == (SubscriptionState.ENDED, LATER)
        assert (consent.withdrawn_at, consent.withdrawal_source) == (LATER, ConsentSource.API)

    def test_leaves_the_other_languages(self, user):
        arabic = subscribe(user, locale="ar")

        end(subscribe(user))

        arabic.refresh_from_db()
        assert arabic.state == SubscriptionState.ACTIVE
        assert Consent.objects.filter(withdrawn_at=None).get().subject == "ar"

    def test_changes_nothing_the_second_time(self, user):
        subscription = end(subscribe(user))

        again = end(subscription, at=LATER + timedelta(days=1))

        assert again.ended_at == LATER


class TestFollowAddress:
    def test_sends_to_the_new_address(self, user):
        subscribe(user)
        User.objects.filter(pk=user.pk).update(email="new@example.org")
        user.refresh_from_db()

        subscriptions.follow_address(user)

        assert Subscription.objects.get().email == "new@example.org"

    def test_replaces_what_the_new_address_had(self, user):
        Subscription.objects.create(
            email="new@example.org", locale="fr", state="ended", started_at=AT
        )
        subscribe(user)
        user.email = "new@example.org"

        subscriptions.follow_address(user)

        assert Subscription.objects.get().user == user


class TestErase:
    def test_leaves_the_consents_alone(self, user):
        subscribe(user)

        subscriptions.erase(user)

        assert not Subscription.objects.exists()
        assert Consent.objects.exists()


class TestOfferSentence:
    def test_names_the_language_in_its_own_words(self):
        with translation.override("en"):
            assert "français" in subscriptions.offer_sentence("fr")


@pytest.mark.django_db(transaction=True)
class TestManyClicks:
    def test_subscribe_once_with_one_consent(self, soak_size):
        user = UserFactory()

        def click(_number):
            try:
                subscribe(user)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(max_workers=8) as pool:
            list(pool.map(click, range(soak_size(8, 40))))

        assert Subscription.objects.count() == 1
        assert Consent.objects.count() == 1
