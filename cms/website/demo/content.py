"""The demo's texts, read from ``content/*.toml`` into frozen dataclasses and checked."""

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from cms.website.demo.blocks import read_body
from cms.website.demo.images import LANDSCAPE, SCENES
from cms.website.demo.reading import LOCALES, ContentError, Table
from cms.website.demo.records import (
    ArticleText,
    ContactText,
    CueText,
    DemoContent,
    DocumentPlan,
    FixedPage,
    ImagePlan,
    MenuItemText,
    MenuText,
    NoticeText,
    PersonText,
    PlaceText,
    ProgrammeText,
    SessionText,
    ShotText,
    SiteText,
    TopicText,
    TrackText,
    VideoText,
)
from cms.website.demo.references import check_references

CONTENT_FOLDER = Path(__file__).parent / "content"

ARTICLE_KINDS = frozenset(
    {
        "news",
        "press_release",
        "statement",
        "speech",
        "transcript",
        "media_advisory",
        "opinion",
    }
)
PROGRAMME_KINDS = frozenset({"ministerial", "summit", "visit", "exercise", "press_conference"})
VIDEO_KINDS = frozenset({"b_roll", "statement", "press_conference", "package", "interview"})
SHOT_KINDS = frozenset({"shot", "soundbite"})
TRACK_KINDS = frozenset({"subtitles", "captions", "transcript"})
COVERAGES = frozenset({"open", "pool", "closed", "livestream"})
SESSION_STATUSES = frozenset({"scheduled", "moved", "live", "ended", "cancelled"})
ARTICLE_STATES = frozenset({"released", "draft", "scheduled", "in_review"})
LISTINGS = ("articles", "programmes", "videos")
LONGEST_VIDEO_SECONDS = 12


def read_content(folder: Path = CONTENT_FOLDER) -> DemoContent:
    """Return the demo's content.

    Raises:
        ContentError: something is missing or refers to nothing; it names file and key.
    """
    site = _open(folder / "site.toml")
    content = DemoContent(
        site=_site(_only(site, "site")),
        home=_fixed_page(_only(site, "home")),
        listings={name: _fixed_page(_only(_only(site, "listings"), name)) for name in LISTINGS},
        contacts={contact.key: contact for contact in map(_contact, site.tables("contacts"))},
        menus=tuple(_menu(table) for table in site.tables("menus")),
        topics=_by_key(_topic(table) for table in _open(folder / "topics.toml").tables("topics")),
        people=_by_key(_person(table) for table in _open(folder / "people.toml").tables("people")),
        places=_by_key(_place(table) for table in _open(folder / "places.toml").tables("places")),
        images=_by_key(_image(table) for table in _open(folder / "images.toml").tables("images")),
        documents=_by_key(
            _document(table) for table in _open(folder / "documents.toml").tables("documents")
        ),
        videos=_by_key(_video(table) for table in _open(folder / "videos.toml").tables("videos")),
        programmes=_by_key(
            _programme(table) for table in _open(folder / "programmes.toml").tables("programmes")
        ),
        articles=_by_key(
            _article(_open(path), key=path.stem) for path in sorted(folder.glob("articles/*.toml"))
        ),
        notices=_by_key(
            _notice(_open(path), key=path.stem) for path in sorted(folder.glob("notices/*.toml"))
        ),
    )
    check_references(content)
    return content


def _open(path: Path) -> Table:
    name = path.name if path.parent.name == "content" else f"{path.parent.name}/{path.name}"
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8")), where=name)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ContentError(f"{name}: {error}") from error


def _only(parent: Table, key: str) -> Table:
    values = parent.values.get(key)
    if not isinstance(values, dict):
        raise parent.error(key, "is missing")
    return Table(values, where=f"{parent.where}.{key}")


