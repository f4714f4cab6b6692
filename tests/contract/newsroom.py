"""A small invented newsroom in which everything is used once, built at settled times."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.base import ContentFile

from cms.core.models import NewsroomDocument, NewsroomImage
from news.models import (
    ArticleIndexPage,
    ArticlePage,
    ArticlePerson,
    ArticlePlace,
    ArticleTopic,
    ArticleVideo,
    ProgrammePage,
    ProgrammeSession,
)
from tests.factories.core import (
    DocumentFactory,
    ImageFactory,
    PersonFactory,
    PlaceFactory,
    TopicFactory,
)
from tests.factories.news import ArticlePageFactory, ProgrammePageFactory, index_of
from tests.factories.videos import (
    TrackFactory,
    VideoAssetFactory,
    VideoPageFactory,
    give_preview,
    give_rendition,
)
from videos.derivative_choices import RenditionPurpose
from videos.models import Restriction, Shot, VideoAsset, VideoIndexPage, VideoPage

START = datetime(2026, 9, 14, 6, 0, tzinfo=UTC)


class Clock:
    """The only clock of the newsroom: each look at it is a second later."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment

    def advance(self) -> None:
        self.moment += timedelta(minutes=30)


@dataclass
class Newsroom:
    """The works by name."""

    article: ArticlePage
    programme: ProgrammePage
    video: VideoPage
    subjects: dict[str, Any]


def named(name: str) -> UUID:
    """Return an id that is the same in every run."""
    return uuid5(NAMESPACE_URL, f"https://newsroom.example/{name}")


def build(clock: Clock) -> Newsroom:
    """Release everything, one after the other."""
    subjects = _subjects()
    image = _image()
    clock.advance()
    video = _video(subjects, image)
    clock.advance()
    programme = _programme(subjects, video)
    clock.advance()
    article = _article(subjects, image, video, programme)
    clock.advance()
    for code, title in (
        ("fr", "Le quai neuf ouvre au lever du jour"),
        ("ar", "افتتاح الرصيف الجديد عند الفجر"),
    ):
        ArticlePageFactory(
            locale=code,
            title=title,
            slug="quay" if code == "fr" else "رصيف",
            translation_of=article,
            date=article.date,
            body=json.dumps([_block("paragraph", f"<p>{title}.</p>", name=f"{code} text")]),
        )
        clock.advance()
    ArticlePageFactory(title="Pilots change watch at noon", slug="pilots", date=article.date)
    return Newsroom(article, programme, video, subjects)


def _subjects() -> dict[str, Any]:
    return {
        "topic": TopicFactory(title="Harbours", slug="harbours", translation_key=named("topic")),
        "person": PersonFactory(
            title="Ines Vandaele", role="Harbour master", translation_key=named("person")
        ),
        "place": PlaceFactory(
            title="Port Lumen", country_code="BE", translation_key=named("place")
        ),
    }


def _image() -> NewsroomImage:
    image = ImageFactory(
        title="Quay at dawn",
        description="A crane above an empty quay, in first light",
        credit="Port Lumen / T. Okafor",
        uuid=named("image"),
        focal_point_x=200,
        focal_point_y=120,
        focal_point_width=40,
        focal_point_height=40,
    )
    NewsroomImage.objects.filter(pk=image.pk).update(file_hash="5a" * 20)
    return NewsroomImage.objects.get(pk=image.pk)


def _video(subjects: dict[str, Any], image: NewsroomImage) -> VideoPage:
    asset: VideoAsset = VideoAssetFactory(
        title="Quay b-roll", master=ContentFile(b"not a film", name="quay.mov"), uuid=named("asset")
    )
    give_preview(asset, content=b"a small film")
    asset.poster = image
    asset.duration_seconds, asset.width, asset.height = 84.48, 3840, 2160
    asset.size_bytes = 1_204_882_133
    asset.rate_numerator, asset.rate_denominator, asset.frame_count = 25, 1, 2112
    asset.start_frame = 10 * 3600 * 25
    asset.facts = {"audio": [{"channels": 2, "language": "eng"}, {"channels": 2}]}
    asset.audio_names = {"audio-2": {"label": "International sound"}}
    asset.quality = {
        "sounds": [
            {
                "name": "audio-1",
                "integrated_lufs": -22.9,
                "range_lu": 7.1,
                "true_peak_dbtp": -3.2,
            }
        ]
    }
    asset.save()
    for filename, purpose in (
        ("360p.hls.mp4", RenditionPurpose.HLS),
        ("360p.m3u8", RenditionPurpose.PLAYLIST),
        ("720p.mp4", RenditionPurpose.DOWNLOAD),
        ("audio-1.json", RenditionPurpose.WAVEFORM),
    ):
        give_rendition(asset, filename, purpose)
    TrackFactory(asset=asset, uuid=named("track"), kind="captions", is_machine_made=True)
    page: VideoPage = VideoPageFactory(
        parent=index_of(VideoIndexPage),
        title="First light on the new quay",
        slug="first-light",
        synopsis="<p>Cranes, tugs and the first ship. Natural sound.</p>",
        place=subjects["place"],
        credit="Port Lumen",
        usage_restrictions="No use in advertising.",
        usage_ends_at=datetime(2027, 9, 14, 23, 59, tzinfo=UTC),
        no_archive=True,
        asset=asset,
        translation_key=named("video"),
    )
    page.restrictions = [
        Restriction(kind="forbidden", territories=["FR", "GB"]),
        Restriction(kind="only", media=["broadcast", "online"]),
    ]
    page.shots = [
        Shot(
            in_frame=0,
            out_frame=158,
            description="Wide of the quay, cranes at work",
            place="East quay",
            translation_key=named("shot 1"),
        ),
        Shot(
            in_frame=158,
            out_frame=410,
            kind="soundbite",
            speaker=subjects["person"],
            language="fr",
            quote="Le quai est ouvert.",
            quote_rendering="The quay is open.",
            restriction="Not for advertising.",
            translation_key=named("shot 2"),
        ),
    ]
    page.save_revision().publish()
    return page


