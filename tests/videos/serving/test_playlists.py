"""The HLS master playlist."""

import pytest

from tests.factories.videos import VideoAssetFactory, give_rendition
from videos.derivative_choices import RenditionPurpose
from videos.models import VideoAsset
from videos.serving.playlists import asset_playlist

pytestmark = pytest.mark.django_db

SOUND = {"width": 0, "height": 0, "rate": "", "codecs": "mp4a.40.2", "channels": 2}


@pytest.fixture
def asset() -> VideoAsset:
    return VideoAssetFactory()


def add(asset: VideoAsset, name: str, **facts: object) -> str:
    give_rendition(asset, f"{name}.hls.mp4", RenditionPurpose.HLS, **facts)
    return give_rendition(asset, f"{name}.m3u8", RenditionPurpose.PLAYLIST).file.split("/")[2]


def test_lists_pictures_from_the_smallest_and_sounds_beside_them(asset: VideoAsset) -> None:
    large = {"width": 1280, "height": 720, "rate": "30000/1001", "bit_rate": 2_000_000}
    folder = add(asset, "720p", **large, peak_bit_rate=3_000_000, codecs="avc1.64001f")
    add(asset, "360p")
    sound = SOUND | {"bit_rate": 128_000, "peak_bit_rate": 140_000}
    add(asset, "audio-1", **sound, language="fr", label='Le "son"')
    add(asset, "audio-2", **sound)

    text = asset_playlist(asset.renditions.all())

    lines = text.splitlines()
    addresses = [line for line in lines if not line.startswith("#")]
    assert addresses == [f"{folder}/360p.m3u8", f"{folder}/720p.m3u8"]
    first, second = (line for line in lines if line.startswith("#EXT-X-MEDIA:"))
    assert 'LANGUAGE="fr",DEFAULT=YES' in first
    assert f'URI="{folder}/audio-1.m3u8"' in first
    assert 'NAME="audio-2",DEFAULT=NO' in second
    small, large = (line for line in lines if line.startswith("#EXT-X-STREAM-INF:"))
    assert "BANDWIDTH=290000,AVERAGE-BANDWIDTH=228000," in small
    assert 'CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970' in large


def test_plays_while_there_is_one_picture_only(asset: VideoAsset) -> None:
    add(asset, "360p")

    assert "AUDIO=" not in asset_playlist(asset.renditions.all())


def test_is_nothing_without_a_picture(asset: VideoAsset) -> None:
    add(asset, "audio-1", **SOUND)
    give_rendition(asset, "360p.hls.mp4", RenditionPurpose.HLS)

    assert asset_playlist(asset.renditions.all()) is None
