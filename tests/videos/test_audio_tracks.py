"""The sounds of a video by language and label, from the file to playlists and documents."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from cms.delivery.rebuilding import check
from tests.factories.videos import VideoAssetFactory, VideoPageFactory, give_preview, give_rendition
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from tests.videos.media import H264, Tone, make_source
from videos.audio_tracks import audio_tracks
from videos.derivative_choices import RenditionPurpose
from videos.models import Derivative, Rendition, VideoAsset
from videos.pipeline import isolation
from videos.serving.sources import find_file

pytestmark = pytest.mark.django_db

SOUND = {"width": 0, "height": 0, "rate": "", "codecs": "mp4a.40.2", "channels": 2}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a film with English, French and one more sound."""
    tones = (Tone(language="eng"), Tone(language="fra", hertz=880), Tone(hertz=220))
    return make_source(tmp_path_factory.mktemp("film") / "film.mp4", replace(H264, tones=tones))


@pytest.fixture
def asset(film: Path) -> VideoAsset:
    """Return the film after its examination, with the files that play."""
    asset: VideoAsset = VideoAssetFactory(
        master=ContentFile(film.read_bytes(), name="film.mp4"), title="Quay"
    )
    asset.take_facts(isolation.probe(film))
    give_preview(asset)
    for name, facts in (
        ("360p", {}), ("audio-1", SOUND), ("audio-2", SOUND), ("audio-3", SOUND),
    ):  # fmt: skip
        give_rendition(asset, f"{name}.hls.mp4", RenditionPurpose.HLS, **facts)
        give_rendition(asset, f"{name}.m3u8", RenditionPurpose.PLAYLIST)
    return asset


def master_playlist(asset: VideoAsset) -> list[str]:
    file = find_file(f"/media/renditions/{asset.uuid}/master.m3u8", "")
    assert file is not None
    return [line for line in file.content.decode().splitlines() if "TYPE=AUDIO" in line]


def delivered(client: Client, work: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/videos/{work}/?locale=en").json()
    tracks: list[dict[str, Any]] = answer["data"]["asset"]["audio_tracks"]
    return tracks


def edit(client: Client, asset: VideoAsset, **changes: str) -> Any:
    url = reverse("wagtailsnippets_videos_videoasset:edit", args=[asset.pk])
    fields = {"title": asset.title, "collection": asset.collection_id, "poster": ""}
    return client.post(url, fields | changes)


def test_come_from_the_file(client: Client, asset: VideoAsset) -> None:
    page = VideoPageFactory(asset=asset, published=True)

    assert [(each["name"], each["language"], each["label"], each["is_default"])
            for each in delivered(client, page.translation_key)] == [
        ("audio-1", "en", "English", True),
        ("audio-2", "fr", "Français", False),
        ("audio-3", "", "Audio 3", False),
    ]  # fmt: skip
    first, second, third = master_playlist(asset)
    assert 'NAME="English",LANGUAGE="en",DEFAULT=YES' in first
    assert 'NAME="Français",LANGUAGE="fr",DEFAULT=NO' in second
    assert 'NAME="Audio 3",DEFAULT=NO' in third


def test_are_called_as_editors_say_without_new_files(client: Client, asset: VideoAsset) -> None:
    page = VideoPageFactory(asset=asset, published=True)
    files = set(Rendition.objects.values_list("file", "sha256"))
    work = set(Derivative.objects.values_list("step", "state"))
    sign_in_staff(client, librarian())
    url = reverse("wagtailsnippets_videos_videoasset:edit", args=[asset.pk])
    form = client.get(url).content.decode()
    assert 'name="audio-2-language" value="fr"' in form
    assert 'name="audio-3-label"' in form

    response = edit(
        client, asset,
        **{
            "audio-1-language": "en", "audio-1-label": "",
            "audio-2-language": "UK", "audio-2-label": "Коментар",
            "audio-3-language": "", "audio-3-label": "International sound",
        },
    )  # fmt: skip

    assert response.status_code == 302
    asset.refresh_from_db()
    assert asset.audio_names == {
        "audio-2": {"language": "uk", "label": "Коментар"},
        "audio-3": {"label": "International sound"},
    }
    _first, second, third = master_playlist(asset)
    assert 'NAME="Коментар",LANGUAGE="uk"' in second
    assert 'NAME="International sound"' in third
    found = delivered(client, page.translation_key)
    assert [each["label"] for each in found] == ["English", "Коментар", "International sound"]
    assert set(Rendition.objects.values_list("file", "sha256")) == files
    assert set(Derivative.objects.values_list("step", "state")) == work
    assert check().wrong == []

    edit(client, asset, title="Pier")
    asset.refresh_from_db()
    assert (asset.title, len(asset.audio_names)) == ("Pier", 2)


def test_of_one_name_are_told_apart(asset: VideoAsset) -> None:
    asset.audio_names = {"audio-2": {"label": "English"}}

    assert [track.label for track in audio_tracks(asset)] == ["English", "English 2", "Audio 3"]


def test_refuse_what_is_no_language(client: Client, asset: VideoAsset) -> None:
    sign_in_staff(client, librarian())

    response = edit(client, asset, **{"audio-1-language": "klingon", "audio-1-label": ""})

    assert response.status_code == 200
    assert "is no language code" in response.content.decode()
    asset.refresh_from_db()
    assert asset.audio_names == {}
