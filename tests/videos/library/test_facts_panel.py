"""What is in a file, on the page of an asset."""

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory
from tests.videos import media as sources
from tests.videos.media import H264, Source, Tone
from videos.library.facts import facts_context, words_of
from videos.models import Derivative, VideoAsset
from videos.pipeline.findings import Finding, FindingKind
from videos.pipeline.probe import probe
from videos.pipeline.quality import measure_quality

pytestmark = pytest.mark.django_db
type Media = Callable[[Source], Path]

HLG = (9, 18, 9)
KINDS = {
    "no sound": replace(H264, tones=()),
    "eight tracks": replace(
        sources.XDCAM, tones=(Tone(channels=1, language="fra"),) * 2 + (Tone(channels=1),) * 6
    ),
    "hdr": replace(sources.HEVC, pixels="yuv420p10le", colours=HLG),
    "variable rate": replace(
        H264, frames=20, times=tuple(33 * n + (n // 4) * 40 for n in range(20))
    ),
}


def _asset(path: Path, *, measured: bool = True) -> VideoAsset:
    asset = VideoAssetFactory(title="Bridge")
    asset.take_facts(probe(path))
    if measured:
        asset.quality = asdict(measure_quality(path))
    asset.save()
    return asset


def _page(client: Client, asset: VideoAsset) -> str:
    url = reverse("wagtailsnippets_videos_videoasset:edit", args=[asset.pk])
    return client.get(url).content.decode()


def test_names_what_a_broadcast_master_holds(admin_client: Client, media: Media) -> None:
    page = _page(admin_client, _asset(media(KINDS["eight tracks"])))

    for words in ("In this file", "MXF OP1a", "MPEG-2 (4:2:2)", "Interlaced, upper field first",
                  "25 frames a second", "10:00:00:00", "tracks 1 + 2 together", "LUFS",
                  '<th scope="col">'):  # fmt: skip
        assert words in page
    assert page.count("PCM, 16 bit, 48 kHz") == 8


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("no sound", "The file has no sound."),
        ("hdr", "High (HDR, HLG), 4:2:0, 10 bit, bt2020"),
        ("variable rate", "Variable, counted at 30 frames a second"),
    ],
)
def test_is_there_for_every_kind(kind: str, words: str, admin_client: Client, media: Media) -> None:
    assert words in _page(admin_client, _asset(media(KINDS[kind])))


def test_warns_of_a_black_beginning_and_a_silent_track(admin_client: Client, media: Media) -> None:
    source = replace(H264, frames=50, dark_frames=30, tones=(Tone(level_dbfs=None),))

    page = _page(admin_client, _asset(media(source)))

    assert "Check before you publish" in page
    assert "The picture is black for the first 1.2 s." in page
    assert "Audio track 1 is silent." in page


def test_says_that_the_sound_is_still_to_be_measured(admin_client: Client, media: Media) -> None:
    page = _page(admin_client, _asset(media(H264), measured=False))

    assert "The sound has not been measured yet." in page
    assert "Nothing unusual" not in page


def test_appears_by_itself_when_the_file_has_been_read(admin_client: Client) -> None:
    asset = VideoAssetFactory(facts={})
    address = reverse("video_library:facts", args=[asset.uuid])
    assert f'data-live-url="{address}"' in _page(admin_client, asset)
    waiting = admin_client.get(address).content.decode()
    assert "appears here when it has been read" in waiting
    assert "data-settled" not in waiting

    Derivative.objects.update(state=LeaseState.FAILED)
    failed = admin_client.get(address).content.decode()
    assert "The file could not be read." in failed
    assert "data-settled" in failed


def test_keeps_numbers_and_units_in_order_in_arabic(media: Media) -> None:
    asset = _asset(media(H264))
    with translation.override("ar"):
        (sound,) = facts_context(asset)["sounds"]

    assert sound.loudness.startswith("\u2066")
    assert sound.loudness.endswith("LUFS\u2069")


def test_shows_tags_from_outside_as_text(admin_client: Client, media: Media) -> None:
    asset = _asset(media(H264))
    asset.facts["metadata"] = {"title": "<script>alert(1)</script>", "uid": "machine"}
    asset.save()

    page = _page(admin_client, asset)

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert "machine" not in [value for _name, value in facts_context(asset)["metadata"]]


def test_reads_what_an_earlier_version_stored(admin_client: Client) -> None:
    facts = {
        "container": "mp4", "duration_seconds": 1.0, "width": 160, "height": 90,
        "frame_rate": 25.0, "video_codec": "h264", "audio_codecs": ["aac"], "rotation": 0,
        "size_bytes": 5, "of_old": True,
    }  # fmt: skip

    assert "H.264 / AVC" in _page(admin_client, VideoAssetFactory(facts=facts))


@pytest.mark.parametrize("language", ["en", "fr", "uk", "ar"])
def test_every_finding_has_words_in_every_language(language: str) -> None:
    with translation.override(language):
        for kind in FindingKind:
            for tracks in ((0,), (0, 1)):
                words = words_of(Finding(kind=kind, tracks=tracks, channel=1, amount=1.5))
                assert words
                assert "%(" not in words
