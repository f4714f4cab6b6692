"""Subtitles and the transcript on the public page of a video, in a real browser."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.factories.videos import (
    TrackFactory,
    VideoAssetFactory,
    VideoPageFactory,
    clip_bytes,
    some_cues,
)
from videos.models import Track
from videos.tracks.files import CONTENT_TYPES, track_file

SLOWLY = {"timeout": 60_000}
# Video.js draws texts itself; its own list of tracks is not that of the media element.
SHOW_CAPTIONS = """async host => {
  await host.ready;
  for (const track of Array.from(host.player.textTracks())) {
    if (track.kind === 'captions') track.mode = 'showing';
  }
}"""
PAUSE_WITHIN = """video => { video.pause(); video.currentTime = 0.1; }"""


@pytest.fixture
def address(
    live_server: Any, settings: Any, queued_tasks: None, browser_context: BrowserContext
) -> str:
    """Release a video with French captions; return where it is."""
    settings.BASE_URL = live_server.url
    asset = VideoAssetFactory(ready=True)
    cues = some_cues()
    cues[0] = type(cues[0])(start_ms=0, end_ms=400, text="Le bac part.", speaker="Élodie")
    cues[1] = type(cues[1])(start_ms=500, end_ms=1_000, text="<i>Sirène</i>", speaker="Marc")
    track = TrackFactory(asset=asset, kind="captions", cues=cues, is_machine_made=True)
    video = VideoPageFactory(asset=asset, published=True)
    webvtt = track_file(Track.objects.get(pk=track.pk).webvtt, "vtt").content

    def answer(route: Route) -> None:
        """Serve texts and the preview; there are no segments, so that the file itself plays."""
        path = urlsplit(route.request.url).path
        anybody = {"Access-Control-Allow-Origin": "*"}
        if path.endswith(".m3u8"):
            route.fulfill(status=404, headers=anybody)
        elif path.endswith(".vtt"):
            route.fulfill(body=webvtt, content_type=CONTENT_TYPES["vtt"], headers=anybody)
        else:
            route.fulfill(body=clip_bytes(), content_type="video/mp4", headers=anybody)

    browser_context.route(re.compile(re.escape(settings.FILES_URL)), answer)
    return f"{live_server.url}/en/videos/{video.slug}/"


def test_captions_are_loaded_and_the_transcript_plays(address: str, page: Page) -> None:
    page.goto(address, **SLOWLY)
    video = page.locator(".video video")
    transcript = page.locator(".transcript")
    transcript.locator("summary").click()
    expect(transcript).to_contain_text("Made by a machine")
    expect(transcript.locator("p[lang=fr]").first).to_contain_text("Le bac part.")
    expect(transcript.locator(".transcript-speaker")).to_have_text(["Élodie", "Marc"])
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()

    link = transcript.get_by_role("link", name="Play from 0:00").nth(1)
    link.focus()
    page.keyboard.press("Enter")

    expect(video).to_have_js_property("ended", True)
    assert page.url == address
    page.locator("newsroom-player").evaluate(SHOW_CAPTIONS)
    video.evaluate(PAUSE_WITHIN)
    expect(page.locator(".vjs-text-track-display")).to_contain_text("Le bac part.")
