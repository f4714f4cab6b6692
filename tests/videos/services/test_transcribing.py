"""Speech to text, with a program in the place of the recogniser."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.core.models import LeaseState
from cms.core.models.leased import LeaseLostError
from tests.factories.videos import TrackFactory, VideoAssetFactory
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from tests.videos.pipeline.clips import make_clip
from videos.models import Track, Transcription, VideoAsset
from videos.services.transcribing import (
    AlreadyThere,
    SpeechToTextOff,
    drain_transcriptions,
    request_transcription,
    transcribe,
)

pytestmark = pytest.mark.django_db

RECOGNISER = Path(__file__).with_name("fake_recogniser.py")


@pytest.fixture
def asset() -> VideoAsset:
    return VideoAssetFactory(ready=True)


@pytest.fixture
def _backend(settings: Any, queued_tasks: None) -> None:
    settings.VIDEOS = {
        "TRANSCRIBER": "videos.transcribing.backends.CommandTranscriber",
        "TRANSCRIBER_COMMAND": f"{sys.executable} {RECOGNISER} {{audio}} {{language}}",
    }


def ask(asset: VideoAsset, language: str = "fr") -> Transcription:
    return request_transcription(asset, kind="transcript", language=language, by=None)


def test_is_off_until_a_backend_is_named(asset: VideoAsset) -> None:
    with pytest.raises(SpeechToTextOff):
        ask(asset)


@pytest.mark.usefixtures("_backend")
class TestTranscribing:
    def test_makes_a_track_that_says_so_and_waits_for_an_editor(self, asset: VideoAsset) -> None:
        ask(asset)

        assert drain_transcriptions() == 1

        track = Track.objects.get()
        assert (track.kind, track.language, track.source_format) == ("transcript", "fr", "speech")
        assert (track.is_machine_made, track.is_published) == (True, False)
        assert [cue.text for cue in track.cues] == ["fr (1, 16000, 2) 1.0"]
        assert Transcription.objects.get().state == LeaseState.DONE

    def test_never_overwrites_a_track(self, asset: VideoAsset) -> None:
        ask(asset)
        by_hand = TrackFactory(asset=asset, kind="transcript")

        drain_transcriptions()

        assert Track.objects.get().webvtt == by_hand.webvtt
        with pytest.raises(AlreadyThere):
            ask(asset)

    def test_is_asked_for_once_at_a_time(self, asset: VideoAsset) -> None:
        ask(asset)

        with pytest.raises(AlreadyThere):
            ask(asset)

        assert Transcription.objects.count() == 1

    def test_that_fails_says_why_and_can_be_asked_for_again(self, asset: VideoAsset) -> None:
        ask(asset, "tlh")
        drain_transcriptions()
        Transcription.objects.update(run_after=timezone.now())
        drain_transcriptions()
        failed = Transcription.objects.get()
        assert (failed.state, failed.last_error) == (
            LeaseState.FAILED, "TranscriptionFailed: No model for this language.",
        )  # fmt: skip

        ask(asset, "tlh")

        assert Transcription.objects.get().state == LeaseState.QUEUED

    def test_of_a_silent_film_fails_at_once(self, tmp_path: Path) -> None:
        silent = make_clip(tmp_path / "silent.mp4", sound=False).read_bytes()
        ask(VideoAssetFactory(master=ContentFile(silent, name="silent.mp4")))

        drain_transcriptions()

        failed = Transcription.objects.get()
        assert failed.state == LeaseState.FAILED
        assert failed.last_error.startswith("MediaRefused: no_sound")

    def test_by_a_worker_that_lost_its_lease_saves_nothing(self, asset: VideoAsset) -> None:
        ask(asset)
        now = timezone.now()
        late = Transcription.objects.claim(at=now, lease_seconds=1)
        Transcription.objects.claim(at=now + timedelta(seconds=5), lease_seconds=60)

        with pytest.raises(LeaseLostError):
            transcribe(late)

        assert not Track.objects.exists()

    def test_is_asked_for_on_the_page_of_the_asset(self, asset: VideoAsset, client: Client) -> None:
        sign_in_staff(client, librarian())
        page = reverse("wagtailsnippets_videos_videoasset:edit", args=[asset.pk])
        address = reverse("video_tracks:transcribe", args=[asset.uuid])
        assert address in client.get(page).content.decode()

        answer = client.post(address, {"kind": "captions", "language": "FR"})

        job = Transcription.objects.get()
        assert (answer["Location"], job.kind, job.language) == (page, "captions", "fr")
        assert "speech to text" in client.get(page).content.decode()
