"""What the demo newsroom consists of, as frozen dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass

from cms.website.demo.blocks import Block
from cms.website.demo.reading import Localised


@dataclass(frozen=True, kw_only=True)
class Item:
    """What everything with translations shares."""

    key: str
    locales: tuple[str, ...]
    title: Localised


@dataclass(frozen=True, kw_only=True)
class TopicText(Item):
    description: Localised


@dataclass(frozen=True, kw_only=True)
class PersonText(Item):
    role: Localised
    image: str


@dataclass(frozen=True, kw_only=True)
class PlaceText(Item):
    country_code: str


@dataclass(frozen=True, kw_only=True)
class ImagePlan(Item):
    """A picture to draw; the title is its text alternative."""

    scene: str
    seed: int
    size: tuple[int, int]
    credit: str
    focal_point: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class DocumentPlan:
    key: str
    filename: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Released(Item):
    """A page of its own, released some days ago."""

    kind: str
    original: str
    days_ago: int
    time: str
    place: str
    topics: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShotText:
    """A row of a shotlist; its seconds count from the beginning of the clip."""

    begin: float
    end: float
    kind: str
    description: Localised
    restriction: Localised
    speaker: str
    language: str
    quote: str
    rendering: Localised


@dataclass(frozen=True, kw_only=True)
class CueText:
    """A text and when it is shown, in seconds from the beginning of the clip."""

    begin: float
    end: float
    text: str
    speaker: str


@dataclass(frozen=True, kw_only=True)
class TrackText:
    kind: str
    language: str
    cues: tuple[CueText, ...]


@dataclass(frozen=True, kw_only=True)
class VideoText(Released):
    seconds: int
    seed: int
    slate: str
    credit: str
    synopsis: Localised
    restrictions: Localised
    not_in: tuple[str, ...]
    not_for: tuple[str, ...]
    usable_days: int
    shots: tuple[ShotText, ...]
    tracks: tuple[TrackText, ...]


@dataclass(frozen=True, kw_only=True)
class ArticleText(Released):
    state: str
    summary: Localised
    image: str
    places: tuple[str, ...]
    programme: str
    sessions: tuple[str, ...]
    videos: tuple[str, ...]
    media_contact: str
    body: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class SessionText(Item):
    day: int
    start: str
    end: str
    coverage: str
    status: str
    livestream: str
    place: str
    description: Localised
    links: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProgrammeText(Released):
    time_zone: str
    summary: Localised
    image: str
    media_contact: str
    media_access: Localised
    accreditation: Localised
    deadline_day: int | None
    deadline_time: str
    body: tuple[Block, ...]
    sessions: tuple[SessionText, ...]


@dataclass(frozen=True, kw_only=True)
class ContactText:
    key: str
    name: str
    email: str
    phone: str
    role: Localised


@dataclass(frozen=True, kw_only=True)
class MenuItemText:
    title: Localised
    page: str
    url: str


@dataclass(frozen=True, kw_only=True)
class MenuText:
    handle: str
    title: Localised
    items: tuple[MenuItemText, ...]


@dataclass(frozen=True, kw_only=True)
class FixedPage:
    """The home page or a listing, in every language."""

    title: Localised
    intro: Localised
    highlights: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SiteText:
    organisation: Localised
    tagline: Localised
    footer: Localised
    contact_email: str
    image: str


@dataclass(frozen=True, kw_only=True)
class NoticeText(Item):
    """A legal notice; its key is the kind."""

    body: Localised


@dataclass(frozen=True, kw_only=True)
class DemoContent:
    """Everything the loader creates, by key."""

    site: SiteText
    home: FixedPage
    listings: Mapping[str, FixedPage]
    contacts: Mapping[str, ContactText]
    menus: tuple[MenuText, ...]
    topics: Mapping[str, TopicText]
    people: Mapping[str, PersonText]
    places: Mapping[str, PlaceText]
    images: Mapping[str, ImagePlan]
    documents: Mapping[str, DocumentPlan]
    videos: Mapping[str, VideoText]
    programmes: Mapping[str, ProgrammeText]
    articles: Mapping[str, ArticleText]
    notices: Mapping[str, NoticeText]
