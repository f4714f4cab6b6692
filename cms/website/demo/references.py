"""Everything in the demo that points at something else must find it."""

from collections.abc import Collection, Iterator

from cms.website.demo.blocks import Block, references_of, split_reference
from cms.website.demo.reading import ContentError
from cms.website.demo.records import ArticleText, DemoContent, Released, VideoText


def check_references(content: DemoContent) -> None:
    """Raise ContentError for the first key that nothing answers to."""
    known = {
        "image": content.images,
        "topic": content.topics,
        "person": content.people,
        "place": content.places,
        "document": content.documents,
        "video": content.videos,
        "programme": content.programmes,
        "article": content.articles,
        "contact": content.contacts,
        "listing": content.listings,
        "home": {"": content.home},
    }
    for where, kind, key in _references(content):
        if kind not in known or key not in known[kind]:
            raise ContentError(f"{where}: there is no {kind} {key!r}")
    for article in content.articles.values():
        sessions = _session_keys(content, article.programme)
        for key in article.sessions:
            if key not in sessions:
                raise ContentError(f"articles/{article.key}.toml.sessions: no session {key!r}")


def _references(content: DemoContent) -> Iterator[tuple[str, str, str]]:
    yield "site.toml.image", "image", content.site.image
    for reference in content.home.highlights:
        yield "site.toml.highlights", *split_reference(reference)
    for menu in content.menus:
        for item in menu.items:
            if item.page:
                yield f"site.toml.menus[{menu.handle}]", *split_reference(item.page)
    for person in content.people.values():
        if person.image:
            yield f"people.toml[{person.key}].image", "image", person.image
    for video in content.videos.values():
        yield from _video_references(f"videos.toml[{video.key}]", video)
    for programme in content.programmes.values():
        where = f"programmes.toml[{programme.key}]"
        yield from _released_references(where, programme)
        yield f"{where}.image", "image", programme.image
        yield f"{where}.media_contact", "contact", programme.media_contact
        yield from _body_references(where, programme.body)
        for session in programme.sessions:
            yield f"{where}.sessions[{session.key}].place", "place", session.place
            for link in session.links:
                yield f"{where}.sessions[{session.key}].links", *split_reference(link)
    for article in content.articles.values():
        yield from _article_references(f"articles/{article.key}.toml", article)


def _video_references(where: str, video: VideoText) -> Iterator[tuple[str, str, str]]:
    yield from _released_references(where, video)
    for shot in video.shots:
        if shot.speaker:
            yield f"{where}.shots.speaker", "person", shot.speaker


def _article_references(where: str, article: ArticleText) -> Iterator[tuple[str, str, str]]:
    yield from _released_references(where, article)
    yield f"{where}.image", "image", article.image
    yield f"{where}.media_contact", "contact", article.media_contact
    if article.programme:
        yield f"{where}.programme", "programme", article.programme
    for key in article.places:
        yield f"{where}.places", "place", key
    for key in article.videos:
        yield f"{where}.videos", "video", key
    yield from _body_references(where, article.body)


def _released_references(where: str, item: Released) -> Iterator[tuple[str, str, str]]:
    if item.place:
        yield f"{where}.place", "place", item.place
    for key in item.topics:
        yield f"{where}.topics", "topic", key
    for key in item.people:
        yield f"{where}.people", "person", key


def _body_references(where: str, body: Collection[Block]) -> Iterator[tuple[str, str, str]]:
    for number, block in enumerate(body, start=1):
        for kind, key in references_of(block):
            yield f"{where}.body[{number}]", kind, key


def _session_keys(content: DemoContent, programme: str) -> set[str]:
    if not programme:
        return set()
    return {session.key for session in content.programmes[programme].sessions}
