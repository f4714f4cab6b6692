"""The demo's pages, still empty, below the home and index pages every installation has.

Pages are created before they are filled, so that any of them may refer to any other.
The original comes first: the oldest language of a work is the one the others were made from.
"""

from collections.abc import Iterator

from wagtail.models import Page

from cms.website.demo.identity import work_id
from cms.website.demo.records import ArticleText, DemoContent, Released
from cms.website.demo.shelf import Shelf
from cms.website.demo.text import make_slug
from news.models import ArticleIndexPage, ArticlePage, HomePage, ProgrammeIndexPage, ProgrammePage
from videos.models import VideoIndexPage, VideoPage

LISTINGS: dict[str, type[Page]] = {
    "articles": ArticleIndexPage,
    "programmes": ProgrammeIndexPage,
    "videos": VideoIndexPage,
}
STORIES: dict[str, tuple[type[Page], str]] = {
    "article": (ArticlePage, "articles"),
    "programme": (ProgrammePage, "programmes"),
    "video": (VideoPage, "videos"),
}


def adopt_fixed_pages(shelf: Shelf, homes: dict[str, HomePage]) -> None:
    """Put the home and index pages on the shelf."""
    for code, home in homes.items():
        shelf.pages["home", code] = home
        for name, model in LISTINGS.items():
            shelf.pages[f"listing:{name}", code] = model.objects.child_of(home).get()


def plant_stories(content: DemoContent, shelf: Shelf) -> None:
    """Create every article, programme and video with its title and address."""
    for kind, item in stories(content):
        model, listing = STORIES[kind]
        for code in original_first(item):
            page = _story(model, shelf, kind, item, code)
            shelf.pages[f"listing:{listing}", code].add_child(instance=page)
            shelf.pages[f"{kind}:{item.key}", code] = page


def stories(content: DemoContent) -> Iterator[tuple[str, Released]]:
    """Yield every video, programme and article with its kind, in the order to fill them."""
    for video in content.videos.values():
        yield "video", video
    for programme in content.programmes.values():
        yield "programme", programme
    for article in content.articles.values():
        yield "article", article


def original_first(item: Released) -> list[str]:
    """Return the languages of a story, its original first."""
    return sorted(item.locales, key=lambda locale: locale != item.original)


def _story(model: type[Page], shelf: Shelf, kind: str, item: Released, code: str) -> Page:
    is_public = not isinstance(item, ArticleText) or item.state == "released"
    released = shelf.calendar.released(days_ago=item.days_ago, at=item.time)
    return model(
        locale=shelf.locales[code],
        translation_key=work_id(kind, item.key),
        title=item.title[code],
        draft_title=item.title[code],
        slug=make_slug(item.title[code], code),
        owner=shelf.editor,
        live=False,
        first_published_at=released if is_public else None,
    )
