"""Filling the demo's pages and publishing them through Wagtail, at the moments the texts name."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.website.demo.bodies import BodyWriter
from cms.website.demo.identity import work_id
from cms.website.demo.records import (
    ArticleText,
    ContactText,
    DemoContent,
    ProgrammeText,
    Released,
    SessionText,
    ShotText,
    VideoText,
)
from cms.website.demo.shelf import Shelf
from cms.website.demo.text import rich_text
from cms.website.demo.translations import record_translations
from cms.website.demo.tree import original_first, stories
from cms.website.demo.videos import FRAMES_PER_SECOND
from news.models import (
    ArticlePerson,
    ArticlePlace,
    ArticleSession,
    ArticleTopic,
    ArticleVideo,
    HomeHighlight,
    ProgrammePage,
    ProgrammePerson,
    ProgrammeSession,
    ProgrammeTopic,
)
from videos.models import Restriction, Shot, VideoPerson, VideoTopic


def fill_pages(content: DemoContent, shelf: Shelf) -> None:
    """Fill and publish every page. Programmes come before articles, which choose their sessions."""
    for code in shelf.locales:
        _fill_home(content, shelf, code)
        for name, listing in content.listings.items():
            page: Any = shelf.pages[f"listing:{name}", code]
            page.title, page.intro = listing.title[code], rich_text(listing.intro[code])
            shelf.publish(page)
    for kind, item in stories(content):
        pages = [shelf.pages[f"{kind}:{item.key}", code] for code in original_first(item)]
        for code, page in zip(original_first(item), pages, strict=True):
            _fill_story(content, shelf, page, item, code)
            page.save()
        record_translations(pages[0], pages[1:])
        for code, page in zip(original_first(item), pages, strict=True):
            _settle(page, item, shelf, code)


def _fill_home(content: DemoContent, shelf: Shelf, code: str) -> None:
    home: Any = shelf.pages["home", code]
    home.title, home.intro = content.home.title[code], rich_text(content.home.intro[code])
    home.highlights = [
        HomeHighlight(page=shelf.page(reference, code), sort_order=number)
        for number, reference in enumerate(content.home.highlights)
    ]
    shelf.publish(home)


def _fill_story(content: DemoContent, shelf: Shelf, page: Page, item: Released, code: str) -> None:
    match item:
        case VideoText():
            _fill_video(page, item, shelf, code)
        case ProgrammeText():
            _fill_programme(page, item, content, shelf, code)
        case ArticleText():
            _fill_article(page, item, content, shelf, code)


def _fill_video(page: Any, video: VideoText, shelf: Shelf, code: str) -> None:
    page.kind = video.kind
    page.asset = shelf.assets[video.key]
    page.date = page.first_published_at.date()
    page.place = shelf.optional_subject("place", video.place, video.original)
    page.synopsis = rich_text(video.synopsis[code])
    page.credit = video.credit
    page.usage_restrictions = video.restrictions[code]
    page.restrictions = [
        Restriction(territories=list(places), media=list(media))
        for places, media in ((video.not_in, ()), ((), video.not_for))
        if places or media
    ]
    if video.usable_days:
        last_day = page.date + timedelta(days=video.usable_days)
        page.usage_ends_at = datetime.combine(last_day, time(23, 59), UTC)
    page.search_description = video.synopsis[code]
    page.topics = _choices(shelf, VideoTopic, "topic", video.topics, video)
    page.people = _choices(shelf, VideoPerson, "person", video.people, video)
    page.shots = [
        _shot(shot, number, video, shelf, code) for number, shot in enumerate(video.shots)
    ]


def _shot(shot: ShotText, number: int, video: VideoText, shelf: Shelf, code: str) -> Shot:
    return Shot(
        locale=shelf.locales[code],
        translation_key=work_id("shot", f"{video.key}/{number}"),
        sort_order=number,
        in_frame=round(shot.begin * FRAMES_PER_SECOND),
        out_frame=round(shot.end * FRAMES_PER_SECOND),
        kind=shot.kind,
        description=shot.description[code],
        restriction=shot.restriction[code],
        speaker=shelf.optional_subject("person", shot.speaker, video.original),
        language=shot.language,
        quote=shot.quote,
        quote_rendering=shot.rendering[code],
    )


def _fill_programme(
    page: Any, programme: ProgrammeText, content: DemoContent, shelf: Shelf, code: str
) -> None:
    zone = programme.time_zone
    page.kind = programme.kind
    page.time_zone = zone
    page.place = shelf.optional_subject("place", programme.place, programme.original)
    page.summary = page.search_description = programme.summary[code]
    _show_image(page, programme.image, content, shelf, code)
    page.body = BodyWriter(shelf, content.images, locale=code).write(programme.key, programme.body)
    page.media_access = rich_text(programme.media_access[code])
    page.accreditation_notes = rich_text(programme.accreditation[code])
    if programme.deadline_day is not None:
        page.accreditation_deadline = shelf.calendar.local(
            day=programme.deadline_day, at=programme.deadline_time, zone=zone
        )
    page.topics = _choices(shelf, ProgrammeTopic, "topic", programme.topics, programme)
    page.people = _choices(shelf, ProgrammePerson, "person", programme.people, programme)
    page.sessions = [
        _session(session, number, programme, shelf, code)
        for number, session in enumerate(programme.sessions)
    ]
    moments = [(session.starts_at, session.ends_at) for session in page.sessions.all()]
    page.starts_at = min(start for start, _end in moments)
    page.ends_at = max(end for _start, end in moments)
    _name_contact(page, content.contacts[programme.media_contact], code)


def _session(
    session: SessionText, number: int, programme: ProgrammeText, shelf: Shelf, code: str
) -> ProgrammeSession:
    owner = f"{programme.key}/{session.key}"
    links = [
        {
            "type": "page",
            "value": shelf.page(link, programme.original).pk,
            "id": str(work_id("link", f"{owner}/{link}")),
        }
        for link in session.links
    ]
    row = ProgrammeSession(
        locale=shelf.locales[code],
        translation_key=work_id("session", owner),
        sort_order=number,
        starts_at=_local(session, session.start, programme, shelf),
        ends_at=_local(session, session.end, programme, shelf),
        title=session.title[code],
        description=rich_text(session.description[code]),
        place=shelf.optional_subject("place", session.place, programme.original),
        coverage=session.coverage,
        status=session.status,
        livestream_url=session.livestream,
    )
    row.links = ProgrammeSession._meta.get_field("links").to_python(links)
    return row


def _local(session: SessionText, at: str, programme: ProgrammeText, shelf: Shelf) -> datetime:
    return shelf.calendar.local(day=session.day, at=at, zone=programme.time_zone)


def _fill_article(
    page: Any, article: ArticleText, content: DemoContent, shelf: Shelf, code: str
) -> None:
    page.kind = article.kind
    page.date = shelf.calendar.released(days_ago=article.days_ago, at=article.time).date()
    page.dateline = shelf.optional_subject("place", article.place, article.original)
    page.summary = page.search_description = article.summary[code]
    _show_image(page, article.image, content, shelf, code)
    page.body = BodyWriter(shelf, content.images, locale=code).write(article.key, article.body)
    page.topics = _choices(shelf, ArticleTopic, "topic", article.topics, article)
    page.people = _choices(shelf, ArticlePerson, "person", article.people, article)
    page.places = _choices(shelf, ArticlePlace, "place", article.places, article)
    page.videos = [
        ArticleVideo(video=shelf.page(f"video:{key}", code), sort_order=number)
        for number, key in enumerate(article.videos)
    ]
    if article.programme:
        programme: Any = shelf.page(f"programme:{article.programme}", code)
        page.programme = programme
        page.chosen_sessions = list(_chosen(article, programme))
    _name_contact(page, content.contacts[article.media_contact], code)


def _chosen(article: ArticleText, programme: ProgrammePage) -> Iterable[ArticleSession]:
    rows = ProgrammeSession.objects.filter(programme=programme)
    saved = {session.translation_key: session for session in rows}
    for number, key in enumerate(article.sessions):
        session = saved[work_id("session", f"{article.programme}/{key}")]
        yield ArticleSession(session=session, sort_order=number)


def _show_image(page: Any, key: str, content: DemoContent, shelf: Shelf, code: str) -> None:
    page.lead_image = shelf.images[key]
    page.lead_image_alt = BodyWriter(shelf, content.images, locale=code).alt(key)


def _name_contact(page: Any, contact: ContactText, code: str) -> None:
    page.contact_name = contact.name
    page.contact_role = contact.role[code]
    page.contact_email = contact.email
    page.contact_phone = contact.phone


def _choices(
    shelf: Shelf, model: type[Any], kind: str, keys: Iterable[str], item: Released
) -> list[Any]:
    """Return rows that name subjects in the original's language, as copied rows do."""
    return [
        model(**{kind: shelf.subject(kind, key, item.original)}, sort_order=number)
        for number, key in enumerate(keys)
    ]


def _settle(page: Page, item: Released, shelf: Shelf, code: str) -> None:
    """Bring the page into the state its text asks for."""
    match item:
        case ArticleText(state="scheduled"):
            page.go_live_at = _future(item, shelf)
            shelf.publish(page)
        case ArticleText(state="in_review"):
            shelf.revise(page)
            workflow = page.get_workflow()
            if workflow is not None and code == item.original:
                workflow.start(page, shelf.editor)
        case ArticleText(state="draft"):
            shelf.revise(page)
        case _:
            _publish(page, shelf)


def _future(article: ArticleText, shelf: Shelf) -> datetime:
    moment = shelf.calendar.released(days_ago=article.days_ago, at=article.time)
    return max(moment, timezone.now() + timedelta(hours=1))


def _publish(page: Page, shelf: Shelf) -> None:
    """Publish through Wagtail; the page then says it was released when the texts say so."""
    released = page.first_published_at
    shelf.publish(page)
    dates = {"last_published_at": released, "latest_revision_created_at": released}
    Page.objects.filter(pk=page.pk).update(**dates)