def _by_key[
    Keyed: (
        TopicText,
        PersonText,
        PlaceText,
        ImagePlan,
        DocumentPlan,
        VideoText,
        ProgrammeText,
        ArticleText,
        NoticeText,
    )
](items: Iterator[Keyed]) -> dict[str, Keyed]:
    result: dict[str, Keyed] = {}
    for item in items:
        if item.key in result:
            raise ContentError(f"{type(item).__name__} {item.key!r} is given twice")
        result[item.key] = item
    return result


def _site(table: Table) -> SiteText:
    return SiteText(
        organisation=table.localised("organisation", LOCALES),
        tagline=table.localised("tagline", LOCALES),
        footer=table.localised("footer", LOCALES),
        contact_email=table.text("contact_email"),
        image=table.text("image"),
    )


def _fixed_page(table: Table) -> FixedPage:
    return FixedPage(
        title=table.localised("title", LOCALES),
        intro=table.localised("intro", LOCALES),
        highlights=table.texts("highlights"),
    )


def _contact(table: Table) -> ContactText:
    return ContactText(
        key=table.text("key"),
        name=table.text("name"),
        email=table.text("email"),
        phone=table.text("phone"),
        role=table.localised("role", LOCALES),
    )


def _menu(table: Table) -> MenuText:
    items = [
        MenuItemText(
            title=item.localised("title", LOCALES),
            page=item.text("page", ""),
            url=item.text("url", ""),
        )
        for item in table.tables("items")
    ]
    return MenuText(
        handle=table.text("handle"), title=table.localised("title", LOCALES), items=tuple(items)
    )


def _item(table: Table, *, title: str = "title", key: str = "") -> dict[str, Any]:
    locales = table.locales(title)
    return {
        "key": key or table.text("key"),
        "locales": locales,
        "title": table.localised(title, locales),
    }


def _everywhere(table: Table, *, title: str = "title") -> dict[str, Any]:
    """Return the shared part of a thing that must exist in every language."""
    table.localised(title, LOCALES)
    return _item(table, title=title)


def _topic(table: Table) -> TopicText:
    topic = TopicText(**_everywhere(table), description=table.localised("description", LOCALES))
    table.finish()
    return topic


def _person(table: Table) -> PersonText:
    person = PersonText(
        **_everywhere(table, title="name"),
        role=table.localised("role", LOCALES),
        image=table.text("image", ""),
    )
    table.finish()
    return person


def _place(table: Table) -> PlaceText:
    place = PlaceText(**_everywhere(table), country_code=table.text("country_code"))
    table.finish()
    return place


def _image(table: Table) -> ImagePlan:
    image = ImagePlan(
        **_everywhere(table, title="alt"),
        scene=table.choice("scene", SCENES),
        seed=table.number("seed"),
        size=table.size("size", LANDSCAPE),
        credit=table.text("credit"),
        focal_point=table.shares("focal_point"),
    )
    table.finish()
    return image


def _document(table: Table) -> DocumentPlan:
    document = DocumentPlan(
        key=table.text("key"),
        filename=table.text("filename"),
        title=table.text("title"),
        paragraphs=table.texts("paragraphs"),
    )
    table.finish()
    return document


def _released(table: Table, kinds: Collection[str], *, key: str = "") -> dict[str, Any]:
    shared = _item(table, key=key)
    return shared | {
        "kind": table.choice("kind", kinds),
        "original": table.choice("original", shared["locales"]),
        "days_ago": table.number("days_ago"),
        "time": table.text("time"),
        "place": table.text("place", ""),
        "topics": table.texts("topics"),
        "people": table.texts("people"),
    }


