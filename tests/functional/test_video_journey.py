"""A press officer uploads footage, describes, subtitles and releases it; the public watches it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Locator, Page, expect

from accounts.services.role_specs import PRESS_OFFICER
from accounts.services.roles import group_of, set_up_roles
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.news import index_of
from tests.functional.file_process import files_url, status_of
from tests.functional.media_accounts import shoot
from tests.videos.pipeline.clips import make_clip
from videos.models import Shot, Track, VideoAsset, VideoIndexPage, VideoPage
from videos.services.deriving import drain_derivatives
from videos.uploads.examining import drain_uploads

__all__ = ["files_url"]

SLOWLY = {"timeout": 60_000}
SECONDS = 3
RUNGS = [
    {"name": name, "long_side": width, "short_side": lines, "crf": 24, "highest_bit_rate": rate}
    for name, width, lines, rate in (("180p", 320, 180, 600_000), ("90p", 160, 90, 200_000))
]
SUBRIP = """1
00:00:00,000 --> 00:00:01,500
Le bac quitte le quai.

2
00:00:01,500 --> 00:00:02,900
La marée est haute.
"""
HOST = "document.querySelector('newsroom-player')"
STAYS = "stays while nobody reloads the page"
# What the element with the state said, one after the other.
WATCH = """element => {
  const said = window.said = [];
  const note = () => {
    const running = element.querySelector('.video-state--running') !== null;
    said.push([element.querySelector('[role=status]').textContent, running]);
  };
  new MutationObserver(note).observe(
    element, {subtree: true, childList: true, characterData: true, attributes: true});
  note();
}"""


@contextmanager
def media_worker() -> Iterator[None]:
    """Do the work on masters in the background, as a worker of the queue does."""

    def work() -> None:
        try:
            while drain_derivatives():
                pass
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        thread.join()


class Officer:
    """A press officer at a keyboard."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin

    def go(self, path: str) -> None:
        self.page.goto(f"{self.origin}{path}", **SLOWLY)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def push(self, control: Locator) -> None:
        """Reach a control and press it."""
        control.first.press("Enter", **SLOWLY)

    def check(self, name: str, part: str = "#main") -> None:
        """Look at the screen as those do who cannot see it."""
        shoot(self.page, f"journey-{name}")
        results = Axe().run(self.page, context=part)
        assert results.violations_count == 0, f"{name}: {results.generate_report()}"

    def sign_in(self, email: str) -> None:
        self.go("/cms/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Enter")
        self.page.wait_for_url(f"{self.origin}/cms/", **SLOWLY)


@pytest.fixture
def officer(files_url: str, live_server: Any, settings: Any, page: Page) -> Officer:
    settings.STAFF_SECOND_FACTOR = "optional"
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # It would save at any moment between two steps.
    settings.VIDEOS = {"LADDER": {"rungs": RUNGS, "mezzanine": "", "keyframe_seconds": 1,
                                  "segment_seconds": 1}}  # fmt: skip
    set_up_roles()
    user = UserFactory(editor=True, roles=[group_of(PRESS_OFFICER)])
    officer = Officer(page, live_server.url)
    officer.sign_in(user.email)
    return officer


@pytest.mark.must_hold
def test_from_a_master_to_the_public(
    officer: Officer, queued_tasks: None, files_url: str, tmp_path: Path
) -> None:
    upload(officer, make_clip(tmp_path / "ferry at dawn.mov", seconds=SECONDS, size=(320, 180)))
    watch_it_derive(officer)
    subtitle(officer, tmp_path / "dawn.srt")
    describe(officer)
    mark_a_shot(officer)
    publish(officer)

    video = VideoPage.objects.get()
    watch_in_public(officer, f"/en/videos/{video.slug}/")

    address = f"{files_url}/media/{VideoAsset.objects.get().preview_rendition().file}"
    assert status_of(address) == 200
    video.unpublish()
    assert status_of(address) == 404


def upload(officer: Officer, master: Path) -> None:
    page = officer.page
    officer.go("/cms/video-uploads/")
    officer.check("upload")
    page.locator("[data-files]").set_input_files(master)
    row = page.locator("[data-list] [data-upload]")
    expect(row).to_have_attribute("data-upload", "checking", **SLOWLY)
    drain_uploads()
    expect(row).to_have_attribute("data-upload", "done", **SLOWLY)
    officer.check("uploaded")
    officer.push(row.get_by_role("link", name="ferry at dawn"))


