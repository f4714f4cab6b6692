"""More dependents than a publish does at once."""

from collections.abc import Callable

import pytest

from cms.core.models import Topic
from cms.delivery import publication
from cms.delivery.models import ProjectionJob
from cms.delivery.pending import drain_projections
from cms.delivery.rebuilding import check
from news.models import ArticlePage, ArticleTopic
from tests.factories.core import ImageFactory, TopicFactory


@pytest.fixture
def topic(write: Callable[..., ArticlePage], monkeypatch: pytest.MonkeyPatch) -> Topic:
    """A topic of five articles, in a newsroom that projects two dependents at once."""
    monkeypatch.setattr(publication, "INLINE_DEPENDENTS", 2)
    topic = TopicFactory(title="Ice")
    for number in range(5):
        article = write(f"Article {number}")
        article.topics.add(ArticleTopic(topic=topic))
        article.save_revision().publish()
    return topic


class TestPostponedProjections:
    def test_are_pending_and_not_wrong_until_the_worker_did_them(self, topic: Topic) -> None:
        topic.title = "Sea ice"
        topic.save_revision().publish()
        waiting = check()

        drain_projections.call()

        assert (waiting.wrong, waiting.pending) == ([], 3)
        assert ProjectionJob.objects.waiting().count() == 0
        after = check()
        assert (after.wrong, after.pending) == ([], 0)

    def test_an_image_in_many_documents_does_not_hold_up_its_editor(
        self, write: Callable[..., ArticlePage], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(publication, "INLINE_DEPENDENTS", 2)
        image = ImageFactory()
        for number in range(5):
            write(f"Article {number}", lead_image=image).save_revision().publish()

        image.description = "Drift ice before the harbour"
        image.save()
        waiting = check()
        drain_projections.call()

        assert (waiting.wrong, waiting.pending) == ([], 3)
        assert check().wrong == []
