"""Each of Wagtail's actions runs inside a publication."""

from collections.abc import Callable

from django.db import connection
from wagtail.signals import page_published

from cms.core import wagtail_actions
from news.models import ArticlePage


class TestWrap:
    def test_finds_the_actions_that_change_pages(self) -> None:
        names = {action.__name__ for action in wagtail_actions.action_classes()}

        assert names >= {
            "PublishRevisionAction",
            "UnpublishAction",
            "MovePageAction",
            "CopyPageAction",
            "CreatePageAliasAction",
            "DeletePageAction",
            "DeleteAction",
        }

    def test_leaves_no_action_unwrapped(self) -> None:
        unwrapped = [
            action.__name__
            for action in wagtail_actions.action_classes()
            if not hasattr(vars(action)["execute"], wagtail_actions.WRAPPED)
        ]

        assert unwrapped == []

    def test_signals_arrive_inside_a_transaction(
        self, transactional_db: None, write: Callable[..., ArticlePage]
    ) -> None:
        seen: list[bool] = []

        def look(**kwargs: object) -> None:
            seen.append(connection.in_atomic_block)

        article = write()
        page_published.connect(look)
        try:
            article.save_revision().publish()
        finally:
            page_published.disconnect(look)

        assert seen == [True]
