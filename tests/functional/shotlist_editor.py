"""The shotlist in the editor, opened in a real browser with a film that counts its frames."""

import functools
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page, Route

from tests.factories.accounts import UserFactory
from tests.factories.core import PersonFactory
from tests.factories.videos import VideoAssetFactory, VideoPageFactory
from tests.staff import sign_in_staff
from tests.videos.pipeline.clips import make_clip
from videos.models import Shot, VideoAsset, VideoPage

SLOWLY = {"timeout": 60_000}
RATE, SECONDS = 25, 4


@functools.cache
def film() -> bytes:
    """Return a film of four seconds."""
    with tempfile.TemporaryDirectory() as folder:
        return make_clip(Path(folder) / "film.mp4", seconds=SECONDS).read_bytes()


class Desk:
    """The page of a video in the editor, as one who may edit it sees it."""

    def __init__(self, origin: str, video: VideoPage) -> None:
        self.origin = origin
        self.video = video

    def open(self, page: Page) -> None:
        """Sign in and go to the shotlist."""
        client = Client()
        sign_in_staff(client, UserFactory(administrator=True))
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.origin}
        page.context.add_cookies([cookie])
        page.route("**/media/**", _answer_range)
        page.goto(f"{self.origin}/cms/pages/{self.video.pk}/edit/#tab-shotlist", **SLOWLY)
        page.locator("[data-player]").wait_for(**SLOWLY)

    def save(self, page: Page) -> None:
        """Save the draft and wait for the answer."""
        with page.expect_navigation(**SLOWLY):
            page.locator("#page-edit-form").evaluate("form => form.requestSubmit()")

    @property
    def rows(self) -> list[Any]:
        """Return the rows of the latest draft."""
        draft = VideoPage.objects.get(pk=self.video.pk).get_latest_revision_as_object()
        return list(draft.shots.all())


@pytest.fixture
def desk(live_server: Any, settings: Any, queued_tasks: None) -> Desk:
    """Return a video with two rows on a recording that begins at 10:00:00:00."""
    settings.BASE_URL = settings.FILES_URL = live_server.url
    PersonFactory(title="Ines Vandaele", role="Harbour master")
    asset = VideoAssetFactory(ready=True)
    VideoAsset.objects.filter(pk=asset.pk).update(
        rate_numerator=RATE,
        rate_denominator=1,
        start_frame=10 * 3600 * RATE,
        frame_count=RATE * SECONDS,
    )
    asset.derivatives.update(
        found={"shots": [{"in_frame": 0, "out_frame": 30}, {"in_frame": 60, "out_frame": 100}]}
    )
    video = VideoPageFactory(asset=asset, title="Quay")
    video.shots = [
        Shot(in_frame=0, out_frame=25, description="Tugs at the quay"),
        Shot(in_frame=25, out_frame=50, kind="soundbite", quote="We open.", language="en"),
    ]
    video.save_revision()
    return Desk(live_server.url, video)


def _answer_range(route: Route) -> None:
    """Answer a part of the film, as the file process does: without it no browser seeks."""
    content = film()
    begin, _dash, end = route.request.headers.get("range", "bytes=0-")[6:].partition("-")
    first, last = int(begin), min(int(end or len(content)), len(content) - 1)
    headers = {
        "Content-Type": "video/mp4",
        "Accept-Ranges": "bytes",
        "Content-Range": f"bytes {first}-{last}/{len(content)}",
    }
    route.fulfill(status=206, body=content[first : last + 1], headers=headers)
