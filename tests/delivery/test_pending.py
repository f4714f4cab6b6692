"""More dependents than a publish does at once."""

from collections.abc import Callable

import pytest

from cms.core.models import Topic
from cms.delivery import publication
from cms.delivery.models import Document, ProjectionJob
from cms.delivery.pending import drain_projections
from cms.delivery.rebuilding import check
from news.models import ArticlePage, ArticleTopic
from tests.factories.core import TopicFactory


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
        home = Document.objects.get(kind="home", locale="en")
        with publication.publication() as unit:
            topic.title = "Sea ice"
            topic.save_revision().publish()
            unit.marked.clear()
            publication.mark("topic", topic.translation_key, "en")
            for target in list(Document.objects.filter(kind="article", locale="en")):
                unit.dependents[publication.Target("article", target.work, "en")] = None
        waiting = check()

        drain_projections.call()

        assert home is not None
        assert waiting.wrong == []
        assert waiting.pending == 3
        assert ProjectionJob.objects.waiting().count() == 0
        after = check()
        assert (after.wrong, after.pending) == ([], 0)
