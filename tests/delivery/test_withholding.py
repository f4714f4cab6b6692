"""Taking a document away by decision."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from cms.delivery.models import Address, AddressState, Audience, Change, ChangeOperation
from cms.delivery.models import DocumentStatus as Status
from cms.delivery.rebuilding import check, rebuild
from cms.delivery.withholding import NotDelivered, restore, withhold
from news.models import ArticlePage
from tests.delivery.reading import document_of


class TestWithhold:
    @pytest.mark.parametrize("status", [Status.WITHHELD, Status.KILLED])
    def test_empties_the_document_and_logs_it(
        self, publish: Callable[..., ArticlePage], status: str
    ) -> None:
        article = publish()

        withhold(article.translation_key, "en", "Names a minor.", status=status)

        document = document_of(article)
        assert document is not None
        assert (document.status, bytes(document.body), bytes(document.card)) == (status, b"", b"")
        assert Address.objects.get(path="/en/ice-report/").state == AddressState.GONE
        change = Change.objects.filter(audience=Audience.PUBLIC).latest("seq")
        assert change.operation == ChangeOperation.WITHHOLD
        assert change.status == status
        assert change.previous_path == "/en/ice-report/"

    def test_publishing_and_rebuilding_do_not_bring_it_back(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()
        withhold(article.translation_key, "en", "Names a minor.")

        article.title = "A new text"
        article.save_revision().publish()
        rebuild()

        document = document_of(article)
        assert document is not None
        assert document.status == Status.WITHHELD
        assert bytes(document.body) == b""
        assert check().wrong == []

    def test_restoring_delivers_what_the_page_says_now(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()
        withhold(article.translation_key, "en", "Names a minor.")

        restore(article.translation_key, "en")

        document = document_of(article)
        assert document is not None
        assert document.status == Status.USABLE
        assert Address.objects.get(path="/en/ice-report/").state == AddressState.PAGE
        assert check().wrong == []

    def test_what_is_not_delivered_cannot_be_withheld(self, newsroom: None) -> None:
        with pytest.raises(NotDelivered):
            withhold(uuid4(), "en", "There is nothing.")

    def test_what_is_not_withheld_cannot_be_restored(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()

        with pytest.raises(NotDelivered):
            restore(article.translation_key, "en")