def watch_it_derive(officer: Officer) -> None:
    page = officer.page
    work = page.locator("[data-live-url]").first
    expect(work.locator("[data-video-state]")).to_have_attribute(
        "data-video-state", "waiting", **SLOWLY
    )
    page.evaluate("text => { window.journey = text; }", STAYS)
    work.evaluate(WATCH)

    with media_worker():
        expect(work.locator(".video-state--running").first).to_be_visible(**SLOWLY)
        officer.check("deriving", "#main .video-work")
        expect(work.locator("[data-settled]")).to_have_attribute(
            "data-video-state", "ready", **SLOWLY
        )

    assert page.evaluate("window.journey") == STAYS
    said = page.evaluate("window.said")
    assert any(is_running for _text, is_running in said)
    assert len({text for text, _is_running in said}) > 2, said
    expect(work.get_by_role("region", name="ferry at dawn")).to_be_visible(**SLOWLY)
    expect(page.locator(".media-facts__table")).to_contain_text("AAC", **SLOWLY)
    expect(page.locator(".video-posters [type=radio]").nth(1)).to_be_visible(**SLOWLY)
    expect(page.get_by_text("You have unsaved edits")).to_have_count(0)
    officer.check("asset")


def subtitle(officer: Officer, file: Path) -> None:
    page = officer.page
    file.write_text(SUBRIP, encoding="utf-8")
    officer.push(page.get_by_role("link", name="Add timed text"))
    page.locator("[name=language]").fill("fr", **SLOWLY)
    page.locator("input[name=file]").set_input_files(file)
    officer.check("subtitles-upload")
    officer.push(page.locator("#main").get_by_role("button", name="Save"))
    expect(page.locator("[data-cues] > li")).to_have_count(2, **SLOWLY)
    officer.check("cues", ".track-editor")
    assert Track.objects.get().cues[0].text == "Le bac quitte le quai."


def describe(officer: Officer) -> None:
    page = officer.page
    parent = index_of(VideoIndexPage)
    officer.go(f"/cms/pages/add/videos/videopage/{parent.pk}/")
    page.get_by_role("textbox", name="Title").first.fill("The first ferry", **SLOWLY)
    officer.push(page.get_by_role("button", name="Choose video asset"))
    expect(page.locator(".modal")).to_be_focused(**SLOWLY)  # It takes the focus once it is shown.
    officer.push(page.locator(".modal").get_by_role("link", name="ferry at dawn"))
    expect(page.locator("#id_asset")).not_to_have_value("", **SLOWLY)


def mark_a_shot(officer: Officer) -> None:
    page = officer.page
    officer.push(page.get_by_role("tab", name="Shotlist"))
    clock = page.locator("[data-clock]")
    expect(clock).to_have_text("00:00:00:00", **SLOWLY)
    page.locator("[data-video]").evaluate(
        """video => video.readyState >= 2 ||
          new Promise(resolve => video.addEventListener("loadeddata", resolve, { once: true }))"""
    )
    page.locator("[data-player]").focus()
    officer.press("l")
    expect(clock).to_have_text("00:00:01:00", **SLOWLY)
    officer.press("i")
    officer.press("l")
    expect(clock).to_have_text("00:00:02:00", **SLOWLY)
    officer.press("o", "d")
    page.keyboard.type("The ferry leaves the quay")
    officer.check("shotlist", ".shotlist")


def publish(officer: Officer) -> None:
    page = officer.page
    officer.push(page.get_by_role("button", name="More actions"))
    with page.expect_navigation(**SLOWLY):
        officer.push(page.get_by_role("button", name="Publish"))
    shot = Shot.objects.get(video=VideoPage.objects.live().get())
    assert (shot.in_frame, shot.out_frame) == (25, 51)


def watch_in_public(officer: Officer, path: str) -> None:
    page = officer.page
    page.context.clear_cookies()
    officer.go(path)
    player = page.get_by_role("region", name="The first ferry")
    page.wait_for_function(f"() => {HOST}?.player && {HOST}.media.readyState >= 2", **SLOWLY)
    assert page.evaluate(f"{HOST}.player.currentType()") == "application/x-mpegURL"
    expect(page.locator(".shot")).to_contain_text("The ferry leaves the quay")
    page.evaluate(f"{HOST}.player.loop(true)")
    player.evaluate("player => player.focus()")
    officer.press("k")
    page.wait_for_function(f"() => {HOST}.media.currentTime > 0.5", **SLOWLY)

    officer.press("c")
    expect(player).to_contain_text("La marée est haute.", **SLOWLY)
    officer.check("public", "main")
