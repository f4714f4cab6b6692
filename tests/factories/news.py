"""Factories of articles and programmes in a complete site tree."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page

from news.models import (
    ArticleIndexPage,
    ArticlePage,
    HomePage,
    ProgrammeIndexPage,
    ProgrammePage,
    ProgrammeSession,
)
from news.services.site_tree import ensure_site_tree

START = datetime(2026, 7, 7, 7, 0, tzinfo=UTC)


def home_of(code: str = "en") -> HomePage:
    """Return the home page of a language, in a tree made when it is missing."""
    found = HomePage.objects.filter(locale__language_code=code).first()
    return found or ensure_site_tree()[code]


def index_of(model: type[Page], code: str = "en") -> Page:
    """Return the page that lists works in a language."""
    return model.objects.child_of(home_of(code)).get()


def sessions(count: int, *, start: datetime = START, **fields: Any) -> list[ProgrammeSession]:
    """Return unsaved sessions, half an hour each, one after the other."""
    half_hour = timedelta(minutes=30)
    return [
        ProgrammeSession(
            title=f"Session {number + 1}",
            starts_at=start + number * half_hour,
            ends_at=start + (number + 1) * half_hour,
            sort_order=number,
            **fields,
        )
        for number in range(count)
    ]


class PageFactory(DjangoModelFactory):
    """A page below the list of its language; published unless ``published=False``.

    ``locale`` is a language code; relations (``topics``, ``sessions``, …) are lists of rows;
    ``translation_of`` is the page that this one translates.
    """

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    locale = "en"
    parent = None
    index: Any = None
    published = True
    translation_of = None

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        code, published = kwargs.pop("locale"), kwargs.pop("published")
        original = kwargs.pop("translation_of")
        parent = kwargs.pop("parent") or index_of(kwargs["index"], code)
        kwargs.pop("index")
        parent = type(parent).objects.get(pk=parent.pk)
        page = model_class(locale=parent.locale, live=False, **kwargs)
        if original is not None:
            page.translation_key = original.translation_key
        parent.add_child(instance=page)
        if published:
            page.save_revision().publish()
        return model_class.objects.get(pk=page.pk)


class ArticlePageFactory(PageFactory):
    """An article with nothing but a headline."""

    class Meta:
        model = ArticlePage

    index = ArticleIndexPage
    title = factory.Sequence(lambda number: f"Article {number}")
    slug = factory.Sequence(lambda number: f"article-{number}")


class ProgrammePageFactory(PageFactory):
    """A programme in Brussels time; give it ``sessions=sessions(3)``."""

    class Meta:
        model = ProgrammePage

    index = ProgrammeIndexPage
    title = factory.Sequence(lambda number: f"Programme {number}")
    slug = factory.Sequence(lambda number: f"programme-{number}")
    time_zone = "Europe/Brussels"
