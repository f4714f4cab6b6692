"""What people agree to, and whether they have to be asked."""

from datetime import UTC, datetime
from functools import partial

import pytest

from accounts.models import Consent, ConsentKind, ConsentSource
from accounts.services import consents
from tests.accounts.services.parallel import all_at_once
from tests.factories.accounts import UserFactory
from tests.factories.notices import NoticeEditionFactory

AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
SENTENCE = "J’accepte les conditions d’utilisation."

pytestmark = pytest.mark.django_db


def accept(user, *, version=1, locale="fr"):
    return consents.accept_terms(
        user,
        version=version,
        locale=locale,
        shown=SENTENCE,
        source=ConsentSource.REGISTRATION,
        at=AT,
    )


class TestAcceptTerms:
    def test_keeps_what_was_shown_and_when(self):
        NoticeEditionFactory()
        french = NoticeEditionFactory(locale="fr")
        user = UserFactory()

        accept(user)

        consent = Consent.objects.get(user=user, kind=ConsentKind.TERMS)
        assert (consent.edition, consent.version, consent.locale) == (french, 1, "fr")
        assert (consent.shown, consent.given_at) == (SENTENCE, AT)
        assert (consent.source, consent.withdrawn_at) == (ConsentSource.REGISTRATION, None)

    def test_names_the_language_that_was_really_shown(self):
        english = NoticeEditionFactory()

        consent = accept(UserFactory(), locale="ar")

        assert (consent.edition, consent.locale) == (english, "en")

    def test_is_once_when_done_twice(self):
        NoticeEditionFactory()
        user = UserFactory()

        assert accept(user) == accept(user)

    def test_records_nothing_where_there_are_no_terms(self):
        assert accept(UserFactory(), version=0) is None

    def test_refuses_a_version_that_was_never_published(self):
        NoticeEditionFactory()

        with pytest.raises(consents.UnknownVersionError):
            accept(UserFactory(), version=2)

    def test_is_given_anew_after_it_was_withdrawn(self):
        NoticeEditionFactory()
        user = UserFactory()
        first = accept(user)
        Consent.objects.filter(user=user).update(withdrawn_at=AT)

        assert accept(user) != first


@pytest.mark.django_db(transaction=True)
class TestManyClicks:
    def test_make_one_consent(self, soak_size):
        NoticeEditionFactory()
        user = UserFactory()

        consents_given = all_at_once([partial(accept, user)] * soak_size(8, 16))

        assert set(consents_given) == {Consent.objects.get(user=user)}


class TestTermsToAccept:
    def test_are_none_when_none_were_published(self):
        assert consents.terms_to_accept(UserFactory(), locale="en") is None

    def test_are_the_current_ones_until_they_are_accepted(self):
        edition = NoticeEditionFactory()
        user = UserFactory()

        before = consents.terms_to_accept(user, locale="en")
        accept(user)

        assert before == edition
        assert consents.terms_to_accept(user, locale="fr") is None

    def test_come_back_with_a_new_version(self):
        NoticeEditionFactory()
        user = UserFactory()
        accept(user)

        second = NoticeEditionFactory(version=2)

        assert consents.terms_to_accept(user, locale="fr") == second
        assert consents.accepted_version(user) == 1

    def test_do_not_come_back_when_a_version_is_mended(self):
        NoticeEditionFactory()
        user = UserFactory()
        accept(user)

        NoticeEditionFactory(number=2)

        assert consents.terms_to_accept(user, locale="en") is None

    def test_are_asked_again_once_the_consent_was_withdrawn(self):
        edition = NoticeEditionFactory()
        user = UserFactory()
        accept(user)

        Consent.objects.filter(user=user).update(withdrawn_at=AT)

        assert consents.terms_to_accept(user, locale="en") == edition

    def test_are_no_matter_for_staff(self):
        NoticeEditionFactory()

        assert consents.terms_to_accept(UserFactory(editor=True), locale="en") is None
