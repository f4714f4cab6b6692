"""The player on public pages, in a real browser, with a stream and with a plain file."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from cms.core.imaging import image_json
from tests.factories.core import ImageFactory
from tests.functional.media_server import MediaServer, media_server
from tests.videos.player import streams
from tests.website import documents
from tests.website.stored import empty, store

TITLE = "Ships leave port"
SLOWLY = {"timeout": 60_000}
HOST = "document.querySelector('newsroom-player')"
HAS_PICTURE = f"() => {HOST}.player && {HOST}.media.readyState >= 2"
SHOWN_NUMBER = """() => {
  const media = document.querySelector('newsroom-player')?.media;
  if (!media || media.readyState < 2) return -1;
  const canvas = document.createElement('canvas');
  canvas.width = media.videoWidth;
  canvas.height = media.videoHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(media, 0, 0);
  let number = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    const at = [Math.floor((bit + 0.5) * canvas.width / 8), Math.floor(canvas.height / 8)];
    if (context.getImageData(...at, 1, 1).data[0] > 128) number += 2 ** bit;
  }
  return number;
}"""


@pytest.fixture
def media() -> Iterator[MediaServer]:
    with media_server(streams.stream()) as server:
        yield server


@pytest.fixture
def show(live_server: Any, settings: Any, page: Page, media: MediaServer) -> Callable[..., Page]:
    """Return how to open the page of a video; ``changes`` are those of its asset."""
    settings.BASE_URL, settings.FILES_URL = live_server.url, media.origin
    empty()

    def open_page(locale: str = "en", **changes: Any) -> Page:
        image = ImageFactory(title="Harbour", description="A grey harbour")
        chapters = {"extension": "vtt", "url": media.url("chapters.vtt")}
        document = documents.video(locale, poster=image_json(image), shotlist_files=[chapters])
        document["asset"] |= asset_of(media) | changes
        document["url"] = f"{live_server.url}{document['path']}"
        row = store(document, work=UUID(int=1))
        row.dependencies.create(key=f"image:{image.uuid}")
        page.goto(f"{live_server.url}/{locale}/videos/harbour/")
        page.wait_for_function(HAS_PICTURE)
        return page

    return open_page


def asset_of(media: MediaServer) -> dict[str, Any]:
    preview = {"url": media.url(streams.MP4), "content_type": "video/mp4", "size_bytes": 90_000}
    return {
        "hls_url": media.url("master.m3u8"),
        "tracks": [
            {
                "kind": "subtitles",
                "language": language,
                "label": label,
                "vtt_url": media.url(f"text-{language}.vtt"),
            }
            for language, label in (("en", "English"), ("ar", "العربية"))
        ],
        "thumbnails": {"vtt": media.url("thumbnails.vtt")},
        "timecode": {
            "rate": "25/1",
            "start": "10:00:00:00",
            "is_drop_frame": False,
            "frame_count": streams.FRAMES,
        },
        "preview": preview | {"width": 160, "height": 90},
    }


def region(page: Page) -> Locator:
    return page.get_by_role("region", name=TITLE)


def focus_player(page: Page) -> None:
    region(page).evaluate("region => region.focus()")


def go_to(page: Page, frame: int) -> None:
    """Go to a frame, and once more where the stream was still beginning and no picture came."""
    page.evaluate(f"{HOST}.goTo({frame})")
    try:
        page.wait_for_function(f"() => ({SHOWN_NUMBER})() === {frame}", timeout=30_000)
    except PlaywrightTimeoutError:
        page.evaluate(f"{HOST}.goTo({frame})")
        wait_for_picture(page, frame)


def wait_for_picture(page: Page, frame: int) -> None:
    page.wait_for_function(f"() => ({SHOWN_NUMBER})() === {frame}", **SLOWLY)


def start_playing(page: Page) -> None:
    focus_player(page)
    page.keyboard.press("k")
    page.wait_for_function(f"() => {HOST}.media.currentTime > 0.5")


def choose(page: Page, button: str, item: str) -> None:
    """Choose from a menu of the control bar by keyboard alone."""
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitemradio", name=item).focus()
    page.keyboard.press("Enter")


@pytest.mark.must_hold
class TestTheStream:
    def test_plays(self, show, page: Page):
        show()

        start_playing(page)

    def test_changes_the_rung_when_asked(self, show, page: Page):
        show()

        page.evaluate(f"{HOST}.player.loop(true)")
        start_playing(page)

        for label, width in (("90p", 160), ("180p", 320), ("90p", 160)):
            choose(page, "Picture quality", label)
            page.wait_for_function(f"() => {HOST}.media.videoWidth === {width}", **SLOWLY)

    def test_ends_though_the_rung_was_changed_at_the_very_end(self, show, page: Page):
        show()
        page.evaluate(f"{HOST}.player.loop(true)")
        start_playing(page)
        page.evaluate(f"{HOST}.chooseQuality(90)")
        page.wait_for_function(f"() => {HOST}.media.videoWidth === 160", **SLOWLY)

        page.evaluate(f"{HOST}.player.loop(false); {HOST}.player.currentTime(3.7); {HOST}.play()")
        page.evaluate(f"{HOST}.chooseQuality(180)")

        page.wait_for_function(f"() => {HOST}.media.ended", **SLOWLY)

    def test_shows_subtitles_in_the_language_chosen(self, show, page: Page):
        show()

        choose(page, "Captions", "العربية")
        expect(region(page)).to_contain_text("السفن تغادر الميناء.", **SLOWLY)
        page.evaluate(f"{HOST}.player.loop(true)")
        start_playing(page)
        expect(region(page)).to_contain_text("الميناء هادئ.", **SLOWLY)

        page.keyboard.press("c")
        expect(region(page)).not_to_contain_text("الميناء هادئ.")
        page.keyboard.press("c")
        expect(region(page)).to_contain_text("The harbour is quiet.", **SLOWLY)

    def test_speaks_the_language_chosen(self, show, media: MediaServer, page: Page):
        show()
        assert "sound-fr.mp4" not in media.asked

        with page.expect_response(media.url("sound-fr.mp4")):
            choose(page, "Audio Track", "Français")

    def test_goes_to_the_chapter_chosen(self, show, page: Page):
        show()

        choose(page, "Chapters", "The harbour")

        wait_for_picture(page, 50)

    def test_gives_way_to_the_plain_file_when_it_fails(self, show, media: MediaServer, page: Page):
        media.missing.add("master.m3u8")

        show()
        start_playing(page)
        assert streams.MP4 in media.asked


@pytest.mark.parametrize("changes", [{}, {"hls_url": None}], ids=["stream", "file"])
class TestFrames:
    def test_are_stepped_one_by_one(self, show, page: Page, changes):
        show(**changes)
        go_to(page, 40)
        focus_player(page)

        for key, frame in ((".", 41), (".", 42), (",", 41), (",", 40), (",", 39)):
            page.keyboard.press(key)
            wait_for_picture(page, frame)

        assert page.evaluate(f"{HOST}.frame") == 39

    def test_are_named_by_timecode_of_the_recording_and_of_the_file(self, show, page, changes):
        show(**changes)
        go_to(page, 61)
        timecode = page.get_by_role("button", name="Timecode of the recording")
        expect(timecode).to_contain_text("10:00:02:11")

        focus_player(page)
        page.keyboard.press("t")

        expect(page.get_by_role("button", name="Time in the file")).to_contain_text("00:00:02:11")
        assert page.evaluate(f"{HOST}.frameOf('00:00:03:00')") == 75


class TestThePage:
    def test_asks_only_our_own_origins_and_breaks_no_policy(
        self, show, live_server, media: MediaServer, page: Page
    ):
        complaints: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda request: asked.append(request.url))

        show()
        start_playing(page)

        own = {urlsplit(live_server.url).netloc, urlsplit(media.origin).netloc, ""}
        assert {urlsplit(url).netloc for url in asked} <= own
        assert complaints == []
        assert page.context.cookies() == []

    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_is_accessible_and_fits_a_phone(self, show, page: Page, locale):
        page.set_viewport_size({"width": 320, "height": 700})
        show(locale)
        assert page.evaluate("document.documentElement.scrollWidth") == 320

        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

        page.locator(".vjs-subs-caps-button button").press("Enter")
        page.locator(".vjs-texttrack-settings").press("Enter")
        expect(page.locator(".vjs-text-track-settings")).to_be_visible()
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") == 320

    def test_speaks_the_language_of_the_page(self, show, page: Page):
        show("fr")

        expect(region(page).get_by_role("button", name="Plein écran")).to_be_visible()

    def test_changes_its_speed_by_keys_and_tells_them(self, show, page: Page):
        show()
        focus_player(page)
        rate = f"{HOST}.player.playbackRate()"

        for key, speed in ((">", 1.25), (">", 1.5), ("<", 1.25)):
            page.keyboard.press(key)
            page.wait_for_function(f"() => {rate} === {speed}", **SLOWLY)
        choose(page, "Playback Rate", "0.5x")
        page.wait_for_function(f"() => {rate} === 0.5", **SLOWLY)

        page.get_by_text("Keys of the player").press("Enter")
        expect(page.get_by_text("Previous or next frame")).to_be_visible(**SLOWLY)
        step = region(page).get_by_role("button", name="Next frame")
        expect(step).to_have_attribute("aria-keyshortcuts", ".")

    def test_keeps_how_the_viewer_wants_captions(self, show, page: Page):
        show()
        page.locator(".vjs-subs-caps-button button").press("Enter")
        page.locator(".vjs-texttrack-settings").press("Enter")
        dialog = page.locator(".vjs-text-track-settings")
        expect(dialog).to_be_visible(**SLOWLY)

        dialog.get_by_role("combobox", name="Font Size").select_option("1.50")
        dialog.get_by_role("button", name="Done").press("Enter")

        expect(dialog).to_be_hidden(**SLOWLY)
        values = f"{HOST}.player.textTrackSettings.getValues()"
        page.wait_for_function(f"() => {values}.fontPercent === 1.5", **SLOWLY)

    def test_shows_a_small_picture_above_the_seek_bar(self, show, page: Page):
        show()
        bar = page.locator(".vjs-progress-holder")
        box = bar.bounding_box()
        assert box

        page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 2)

        picture = page.locator(".player-thumbnail")
        expect(picture).to_be_visible()
        expect(picture).to_have_css("background-position", "-80px 0px")

    def test_reaches_every_control_by_keyboard(self, show, page: Page):
        show()
        page.get_by_role("button", name="Play", exact=True).focus()
        reached = []
        for _press in range(14):
            reached.append(
                page.evaluate("document.activeElement.title || document.activeElement.role")
            )
            page.keyboard.press("Tab")

        for name in ("Previous frame", "Next frame", "Mute", "Playback Rate", "Picture quality"):
            assert name in reached, reached


class TestWithoutScripts:
    def test_the_browser_plays_the_plain_file(self, live_server, settings, browser: Browser, media):
        settings.BASE_URL, settings.FILES_URL = live_server.url, media.origin
        empty()
        document = documents.video(poster=None)
        document["asset"] |= asset_of(media)
        store(document)
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()

        page.goto(f"{live_server.url}/en/videos/harbour/")

        video = page.locator("video[controls]")
        expect(video).to_be_visible()
        assert video.evaluate("video => video.currentSrc") == media.url(streams.MP4)
        context.close()


class TestOnAnotherSite:
    def test_plays_from_where_the_frame_asks(self, show, media: MediaServer, page: Page):
        show("en")
        page.locator("[data-share] summary").click()
        page.get_by_label("Start at second").fill("2")
        page.get_by_label("Subtitles", exact=True).select_option("ar")
        page.get_by_label("Size", exact=True).select_option("480x270")
        code = page.get_by_label("HTML to copy").input_value()
        other = page.context.new_page()
        media.pages["other.html"] = (
            f"<!doctype html><html lang=en><title>Other</title><main><h1>Other</h1>{code}</main>"
        )

        other.goto(media.url("other.html"))
        inside = other.frame_locator("iframe").get_by_role("region", name=TITLE)
        expect(inside).to_be_visible(**SLOWLY)
        frame = other.frames[1]
        frame.wait_for_function(f"() => ({SHOWN_NUMBER})() === 50", **SLOWLY)
        frame.evaluate(f"{HOST}.player.loop(true)")
        inside.get_by_role("button", name="Play", exact=True).press("Enter")
        expect(inside).to_contain_text("الميناء هادئ.", **SLOWLY)
        results = Axe().run(other)
        assert results.violations_count == 0, results.generate_report()
        assert other.context.cookies() == []

    def test_the_code_is_copied(self, show, page: Page):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        show("en")
        page.locator("[data-share] summary").click()

        page.get_by_role("button", name="Copy").press("Enter")

        expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.get_by_label("HTML to copy").input_value()
