"""Videos in translation: texts are translated, the media stay what they are."""

import pytest
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.operations import translate_object

from cms.delivery.models import Document
from tests.factories.core import PlaceFactory, TopicFactory, locale_of
from tests.factories.videos import VideoAssetFactory, VideoPageFactory
from videos.models import VideoAsset, VideoPage, VideoTopic

pytestmark = pytest.mark.django_db


@pytest.fixture
def video() -> VideoPage:
    page = VideoPageFactory(
        title="Bridge",
        synopsis="<p>The bridge opens.</p>",
        credit="Newsroom",
        usage_restrictions="No resale.",
        place=PlaceFactory(title="Nantes"),
        asset=VideoAssetFactory(ready=True),
    )
    page.topics = [VideoTopic(topic=TopicFactory(title="Rivers"))]
    page.save_revision().publish()
    return page


def test_texts_are_offered_and_nothing_else(video: VideoPage) -> None:
    source, _ = TranslationSource.update_or_create_from_instance(video)

    segments = StringSegment.objects.filter(source=source)
    paths = {path.split(".")[0] for path in segments.values_list("context__path", flat=True)}

    assert paths == {"title", "synopsis", "credit", "usage_restrictions"}


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_submitting_makes_a_draft_on_the_same_asset(video: VideoPage, code: str) -> None:
    translate_object(video, [locale_of(code)])

    translated = VideoPage.objects.get(
        translation_key=video.translation_key, locale=locale_of(code)
    )
    assert not translated.live
    assert translated.asset == video.asset
    assert translated.place == video.place
    assert [row.topic for row in translated.topics.all()] == [
        row.topic for row in video.topics.all()
    ]
    assert VideoAsset.objects.count() == 1
    assert not Document.objects.filter(work=video.translation_key, locale=code).exists()
