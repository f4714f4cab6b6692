"""A media librarian uploads a video, it is released, and the public plays it until it goes."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import Page, expect

from accounts.services.role_specs import MEDIA_LIBRARY_MANAGER
from accounts.services.roles import group_of, set_up_roles
from cms.settings.csp import SITE_POLICY
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.videos import VideoPageFactory
from tests.functional.newsroom import ROOT, free_ports
from tests.videos.pipeline.clips import make_clip
from videos.models import VideoAsset

START_SECONDS = 60
STATE_OF_PLAYER = """video => new Promise(resolve => {
  const tell = () => resolve({width: video.videoWidth, seconds: video.duration});
  if (video.readyState >= 1) tell();
  else { video.addEventListener('loadedmetadata', tell); video.load(); }
})"""
SEEK = """video => new Promise(resolve => {
  video.addEventListener('seeked', () => resolve(video.currentTime));
  video.currentTime = 1.5;
})"""


@pytest.fixture
def files_url(live_server: Any, settings: Any) -> Iterator[str]:
    """Start the file process on the test's database."""
    (port,) = free_ports(1)
    origin = f"http://127.0.0.1:{port}"
    settings.BASE_URL, settings.FILES_URL = live_server.url, origin
    allowed = SITE_POLICY["media-src"]  # the editor's policy shares it
    allowed.append(origin)
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "asginl", "--no-ws", "--port",
            str(port), "--log-level", "warning", "cms.asgi:application",
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": _database_url(),
            "DATA_DIR": str(django_settings.DATA_DIR),
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        },
    )  # fmt: skip
    try:
        until = time.monotonic() + START_SECONDS
        while _status(f"{origin}/healthz") != 200:
            assert time.monotonic() < until
            time.sleep(0.1)
        yield origin
    finally:
        allowed.remove(origin)
        process.terminate()
        process.wait()


def test_from_the_library_to_the_public(
    files_url: str, live_server: Any, page: Page, tmp_path: Path
) -> None:
    set_up_roles()
    librarian = UserFactory(editor=True, roles=[group_of(MEDIA_LIBRARY_MANAGER)])
    clip = make_clip(tmp_path / "harbour.mov", seconds=3, size=(320, 180))
    page.goto(f"{live_server.url}/cms/login/")
    page.get_by_label("Email").fill(librarian.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{live_server.url}/cms/")

    page.goto(f"{live_server.url}/cms/snippets/videos/videoasset/add/")
    page.get_by_role("textbox", name="Title").fill("Harbour")
    page.locator("[name=master]").set_input_files(clip)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Harbour").first.click()
    player = page.locator("[data-video-preview] video")
    expect(player).to_be_visible()
    assert player.evaluate(STATE_OF_PLAYER)["seconds"] == pytest.approx(3, abs=0.1)

    video = VideoPageFactory(title="The harbour", asset=VideoAsset.objects.get(), published=True)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/en/videos/{video.slug}/")
    player = page.locator("video")
    assert player.evaluate(STATE_OF_PLAYER)["width"] == 320
    assert player.evaluate(SEEK) == pytest.approx(1.5, abs=0.1)

    address = f"{files_url}/media/{VideoAsset.objects.get().preview.name}"
    assert _status(address) == 200
    video.unpublish()
    assert _status(address) == 404


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{Path(values['NAME']).resolve()}"
    user, password = values["USER"], values["PASSWORD"]
    return f"postgres://{user}:{password}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
