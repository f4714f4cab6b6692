"""The shotlist on the public page in a real browser: read, listened to, clicked, printed."""

import re
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.factories.videos import clip_bytes
from tests.videos.shotlist.sheets import sheet
from tests.website.stored import empty, store

SLOWLY = {"timeout": 60_000}


@pytest.fixture
def site(live_server, settings) -> str:
    """Store a video page with a shotlist in two languages; return the address of the site."""
    settings.BASE_URL = live_server.url
    empty()
    for number, locale in enumerate(("en", "ar"), start=1):
        store(_playable(sheet(locale, rows=5), live_server.url), work=UUID(int=number))
    return live_server.url


def _playable(document: dict[str, Any], origin: str) -> dict[str, Any]:
    """Return the document with a film of a second, in which rows last a fifth of one."""
    rows = [
        {**row, "in_seconds": number / 5, "out_seconds": (number + 1) / 5}
        for number, row in enumerate(document["shotlist"])
    ]
    name = f"previews/{document['locale']}.mp4"
    preview = {**document["asset"]["preview"], "url": f"{origin}/test-media/{name}"}
    return {
        **document,
        "asset": {**document["asset"], "preview": preview},
        "poster": None,
        "shotlist": rows,
    }


def _answer_range(route: Route) -> None:
    """Answer a part of the film, as the file process does: without it no browser seeks."""
    content = clip_bytes()
    begin, _dash, end = route.request.headers.get("range", "bytes=0-")[6:].partition("-")
    first, last = int(begin), min(int(end or len(content)), len(content) - 1)
    headers = {
        "Content-Type": "video/mp4",
        "Accept-Ranges": "bytes",
        "Content-Range": f"bytes {first}-{last}/{len(content)}",
    }
    route.fulfill(status=206, body=content[first : last + 1], headers=headers)


def _open(page: Page, site: str, locale: str = "en") -> None:
    page.route("**/test-media/**", _answer_range)
    page.goto(f"{site}/{locale}/videos/harbour/", **SLOWLY)


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 1280])
def test_is_clean_and_fits(page: Page, site: str, locale: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    _open(page, site, locale)

    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_times_are_read_from_the_left_in_arabic(page: Page, site: str) -> None:
    _open(page, site, "ar")

    times = page.locator(".shot-times bdi").first

    expect(times).to_have_text("10:00:00:00")
    assert times.evaluate("each => getComputedStyle(each).direction") == "ltr"


def test_a_quote_says_its_language(page: Page, site: str) -> None:
    _open(page, site)

    quote = page.locator("blockquote[lang=ar]")

    assert quote.evaluate("each => getComputedStyle(each).direction") == "rtl"


def test_a_time_plays_from_there_by_keyboard(page: Page, site: str) -> None:
    _open(page, site)
    page.wait_for_function("() => document.querySelector('newsroom-player').player")
    third = page.locator("a.shot-times").nth(2)
    video = page.locator("article video")
    video.evaluate(
        """each => {
            each.playbackRate = 0.1;  // the row lasts long enough to be seen on a busy machine
            each.addEventListener("seeking", () => each.dataset.seekedTo ??= each.currentTime);
            each.addEventListener("seeked", () => each.pause());
        }"""
    )

    third.focus()
    page.keyboard.press("Enter")

    expect(video).to_have_attribute("data-seeked-to", re.compile(r"^0\.4"), **SLOWLY)
    expect(page.locator(".shot").nth(2)).to_have_attribute("aria-current", "true", **SLOWLY)
    expect(page.locator(".shot[aria-current]")).to_have_count(1)
    assert page.url.endswith("/en/videos/harbour/")


def test_times_are_links_without_scripts(browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/videos/harbour/", **SLOWLY)

    link = page.locator("a.shot-times").nth(1)

    assert link.get_attribute("href").endswith("/previews/en.mp4#t=0.2,0.4")
    context.close()


def test_files_are_offered_by_name(page: Page, site: str) -> None:
    _open(page, site)

    names = page.locator(".shotlist-files a").all_inner_texts()

    assert [name.strip() for name in names] == [
        "Dopesheet (PDF)",
        "Dopesheet (text)",
        "Edit decision list (EDL)",
        "Timeline (OpenTimelineIO)",
        "Chapters (WebVTT)",
    ]