def _programme(subjects: dict[str, Any], video: VideoPage) -> ProgrammePage:
    hour = timedelta(hours=1)
    begin = datetime(2026, 9, 15, 5, 0, tzinfo=UTC)
    sessions = [
        ProgrammeSession(
            title="Opening of the quay",
            description="<p>Words of welcome.</p>",
            starts_at=begin,
            ends_at=begin + hour,
            coverage="livestream",
            livestream_url="https://www.youtube.com/watch?v=abcdefghijk",
            place=subjects["place"],
            links=json.dumps([{"type": "page", "value": video.pk, "id": str(named("link"))}]),
            translation_key=named("session 1"),
            sort_order=0,
        ),
        ProgrammeSession(
            title="Tour of the pilot station",
            starts_at=begin + 2 * hour,
            coverage="pool",
            status="moved",
            translation_key=named("session 2"),
            sort_order=1,
        ),
    ]
    page: ProgrammePage = ProgrammePageFactory(
        title="Opening of the east quay",
        slug="east-quay",
        summary="The port opens its new quay to shipping.",
        starts_at=begin,
        ends_at=begin + 4 * hour,
        place=subjects["place"],
        media_access="<p>Gate 3, from 6 a.m.</p>",
        accreditation_notes="<p>Bring a press card.</p>",
        accreditation_deadline=begin - 24 * hour,
        translation_key=named("programme"),
        sessions=sessions,
    )
    return page


def _article(
    subjects: dict[str, Any], image: NewsroomImage, video: VideoPage, programme: ProgrammePage
) -> ArticlePage:
    document = DocumentFactory(title="Terms of use of the quay", uuid=named("document"))
    page: ArticlePage = ArticlePageFactory(
        title="New quay opens at dawn",
        slug="quay",
        kind="press_release",
        date="2026-09-15",
        dateline=subjects["place"],
        summary="Ships of any length can berth at « Port Lumen » again.",
        lead_image=image,
        contact_name="Marek Dolny",
        contact_role="Duty press officer",
        contact_email="press@newsroom.example",
        contact_phone="+32 2 555 01 00",
        seo_title="Port Lumen opens its east quay",
        search_description="The new quay takes ships of any length.",
        programme=programme,
        translation_key=named("article"),
        topics=[ArticleTopic(topic=subjects["topic"])],
        people=[ArticlePerson(person=subjects["person"])],
        places=[ArticlePlace(place=subjects["place"])],
        videos=[ArticleVideo(video=video)],
        body=json.dumps(_body(subjects, image, video, document)),
    )
    return page


def _body(
    subjects: dict[str, Any], image: NewsroomImage, video: VideoPage, document: NewsroomDocument
) -> list[dict[str, Any]]:
    index = index_of(ArticleIndexPage)
    return [
        _block("paragraph", f'<p>Dawn broke. See <a linktype="page" id="{video.pk}">it</a>.</p>'),
        _block("heading", {"text": "What changes", "level": "2"}),
        _block(
            "quote",
            {
                "text": "We waited nine years for this tide.",
                "speaker": subjects["person"].pk,
                "attribution": "",
                "language": "fr",
                "original_text": "Nous attendions cette marée depuis neuf ans.",
            },
        ),
        _block(
            "image",
            {"image": image.pk, "alt_text": "", "caption": "The quay at 6.12 a.m.", "credit": ""},
        ),
        _block(
            "gallery",
            {
                "title": "The first hour",
                "images": [
                    {
                        "type": "item",
                        "value": {"image": image.pk, "alt_text": "Crane 4", "caption": "Crane 4"},
                        "id": str(named("gallery item")),
                    }
                ],
            },
        ),
        _block("video", {"video": video.pk, "caption": "Natural sound"}),
        _block("document", {"document": document.pk, "description": "In force from today"}),
        _block(
            "table",
            {
                "caption": "Berths",
                "columns": [
                    {"type": "text", "heading": "Berth"},
                    {"type": "number", "heading": "Length in metres"},
                ],
                "rows": [{"values": ["East 1", 412.5]}, {"values": ["East 2", None]}],
            },
        ),
        _block("fact_box", {"title": "In short", "text": "<p>412 metres, 17 metres deep.</p>"}),
        _block(
            "related_links",
            {
                "title": "More",
                "links": [
                    {
                        "type": "item",
                        "value": {
                            "title": "Tide tables",
                            "page": None,
                            "url": "https://tides.example/",
                        },
                        "id": str(named("link 1")),
                    },
                    {
                        "type": "item",
                        "value": {"title": "", "page": index.pk, "url": ""},
                        "id": str(named("link 2")),
                    },
                ],
            },
        ),
        _block(
            "embed",
            {"url": "https://vimeo.com/123456789", "title": "Timelapse", "caption": "Nine years"},
        ),
    ]


def _block(kind: str, value: Any, *, name: str = "") -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(named(f"block {name or kind}"))}


type Build = Callable[[Clock], Newsroom]
