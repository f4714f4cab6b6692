"""Adding videos in a real browser: several at once, paused, reloaded, gone on with, refused."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Locator, Page, Request, Route, expect
from wagtail.users.models import UserProfile

from accounts.models import User
from tests.factories.videos import VideoAssetFactory
from tests.functional.media_accounts import shoot
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from tests.videos.uploads.contents import video_of
from videos.models import Upload, VideoAsset

PIECE_BYTES = 256 * 1024
SIZE = 4 * PIECE_BYTES + 1000
PAGE = "/cms/video-uploads/"
ADD = "/cms/snippets/videos/videoasset/add/"
SLOWLY = {"timeout": 60_000}
NARROW = 320
# As a slow line does: pieces come so far and no further.
PIECES = "**/cms/video-uploads/files/*/"


@pytest.fixture
def owner() -> User:
    return librarian()


@pytest.fixture
def site(live_server, settings, owner: User, page: Page) -> Callable[[str], str]:
    settings.BASE_URL = live_server.url
    settings.VIDEOS = {"PIECE_BYTES": PIECE_BYTES}
    client = Client()
    sign_in_staff(client, owner)
    name = django_settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    return lambda path: f"{live_server.url}{path}"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "bridge by day.mp4", tmp_path / "جسر.mp4"]
    for seed, path in enumerate(paths):
        path.write_bytes(video_of(SIZE, seed=seed))
    return paths


class Line:
    """The connection of the browser, which a test can hold and cut."""

    def __init__(self, page: Page) -> None:
        self.offsets: list[int] = []
        self.lets_through: int | None = None
        self.is_cut = False
        page.route(PIECES, self._pass)

    def _pass(self, route: Route, request: Request) -> None:
        if self.is_cut:
            route.abort("connectionreset")
        elif request.method != "PATCH":
            route.continue_()
        elif self.lets_through is None or self._sent(request) < self.lets_through:
            self.offsets.append(int(request.headers["upload-offset"]))
            route.continue_()
        # Else it gets no answer, until the page goes or stops waiting.

    def _sent(self, request: Request) -> int:
        return int(request.headers["upload-offset"]) // PIECE_BYTES


@pytest.fixture
def line(page: Page) -> Line:
    return Line(page)


def row(page: Page, name: str) -> Locator:
    return page.locator("[data-list] [data-upload]").filter(has_text=name)


def button(page: Page, name: str, label: str) -> Locator:
    return row(page, name).get_by_role("button", name=label, exact=True)


def choose(page: Page, *paths: Path) -> None:
    page.locator("[data-files]").set_input_files(list(paths))


def wait_for(page: Page, name: str, state: str) -> None:
    expect(row(page, name)).to_have_attribute("data-upload", state, **SLOWLY)


def test_two_files_are_paused_reloaded_and_finished(
    site, line: Line, page: Page, files: list[Path], owner: User
) -> None:
    line.lets_through = 2
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(site(PAGE), **SLOWLY)

    choose(page, *files)
    for path in files:
        wait_for(page, path.name, "sending")
        expect(row(page, path.name).locator("progress")).to_have_js_property(
            "value", 2 * PIECE_BYTES / SIZE * 100, **SLOWLY
        )
    button(page, "bridge", "Pause").click()
    expect(row(page, "bridge")).to_contain_text("Paused at 49%")
    shoot(page, "uploads-en-paused")
    page.reload(**SLOWLY)

    for path in files:
        expect(row(page, path.name)).to_contain_text("Choose the same file again", **SLOWLY)
    shoot(page, "uploads-en-reloaded")
    line.lets_through, line.offsets = None, []
    choose(page, files[0])
    row(page, "جسر").locator("[data-choose-input]").set_input_files(files[1])
    for path in files:
        wait_for(page, path.name, "done")

    assert sorted(line.offsets)[:2] == [2 * PIECE_BYTES] * 2
    shoot(page, "uploads-en-done")
    hashes = {asset.original_filename: asset.sha256 for asset in VideoAsset.objects.all()}
    assert hashes == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    row(page, "bridge").get_by_role("link", name="bridge by day").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("bridge by day", **SLOWLY)


def test_a_lost_connection_and_an_ended_session_are_survived(
    site, line: Line, page: Page, files: list[Path]
) -> None:
    line.lets_through = 1
    page.goto(site(PAGE), **SLOWLY)
    choose(page, files[0])
    expect(row(page, "bridge").locator("progress")).to_have_js_property(
        "value", PIECE_BYTES / SIZE * 100, **SLOWLY
    )

    line.is_cut = True
    button(page, "bridge", "Pause").click()
    button(page, "bridge", "Resume").click()
    wait_for(page, "bridge", "lost")
    expect(row(page, "bridge")).to_contain_text("The connection is lost")
    shoot(page, "uploads-en-lost")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    line.is_cut, line.lets_through = False, None
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(row(page, "bridge")).to_contain_text("You are signed out", **SLOWLY)
    page.context.add_cookies(cookies)
    button(page, "bridge", "Resume").click()

    wait_for(page, "bridge", "done")
    assert VideoAsset.objects.get().sha256 == hashlib.sha256(files[0].read_bytes()).hexdigest()


def test_an_upload_ends_after_a_question(site, line: Line, page: Page, files: list[Path]) -> None:
    line.lets_through = 1
    page.goto(site(PAGE), **SLOWLY)
    choose(page, files[0])
    wait_for(page, "bridge", "sending")

    button(page, "bridge", "Cancel").click()
    shoot(page, "uploads-en-question")
    page.keyboard.press("Escape")
    expect(row(page, "bridge")).to_be_visible()
    button(page, "bridge", "Cancel").click()
    page.get_by_role("button", name="End the upload").click()

    expect(row(page, "bridge")).to_have_count(0)
    expect(page.locator("[data-files]")).to_be_focused()
    assert not Upload.objects.open().exists()


def test_refusals_say_what_to_do(site, line: Line, page: Page, tmp_path: Path, settings) -> None:
    settings.VIDEOS = {"PIECE_BYTES": PIECE_BYTES, "MAX_UPLOAD_BYTES": SIZE}
    large, words = tmp_path / "large.mxf", tmp_path / "words.mp4"
    large.write_bytes(bytes(SIZE + 1))
    words.write_text("no video at all")
    page.goto(site(PAGE), **SLOWLY)

    choose(page, large, words)

    wait_for(page, "large.mxf", "refused")
    expect(row(page, "large.mxf")).to_contain_text("At most 1.0")
    wait_for(page, "words.mp4", "refused")
    expect(row(page, "words.mp4")).to_contain_text("not a video")
    button(page, "large.mxf", "Remove from the list").click()
    expect(row(page, "large.mxf")).to_have_count(0)


def test_a_duplicate_is_decided_about(site, page: Page, files: list[Path]) -> None:
    known = VideoAssetFactory(title="Bridge of last week")
    digest = hashlib.sha256(files[0].read_bytes()).hexdigest()
    VideoAsset.objects.update(sha256=digest)
    page.goto(site(PAGE), **SLOWLY)

    choose(page, files[0])
    wait_for(page, "bridge", "ready")
    shoot(page, "uploads-en-duplicate")
    expect(row(page, "bridge").get_by_role("link")).to_have_text("Bridge of last week")
    button(page, "bridge", "Discard").click()
    page.get_by_role("button", name="End the upload").click()
    expect(row(page, "bridge")).to_have_count(0)
    assert list(VideoAsset.objects.all()) == [known]

    choose(page, files[0])
    wait_for(page, "bridge", "ready")
    button(page, "bridge", "Keep both").click()
    wait_for(page, "bridge", "done")
    assert VideoAsset.objects.filter(sha256=digest).count() == 2


def test_the_form_takes_a_file_and_waits_for_it(
    site, line: Line, page: Page, files: list[Path]
) -> None:
    line.lets_through = 1
    page.goto(site(ADD), **SLOWLY)
    page.get_by_role("textbox", name="Title").fill("Bridge")
    page.locator("[data-upload-field] > input[type=file]").set_input_files(files[0])
    wait_for(page, "bridge", "sending")

    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-wait]")).to_have_text("It is saved when the file has been received.")
    shoot(page, "uploads-en-form")
    line.lets_through = None
    button(page, "bridge", "Pause").click()
    button(page, "bridge", "Resume").click()

    page.wait_for_url("**/snippets/videos/videoasset/", **SLOWLY)
    asset = VideoAsset.objects.get()
    assert (asset.title, asset.original_filename) == ("Bridge", files[0].name)
    assert asset.sha256 == hashlib.sha256(files[0].read_bytes()).hexdigest()


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_screens(site, line: Line, page: Page, files: list[Path], locale) -> None:
    UserProfile.objects.update_or_create(
        user=User.objects.get(), defaults={"preferred_language": locale}
    )
    page.set_viewport_size({"width": NARROW, "height": 700})
    page.goto(site(PAGE), **SLOWLY)
    line.lets_through = 1
    choose(page, *files)
    for path in files:
        wait_for(page, path.name, "sending")
    row(page, "bridge").locator("[data-pause]").click()
    wait_for(page, "bridge", "paused")

    results = Axe().run(page, context="main")
    assert results.violations_count == 0, results.generate_report()
    shoot(page, f"uploads-{locale}-narrow")
    inside = page.evaluate("document.querySelector('[data-uploads]').scrollWidth")
    assert inside <= page.evaluate("document.querySelector('[data-uploads]').clientWidth")
