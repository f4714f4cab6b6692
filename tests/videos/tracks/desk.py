"""A track, and somebody who may work on it in the editor."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.videos import TrackFactory, VideoAssetFactory
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from videos.models import Track, VideoAsset


@pytest.fixture
def client(client: Client) -> Client:
    """Sign in somebody who may work with every asset."""
    sign_in_staff(client, librarian())
    return client


@pytest.fixture
def asset() -> VideoAsset:
    return VideoAssetFactory(ready=True)


@pytest.fixture
def track(asset: VideoAsset) -> Track:
    return TrackFactory(asset=asset)


def url(name: str, track: Track) -> str:
    return reverse(f"video_tracks:{name}", args=[track.asset.uuid, track.uuid])


def ask(client: Client, name: str, track: Track) -> Any:
    """Ask for a page, or for the answer that there is to a POST only."""
    return client.post(url(name, track)) if name == "check" else client.get(url(name, track))
