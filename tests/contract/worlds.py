"""Two newsrooms that differ only by what the public may not see.

Random numbers and the clock are fixed while a newsroom is built, so that whatever the two have in
common is equal to the byte.
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction

from news.models import ArticleIndexPage, ArticlePage, ArticleTopic, ProgrammePage
from tests.factories.core import DocumentFactory, ImageFactory, PersonFactory, TopicFactory
from tests.factories.news import (
    START,
    ArticlePageFactory,
    ProgrammePageFactory,
    home_of,
    index_of,
    sessions,
)
from tests.factories.videos import TrackFactory, VideoAssetFactory, VideoPageFactory
from videos.models import Shot, VideoAsset, VideoIndexPage, VideoPage

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass
class World:
    """What a newsroom holds, by what a reader would ask for."""

    works: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def add(self, *pages: Page) -> None:
        for page in pages:
            self.works.append(str(page.translation_key))
            locale = page.locale.language_code
            below_home = page.url_path.strip("/").split("/", 1)[1:]
            self.paths.append("/".join(["", locale, *below_home, ""]))


def article_in(locale: str) -> ArticlePage:
    """Return the released article in a language."""
    return ArticlePage.objects.get(slug="ships-wait", locale__language_code=locale)


@contextmanager
def fixed_chance(seed: int) -> Iterator[None]:
    """Fix the clock and every random number, new UUIDs included."""
    chance = random.Random(seed)
    with (
        patch.object(os, "urandom", chance.randbytes),
        patch.object(timezone, "now", lambda: MOMENT),
    ):
        yield


def build_public(world: World) -> None:
    """Fill a newsroom with released works of each kind, in several languages."""
    topic = TopicFactory(title="Ice")
    person = PersonFactory(title="Ada Solheim")
    image = ImageFactory(title="Harbour", description="A harbour in winter")
    asset = VideoAssetFactory(
        title="Harbour footage", ready=True, rate_numerator=25, rate_denominator=1, frame_count=500
    )
    TrackFactory(asset=asset)
    video = VideoPageFactory(
        parent=index_of(VideoIndexPage),
        title="Harbour",
        slug="harbour",
        asset=asset,
    )
    video.shots = [Shot(in_frame=0, out_frame=100, description="Ice in the harbour")]
    video.save_revision().publish()
    programme = ProgrammePageFactory(
        title="Council", slug="council", starts_at=START, sessions=sessions(2)
    )
    article = ArticlePageFactory(
        title="Ships wait",
        slug="ships-wait",
        lead_image=image,
        programme=programme,
        topics=[ArticleTopic(topic=topic)],
        body=[
            ("paragraph", "<p>Twelve ships wait.</p>"),
            ("quote", {"text": "We wait.", "speaker": person}),
        ],
    )
    arabic = ArticlePageFactory(
        locale="ar", title="السفن تنتظر", slug="السفن-تنتظر", translation_of=article
    )
    world.add(video, programme, article, arabic)


def build_hidden(world: World) -> None:
    """Add one unreleased item of each kind and in each way that an item can be unreleased."""
    secret_topic = TopicFactory(title="Secret topic", published=False)
    unused_topic = TopicFactory(title="Unused topic")
    secret_image = ImageFactory(title="Secret image", description="Nobody may see this")
    DocumentFactory(title="Secret document")
    asset = VideoAssetFactory(title="Secret footage", ready=True)
    TrackFactory(asset=asset)
    public_asset = VideoAsset.objects.get(title="Harbour footage")
    TrackFactory(asset=public_asset, language="en", is_published=False)
    TrackFactory(asset=public_asset, language="uk", cues=[])
    video = VideoPageFactory(
        parent=index_of(VideoIndexPage), title="Secret video", slug="secret-video", asset=asset
    )
    programme = ProgrammePageFactory(
        title="Secret council", slug="secret-council", sessions=sessions(1), published=False
    )
    draft = ArticlePageFactory(
        title="Secret draft",
        slug="secret-draft",
        published=False,
        lead_image=secret_image,
        topics=[ArticleTopic(topic=secret_topic), ArticleTopic(topic=unused_topic)],
    )
    tomorrow = timezone.now() + timedelta(days=1)
    scheduled = ArticlePageFactory(
        title="Secret plan", slug="secret-plan", go_live_at=tomorrow, published=False
    )
    scheduled.save_revision().publish()
    expired = ArticlePageFactory(
        title="Secret past",
        slug="secret-past",
        expire_at=timezone.now() - timedelta(days=1),
        published=False,
    )
    expired.save_revision().publish()
    section = index_of(ArticleIndexPage).add_child(
        instance=ArticlePage(
            title="Secret room",
            slug="secret-room",
            live=False,
            locale=Locale.objects.get(language_code="en"),
        )
    )
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    section.save_revision().publish()
    unreleased_french = ArticlePageFactory(
        locale="fr",
        title="Texte secret",
        slug="texte-secret",
        translation_of=article_in("en"),
        published=False,
    )
    alias = article_in("en").copy_for_translation(
        Locale.objects.get(language_code="uk"), alias=True
    )
    self_draft = article_in("en")
    self_draft.title = "Ships wait for a secret"
    self_draft.save_revision()
    programme_draft = ProgrammePage.objects.get(slug="council")
    programme_draft.title = "Council with a secret"
    programme_draft.save_revision()
    video_draft = VideoPage.objects.get(slug="harbour")
    video_draft.title = "Harbour with a secret"
    video_draft.shots = [
        *video_draft.shots.all(),
        Shot(in_frame=100, out_frame=200, description="Secret ship", speaker=PersonFactory()),
    ]
    video_draft.save_revision()
    home = home_of("en")
    home.title = "Home with a secret"
    home.save_revision()
    Redirect.add_redirect("/en/secret-way", redirect_to=draft)
    world.paths.append("/en/secret-way/")
    world.add(video, programme, draft, scheduled, expired, section, unreleased_french, alias)
