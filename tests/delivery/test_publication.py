"""The unit of work: nesting, undoing, logging."""

from collections.abc import Callable

import pytest
from wagtail.models import Page

from cms.delivery.models import Audience, Change, ChangeOperation
from cms.delivery.publication import publication
from news.models import ArticlePage
from tests.delivery.reading import counter, document_of, sequence


class LightsOut(Exception):
    """Something fails after a publish, in the same unit of work."""


def publish_and_fail(article: ArticlePage) -> None:
    with publication():
        article.save_revision().publish()
        raise LightsOut


class TestPublication:
    def test_logs_to_both_audiences_without_gaps(self, publish: Callable[..., ArticlePage]) -> None:
        publish("One")
        publish("Two")

        for audience in Audience:
            numbers = sequence(audience)
            assert numbers == list(range(1, len(numbers) + 1))
            assert counter(audience) == len(numbers)

    def test_an_error_undoes_the_page_and_the_document(
        self, write: Callable[..., ArticlePage]
    ) -> None:
        article = write()
        before = sequence()

        with pytest.raises(LightsOut):
            publish_and_fail(article)

        article.refresh_from_db()
        assert article.live is False
        assert document_of(article) is None
        assert sequence() == before

    def test_an_inner_error_undoes_the_inner_part_alone(
        self, write: Callable[..., ArticlePage]
    ) -> None:
        kept, lost = write("Kept"), write("Lost")

        with publication():
            kept.save_revision().publish()
            with pytest.raises(LightsOut):
                publish_and_fail(lost)

        assert document_of(kept) is not None
        assert document_of(lost) is None

    def test_two_pages_in_one_publication_appear_together(
        self, write: Callable[..., ArticlePage]
    ) -> None:
        first, second = write("First"), write("Second")

        with publication():
            first.save_revision().publish()
            assert document_of(first) is None
            second.save_revision().publish()

        assert document_of(first) is not None
        assert document_of(second) is not None

    def test_a_publish_that_changes_nothing_logs_nothing_new(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()
        before = sequence()

        Page.objects.get(pk=article.pk).specific.save()

        assert sequence() == before

    def test_a_removal_is_logged_as_one(self, publish: Callable[..., ArticlePage]) -> None:
        article = publish()

        article.unpublish()

        latest = Change.objects.filter(audience=Audience.PUBLIC, work=article.translation_key)
        assert latest.latest("seq").operation == ChangeOperation.DELETE
