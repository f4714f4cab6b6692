"""A small newsroom to publish into."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale

from news.models import ArticlePage, HomePage
from news.services.site_tree import ensure_site_tree


@pytest.fixture
def newsroom(db: None) -> None:
    """Locales, one home page each, index pages."""
    ensure_site_tree()


@pytest.fixture
def home(newsroom: None) -> Callable[[str], HomePage]:
    """Return the home page of a language."""
    return lambda code="en": HomePage.objects.get(locale__language_code=code)


@pytest.fixture
def write(home: Callable[[str], HomePage]) -> Callable[..., ArticlePage]:
    """Write a draft below a home page."""

    def write_article(
        title: str = "Ice report", *, locale: str = "en", **fields: Any
    ) -> ArticlePage:
        parent = home(locale)
        fields.setdefault("slug", title.lower().replace(" ", "-"))
        return parent.add_child(
            instance=ArticlePage(
                title=title,
                locale=Locale.objects.get(language_code=locale),
                live=False,
                **fields,
            )
        )

    return write_article


@pytest.fixture
def publish(write: Callable[..., ArticlePage]) -> Callable[..., ArticlePage]:
    """Write an article and publish it."""

    def publish_article(title: str = "Ice report", **fields: Any) -> ArticlePage:
        article = write(title, **fields)
        article.save_revision().publish()
        article.refresh_from_db()
        return article

    return publish_article
