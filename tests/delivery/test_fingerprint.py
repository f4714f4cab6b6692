"""Noticing that documents were made with other settings."""

from collections.abc import Callable
from typing import Any

from cms.delivery.fingerprint import refresh_if_changed
from cms.delivery.rebuilding import check
from news.models import ArticlePage
from tests.delivery.reading import body_of, sequence


class TestRefreshIfChanged:
    def test_projects_everything_when_the_address_is_another_one(
        self, publish: Callable[..., ArticlePage], settings: Any
    ) -> None:
        article = publish()
        refresh_if_changed()

        settings.BASE_URL = "https://press.example"

        assert refresh_if_changed() is True
        assert body_of(article)["url"] == "https://press.example/en/ice-report/"
        assert check().wrong == []

    def test_does_nothing_when_all_is_as_before(self, publish: Callable[..., ArticlePage]) -> None:
        publish()
        refresh_if_changed()
        before = sequence()

        assert refresh_if_changed() is False
        assert sequence() == before
