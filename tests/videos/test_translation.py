"""Videos in translation: texts are translated, the media stay what they are."""

import pytest
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from cms.delivery.models import Document
from tests.factories.core import PersonFactory, PlaceFactory, TopicFactory, locale_of
from tests.factories.videos import VideoAssetFactory, VideoPageFactory
from videos.models import Shot, VideoAsset, VideoPage, VideoTopic

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
    page.shots = [
        Shot(
            in_frame=10,
            out_frame=20,
            kind="soundbite",
            description="The mayor cuts the ribbon",
            speaker=PersonFactory(title="Ada Roux"),
            language="en",
            quote="It is open.",
            place="East bank",
            restriction="No resale.",
        )
    ]
    page.save_revision().publish()
    return VideoPage.objects.get(pk=page.pk)


def test_texts_are_offered_and_nothing_else(video: VideoPage) -> None:
    source, _ = TranslationSource.update_or_create_from_instance(video)

    segments = StringSegment.objects.filter(source=source)
    paths = {
        tuple(part for part in path.split(".") if "-" not in part)
        for path in segments.values_list("context__path", flat=True)
    }

    assert paths == {
        ("title",),
        ("synopsis",),
        ("credit",),
        ("usage_restrictions",),
        ("shots", "description"),
        ("shots", "place"),
        ("shots", "restriction"),
        ("shots", "quote_rendering"),
    }


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


def test_a_quote_stays_word_for_word_and_its_rendering_is_translated(video: VideoPage) -> None:
    translate_object(video, [locale_of("fr")])
    source = video.shots.get()
    translation = Translation.objects.get(
        source__object_id=video.translation_key, target_locale=locale_of("fr")
    )
    for segment in StringSegment.objects.filter(source=translation.source).select_related(
        "string", "context"
    ):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale_of("fr"),
            data=f"FR {segment.string.data}",
        )

    translation.save_target()

    french = (
        VideoPage.objects.get(translation_key=video.translation_key, locale=locale_of("fr"))
        .get_latest_revision_as_object()
        .shots.get()
    )
    assert french.translation_key == source.translation_key
    assert (french.in_frame, french.out_frame) == (10, 20)
    assert (french.kind, french.language) == ("soundbite", "en")
    assert french.speaker == source.speaker
    assert french.quote == "It is open."
    assert french.quote_rendering == "FR It is open."
    assert french.description == "FR The mayor cuts the ribbon"
    assert (french.place, french.restriction) == ("FR East bank", "FR No resale.")
