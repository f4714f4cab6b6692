"""A video whose files lie in an S3 store plays on the public page, as HLS and by ranges."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from playwright.sync_api import Page

from tests.factories.videos import VideoAssetFactory, VideoPageFactory
from tests.functional.file_process import files_url
from tests.s3 import S3Store
from tests.videos.pipeline.clips import make_clip
from videos.models import VideoAsset
from videos.services.deriving import make_previews

__all__ = ["files_url"]
SLOWLY = {"timeout": 60_000}
HOST = "document.querySelector('newsroom-player')"
IS_LOADED = f"() => {HOST}?.player && {HOST}.media.readyState >= 1"


@pytest.fixture
def store(files_on_s3: S3Store, monkeypatch: pytest.MonkeyPatch) -> S3Store:
    """Tell the processes that the test starts where files are."""
    for name, value in files_on_s3.environment.items():
        monkeypatch.setenv(name, value)
    call_command("prepare_bucket")
    return files_on_s3


def test_plays_from_the_store(
    store: S3Store, files_url: str, live_server: Any, page: Page, tmp_path: Path
) -> None:
    clip = make_clip(tmp_path / "harbour.mov", seconds=3, size=(320, 180)).read_bytes()
    VideoAssetFactory(title="Harbour", master=ContentFile(clip, name="harbour.mov"))
    make_previews()
    video = VideoPageFactory(asset=VideoAsset.objects.get(), published=True)
    answers: list[tuple[str, int]] = []
    page.on("response", lambda answer: answers.append((answer.url, answer.status)))

    page.goto(f"{live_server.url}/en/videos/{video.slug}/")
    page.wait_for_function(IS_LOADED, **SLOWLY)
    page.get_by_role("button", name="Play", exact=True).press("Enter")
    page.wait_for_function(f"() => {HOST}.media.currentTime > 0.5", **SLOWLY)

    assert page.evaluate(f"{HOST}.media.currentSrc").startswith("blob:")
    pieces = [status for address, status in answers if address.startswith(store.endpoint_url)]
    assert set(pieces) == {206}
    playlists = [address for address, _status in answers if ".m3u8" in address]
    assert playlists
    assert all(address.startswith(files_url) for address in playlists)