def _video(table: Table) -> VideoText:
    shared = _released(table, VIDEO_KINDS)
    video = VideoText(
        **shared,
        seconds=table.number("seconds"),
        seed=table.number("seed"),
        slate=table.text("slate"),
        credit=table.text("credit"),
        synopsis=table.localised("synopsis", shared["locales"]),
        restrictions=table.localised("restrictions", shared["locales"]),
        not_in=table.texts("not_in"),
        not_for=table.texts("not_for"),
        usable_days=table.number("usable_days", 0),
        shots=tuple(_shot(shot, shared["locales"]) for shot in table.tables("shots")),
        tracks=tuple(_track(track) for track in table.tables("tracks")),
    )
    if video.seconds > LONGEST_VIDEO_SECONDS:
        raise table.error("seconds", f"must not be more than {LONGEST_VIDEO_SECONDS}")
    ends = [shot.end for shot in video.shots]
    ends += [cue.end for track in video.tracks for cue in track.cues]
    if max(ends, default=0) > video.seconds:
        raise table.error("seconds", "is less than where a shot or a cue ends")
    table.finish()
    return video


def _shot(table: Table, locales: tuple[str, ...]) -> ShotText:
    shot = ShotText(
        begin=table.seconds("from"),
        end=table.seconds("to"),
        kind=table.choice("kind", SHOT_KINDS, "shot"),
        description=table.localised("description", locales),
        restriction=table.optional_localised("restriction", locales),
        speaker=table.text("speaker", ""),
        language=table.text("language", ""),
        quote=table.text("quote", ""),
        rendering=table.optional_localised("rendering", locales),
    )
    table.finish()
    return shot


def _track(table: Table) -> TrackText:
    track = TrackText(
        kind=table.choice("kind", TRACK_KINDS),
        language=table.text("language"),
        cues=tuple(
            CueText(begin=begin, end=end, text=text, speaker="".join(speaker))
            for begin, end, text, *speaker in table.rows("cues")
        ),
    )
    table.finish()
    return track


def _article(table: Table, *, key: str) -> ArticleText:
    shared = _released(table, ARTICLE_KINDS, key=key)
    article = ArticleText(
        **shared,
        state=table.choice("state", ARTICLE_STATES, "released"),
        summary=table.localised("summary", shared["locales"]),
        image=table.text("image"),
        places=table.texts("places"),
        programme=table.text("programme", ""),
        sessions=table.texts("sessions"),
        videos=table.texts("videos"),
        media_contact=table.text("media_contact"),
        body=read_body(table, shared["locales"]),
    )
    table.finish()
    return article


def _programme(table: Table) -> ProgrammeText:
    shared = _released(table, PROGRAMME_KINDS)
    locales = shared["locales"]
    table.seen.add("deadline")
    deadline = table.values.get("deadline", {})
    programme = ProgrammeText(
        **shared,
        time_zone=table.text("time_zone"),
        summary=table.localised("summary", locales),
        image=table.text("image"),
        media_contact=table.text("media_contact"),
        media_access=table.localised("media_access", locales),
        accreditation=table.localised("accreditation", locales),
        deadline_day=deadline.get("day"),
        deadline_time=deadline.get("time", ""),
        body=read_body(table, locales),
        sessions=tuple(_session(session, locales) for session in table.tables("sessions")),
    )
    table.finish()
    return programme


def _session(table: Table, locales: tuple[str, ...]) -> SessionText:
    session = SessionText(
        key=table.text("key"),
        locales=locales,
        title=table.localised("title", locales),
        day=table.number("day"),
        start=table.text("start"),
        end=table.text("end"),
        coverage=table.choice("coverage", COVERAGES),
        status=table.choice("status", SESSION_STATUSES, "scheduled"),
        livestream=table.text("livestream", ""),
        place=table.text("place"),
        description=table.localised("description", locales),
        links=table.texts("links"),
    )
    if session.coverage == "livestream" and not session.livestream:
        raise table.error("livestream", "is missing")
    table.finish()
    return session


def _notice(table: Table, *, key: str) -> NoticeText:
    notice = NoticeText(
        key=key,
        locales=LOCALES,
        title=table.localised("title", LOCALES),
        body=table.localised("body", LOCALES),
    )
    table.finish()
    return notice
