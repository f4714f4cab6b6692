"""Timed text as the public reads it in the documents of videos."""

from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from cms.delivery import projection
from cms.delivery.models import Change, Document
from tests.factories.videos import TrackFactory, VideoAssetFactory, VideoPageFactory
from videos.models import VideoAsset, VideoPage
from videos.pipeline.timed_text.cues import Cue

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset() -> VideoAsset:
    return VideoAssetFactory(ready=True)


@pytest.fixture
def video(asset: VideoAsset) -> VideoPage:
    return VideoPageFactory(asset=asset, published=True)


def body(video: VideoPage, locale: str = "en") -> dict[str, Any]:
    document = Document.objects.get(work=video.translation_key, locale=locale)
    return orjson.loads(bytes(document.body))


def tracks(video: VideoPage) -> list[dict[str, Any]]:
    return body(video)["asset"]["tracks"]


class TestTracks:
    def test_say_what_they_are_and_where(self, video: VideoPage, settings) -> None:
        assert tracks(video) == []

        track = TrackFactory(asset=video.asset, language="ar", kind="captions")

        assert tracks(video) == [
            {
                "id": str(track.uuid),
                "kind": "captions",
                "language": "ar",
                "label": track.shown_label,
                "dir": "rtl",
                "machine_made": False,
                "cue_count": 2,
                "updated_at": track.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "vtt_url": f"{settings.FILES_URL}/media/tracks/{track.uuid}.vtt",
                "srt_url": f"{settings.FILES_URL}/media/tracks/{track.uuid}.srt",
            }
        ]

    def test_made_by_a_machine_say_so_in_their_label(self, video: VideoPage) -> None:
        track = TrackFactory(asset=video.asset, language="en", is_machine_made=True)
        [delivered] = tracks(video)
        assert delivered["machine_made"] is True
        assert delivered["label"] == "English – made by a machine"

        track.is_machine_made = False
        track.save()

        assert tracks(video)[0]["label"] == "English"

    @pytest.mark.parametrize("hidden", [{"is_published": False}, {"cues": []}])
    def test_that_are_not_shown_leave_no_trace(
        self, video: VideoPage, hidden: dict[str, Any]
    ) -> None:
        TrackFactory(asset=video.asset, language="en")
        before = bytes(Document.objects.get(work=video.translation_key).body)
        changes = Change.objects.count()

        TrackFactory(asset=video.asset, language="fr", **hidden)

        assert bytes(Document.objects.get(work=video.translation_key).body) == before
        assert Change.objects.count() == changes

    def test_go_with_their_row(self, video: VideoPage) -> None:
        track = TrackFactory(asset=video.asset)
        assert tracks(video)

        track.delete()

        assert tracks(video) == []

    def test_of_a_draft_have_links_that_expire(self, asset: VideoAsset) -> None:
        TrackFactory(asset=asset)
        draft = VideoPageFactory(asset=asset)

        [track] = projection.preview(draft)["asset"]["tracks"]

        assert "/media/signed/" in track["vtt_url"]
        assert "/media/signed/" in track["srt_url"]

    def test_cost_the_same_however_many_there_are(self, video: VideoPage) -> None:
        def queries() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                projection.expected(
                    projection.registry.for_kind("video"), video.translation_key, "en",
                    at=timezone.now(),
                )  # fmt: skip
            return len(captured)

        TrackFactory(asset=video.asset, language="en")
        few = queries()
        for language in ("fr", "uk", "ar", "de", "pl"):
            TrackFactory(asset=video.asset, language=language)

        assert queries() == few


class TestTranscript:
    def _french(self, video: VideoPage) -> VideoPage:
        french = Locale.objects.get(language_code="fr")
        copy = video.copy_for_translation(french, copy_parents=True)
        copy.slug = "video-fr"
        copy.save_revision().publish()
        return copy

    def test_is_joined_to_paragraphs(self, video: VideoPage) -> None:
        track = TrackFactory(
            asset=video.asset,
            kind="transcript",
            language="en",
            cues=[
                Cue(start_ms=0, end_ms=1_000, text="The ferry\nleaves", speaker="Olena"),
                Cue(start_ms=1_000, end_ms=1_500, text="<i>at dawn</i>.", speaker="Olena"),
                Cue(start_ms=1_500, end_ms=None, text="When?"),
            ],
        )

        assert body(video)["transcript"] == {
            "track": str(track.uuid),
            "language": "en",
            "dir": "ltr",
            "machine_made": False,
            "paragraphs": [
                {
                    "start_seconds": 0.0,
                    "end_seconds": 1.5,
                    "speaker": "Olena",
                    "text": "The ferry leaves at dawn.",
                },
                {"start_seconds": 1.5, "end_seconds": 4.5, "speaker": "", "text": "When?"},
            ],
        }

    def test_is_null_without_a_track_that_tells_it(self, video: VideoPage) -> None:
        TrackFactory(asset=video.asset, language="uk", kind="subtitles")

        assert body(video)["transcript"] is None

    @pytest.mark.parametrize(
        ("kinds", "chosen"),
        [
            ({"en": "transcript", "fr": "subtitles"}, "fr"),
            ({"en": "captions", "uk": "transcript"}, "uk"),
            ({"en": "captions", "uk": "subtitles"}, "en"),
            ({"en": "transcript", "fr-CA": "captions"}, "fr-CA"),
        ],
    )
    def test_is_in_the_language_of_the_reader_where_there_is_one(
        self, video: VideoPage, kinds: dict[str, str], chosen: str
    ) -> None:
        self._french(video)
        for language, kind in kinds.items():
            TrackFactory(asset=video.asset, language=language, kind=kind)

        assert body(video, "fr")["transcript"]["language"] == chosen
