"""Subtitles in HLS."""

from urllib.parse import urljoin

import pytest

from tests.factories.videos import TrackFactory, VideoAssetFactory, VideoPageFactory
from videos.links import public_links, signed_links
from videos.models import VideoAsset
from videos.pipeline.hls import master_playlist
from videos.pipeline.timed_text.vtt import read_webvtt
from videos.serving.sources import find_file
from videos.tracks.hls import subtitle_entries, track_playlist

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset() -> VideoAsset:
    return VideoAssetFactory(ready=True)


class TestEntries:
    def test_list_subtitles_and_captions_for_a_master_playlist(
        self, asset: VideoAsset, settings
    ) -> None:
        french = TrackFactory(asset=asset, language="fr", label="Le vrai")
        captions = TrackFactory(asset=asset, language="en", kind="captions")
        TrackFactory(asset=asset, language="en", kind="transcript")
        TrackFactory(asset=asset, language="uk", is_published=False)

        lines = master_playlist(
            [], subtitles=subtitle_entries(asset, public_links(asset))
        ).splitlines()

        root = f"{settings.FILES_URL}/media/tracks"
        assert [line for line in lines if line.startswith("#EXT-X-MEDIA:")] == [
            '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="English (captions)",'
            'LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,CHARACTERISTICS='
            '"public.accessibility.transcribes-spoken-dialog,'
            'public.accessibility.describes-music-and-sound",'
            f'URI="{root}/{captions.uuid}.m3u8"',
            '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="Le vrai",'
            f'LANGUAGE="fr",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="{root}/{french.uuid}.m3u8"',
        ]

    def test_of_a_draft_are_signed(self, asset: VideoAsset) -> None:
        TrackFactory(asset=asset)

        [entry] = subtitle_entries(asset, signed_links(asset))

        assert "/media/signed/" in entry.uri


class TestPlaylist:
    def test_is_one_segment_as_long_as_the_film(self, asset: VideoAsset) -> None:
        asset.duration_seconds = 83.48
        track = TrackFactory(asset=asset)

        assert track_playlist(track) == (
            "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:83\n"
            "#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n"
            f"#EXTINF:83.480000,\n{track.uuid}.hls.vtt\n#EXT-X-ENDLIST\n"
        )

    def test_leads_to_a_segment_that_names_its_beginning(self, asset: VideoAsset) -> None:
        track = TrackFactory(asset=asset)
        VideoPageFactory(asset=asset, published=True)

        playlist = find_file(f"/media/tracks/{track.uuid}.m3u8", "")
        segment = find_file(f"/media/tracks/{playlist.content.decode().splitlines()[6]}", "")

        text = segment.content.decode()
        assert playlist.content_type == "application/vnd.apple.mpegurl"
        assert text.startswith("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n\n")
        assert tuple(read_webvtt(text)) == track.cues

    def test_of_a_draft_hands_its_token_on(self, asset: VideoAsset, settings) -> None:
        track = TrackFactory(asset=asset)
        path = signed_links(asset).track(track, "m3u8").removeprefix(settings.FILES_URL)

        playlist = find_file(path, "")
        segment = urljoin(path, playlist.content.decode().splitlines()[6])

        assert find_file(segment, "") is not None
