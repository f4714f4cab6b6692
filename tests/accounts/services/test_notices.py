"""Legal notices as readers see them."""

import pytest

from accounts.models import AppendOnlyError, NoticeEdition, NoticeKind
from accounts.services import notices
from tests.factories.notices import NoticeEditionFactory

pytestmark = pytest.mark.django_db


class TestCurrent:
    def test_is_none_before_the_first_publication(self):
        assert notices.current(NoticeKind.TERMS, "en") is None
        assert notices.latest_version(NoticeKind.TERMS) == 0

    @pytest.mark.parametrize("locale", ["fr", "ar"])
    def test_speaks_the_language_of_the_reader(self, locale):
        NoticeEditionFactory()
        edition = NoticeEditionFactory(locale=locale)

        assert notices.current("terms", locale) == edition

    def test_shows_the_new_version_in_the_default_language_until_it_is_translated(self):
        NoticeEditionFactory(locale="ar")
        second = NoticeEditionFactory(version=2)

        assert notices.current("terms", "ar") == second

    def test_is_the_mended_edition_of_its_version(self):
        NoticeEditionFactory()
        mended = NoticeEditionFactory(number=2)

        assert notices.current("terms", "en") == mended

    def test_is_mended_also_in_a_language_that_is_not_the_readers(self):
        NoticeEditionFactory(locale="fr")
        mended = NoticeEditionFactory(locale="fr", number=2)

        assert notices.current("terms", "uk") == mended

    def test_does_not_take_one_kind_for_another(self):
        NoticeEditionFactory(kind=NoticeKind.PRIVACY)

        assert notices.current(NoticeKind.TERMS, "en") is None


class TestNoticeEdition:
    def test_is_never_changed_nor_deleted(self):
        edition = NoticeEditionFactory()
        edition.title = "Other"

        with pytest.raises(AppendOnlyError):
            edition.save()
        with pytest.raises(AppendOnlyError):
            NoticeEdition.objects.update(title="Other")
        with pytest.raises(AppendOnlyError):
            NoticeEdition.objects.all().delete()
