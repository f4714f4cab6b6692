"""Changing timed text."""

import pytest
from wagtail.models import ModelLogEntry

from cms.delivery.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.videos import TrackFactory, VideoAssetFactory, VideoPageFactory, some_cues
from videos.models import Track, VideoAsset
from videos.pipeline.timed_text.cues import Cue, TimedTextRefused
from videos.pipeline.timed_text.srt import write_subrip
from videos.services.tracks import (
    TrackChanged,
    add_track,
    change_track,
    delete_track,
    find_faults,
    read_upload,
    save_cues,
)

pytestmark = pytest.mark.django_db

TEN_HOURS = 36_000_000


@pytest.fixture
def asset() -> VideoAsset:
    return VideoAssetFactory(ready=True)


def timecoded(asset: VideoAsset, numerator: int, denominator: int, *, seconds: float) -> VideoAsset:
    """Let the recording begin at ten hours of timecode without dropped numbers."""
    asset.rate_numerator, asset.rate_denominator = numerator, denominator
    asset.start_frame = 36_000 * round(numerator / denominator)
    asset.duration_seconds = seconds
    return asset


def subrip(*times: tuple[int, int]) -> bytes:
    return write_subrip(Cue(start_ms=start, end_ms=end, text="a") for start, end in times).encode()


class TestReadUpload:
    def test_leaves_times_alone_that_count_from_the_first_picture(self, asset: VideoAsset) -> None:
        timecoded(asset, 25, 1, seconds=60)

        found = read_upload(subrip((1_000, 2_000)), asset=asset, language="en")

        assert (found.moved_ms, found.reading.cues[0].start_ms) == (0, 1_000)

    @pytest.mark.parametrize(
        ("rate", "start"),
        [((25, 1), TEN_HOURS), ((30_000, 1_001), TEN_HOURS), ((30_000, 1_001), 36_036_000)],
    )
    def test_moves_times_that_count_from_the_source_timecode(
        self, asset: VideoAsset, rate: tuple[int, int], start: int
    ) -> None:
        timecoded(asset, *rate, seconds=20)
        content = subrip((start + 1_000, start + 2_000), (start + 3_000, start + 4_000))

        found = read_upload(content, asset=asset, language="en")

        assert found.moved_ms == start
        assert [cue.start_ms for cue in found.reading.cues] == [1_000, 3_000]

    @pytest.mark.parametrize("start", [90_000, TEN_HOURS - 5_000, TEN_HOURS + 90_000])
    def test_leaves_times_alone_that_fit_neither_way(self, asset: VideoAsset, start: int) -> None:
        timecoded(asset, 25, 1, seconds=60)

        found = read_upload(subrip((start, start + 1_000)), asset=asset, language="en")

        assert found.moved_ms == 0

    def test_does_not_guess_for_an_unknown_recording(self) -> None:
        found = read_upload(
            subrip((TEN_HOURS, TEN_HOURS + 1_000)), asset=VideoAssetFactory(), language="en"
        )

        assert found.moved_ms == 0


class TestSaving:
    def test_keeps_who_saved_what(self, asset: VideoAsset) -> None:
        editor = UserFactory(editor=True)
        upload = read_upload(subrip((0, 500)), asset=asset, language="uk")

        track = add_track(Track(asset=asset, language="uk"), upload, by=editor)
        save_cues(track, some_cues(), version=1, by=editor)
        delete_track(track, by=editor)

        entries = ModelLogEntry.objects.for_instance(asset).order_by("pk")
        assert [(entry.action, entry.message) for entry in entries if "track" in entry.action] == [
            ("videos.track.upload", "Subtitles (uk) uploaded: 1 cue"),
            ("videos.track.edit", "Subtitles (uk) edited: 2 cues"),
            ("videos.track.delete", "Subtitles (uk) deleted: 2 cues"),
        ]
        assert {entry.user for entry in entries} == {editor}

    def test_counts_versions_of_the_text_only(self, asset: VideoAsset) -> None:
        track = TrackFactory(asset=asset)

        change_track(track, None, version=1, by=None)
        assert Track.objects.get().version == 1

        upload = read_upload(subrip((0, 500)), asset=asset, language="fr")
        change_track(track, upload, version=1, by=None)
        assert (Track.objects.get().version, Track.objects.get().cue_count) == (2, 1)

        assert save_cues(track, [], version=2, by=None).version == 3

    def test_refuses_to_lose_what_somebody_else_saved(self, asset: VideoAsset) -> None:
        track = TrackFactory(asset=asset)
        mine, theirs = Track.objects.get(), Track.objects.get()
        other = UserFactory(editor=True)
        save_cues(theirs, [Cue(start_ms=0, end_ms=500, text="theirs")], version=1, by=other)

        with pytest.raises(TrackChanged) as conflict:
            save_cues(mine, [Cue(start_ms=0, end_ms=500, text="mine")], version=1, by=None)
        upload = read_upload(subrip((0, 500)), asset=asset, language="fr")
        with pytest.raises(TrackChanged):
            change_track(track, upload, version=1, by=None)

        assert conflict.value.current.version == 2
        assert conflict.value.current.updated_by == other
        assert [cue.text for cue in Track.objects.get().cues] == ["theirs"]

    def test_of_what_a_track_is_leaves_newer_cues_alone(self, asset: VideoAsset) -> None:
        stale = TrackFactory(asset=asset)
        save_cues(
            Track.objects.get(), [Cue(start_ms=0, end_ms=500, text="new")], version=1, by=None
        )

        stale.label = "Français d’ici"
        change_track(stale, None, version=1, by=None)

        stored = Track.objects.get()
        assert (stored.label, stored.cues[0].text) == ("Français d’ici", "new")

    def test_of_too_much_changes_nothing(self, asset: VideoAsset) -> None:
        track = TrackFactory(asset=asset)

        with pytest.raises(TimedTextRefused):
            save_cues(track, [Cue(start_ms=0, end_ms=1, text="a" * 2_001)], version=1, by=None)

        assert Track.objects.get().version == 1

    def test_reaches_the_public_in_the_same_transaction(self, asset: VideoAsset) -> None:
        video = VideoPageFactory(asset=asset, published=True)
        track = TrackFactory(asset=asset)

        save_cues(track, [Cue(start_ms=0, end_ms=500, text="a")], version=1, by=None)

        body = bytes(Document.objects.get(work=video.translation_key).body)
        assert b'"cue_count":1' in body


class TestFindFaults:
    def test_uses_the_newsrooms_own_limits(self, asset: VideoAsset, settings) -> None:
        cues = [Cue(start_ms=0, end_ms=1_000, text="a" * 16)]
        assert find_faults(cues, kind="subtitles", asset=asset) == []

        settings.VIDEOS = {"STYLE_GUIDE": {"characters_a_second": 15}}

        [finding] = find_faults(cues, kind="subtitles", asset=asset)
        assert (finding.fault, finding.limit) == ("too_fast", 15)

    def test_knows_where_the_video_ends(self, asset: VideoAsset) -> None:
        within = Cue(start_ms=0, end_ms=1_050, text="a")
        beyond = Cue(start_ms=1_050, end_ms=2_500, text="a")

        found = find_faults([within, beyond], kind="transcript", asset=asset)

        assert [(finding.cue, finding.fault) for finding in found] == [(1, "beyond_end")]
