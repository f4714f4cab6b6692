"""The public pages in a real browser: with every kind of block, in English and in Arabic."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from cms.core.imaging import image_json
from cms.delivery.models import AddressState
from tests.factories.core import ImageFactory
from tests.factories.videos import clip_bytes
from tests.website import documents
from tests.website.stored import address, empty, store

KINDS = ["home", "listing", "article", "programme", "video"]
PLAYER_HOST = "www.youtube-nocookie.com"
PHONE_WIDTHS = (320, 390)
SLOWLY = {"timeout": 60_000}


@pytest.fixture
def site(live_server, settings, monkeypatch) -> Callable[[str], str]:
    """Store a page of every kind in two languages; return how to find one."""
    settings.BASE_URL = live_server.url
    monkeypatch.setattr(documents, "ORIGIN", live_server.url)
    empty()
    real = image_json(ImageFactory(title="Harbour", description="A grey harbour"))
    for locale in ("en", "ar"):
        for number, kind in enumerate(KINDS, 1):
            document = getattr(documents, kind)(locale)
            row = store(_with_image(document, real), work=UUID(int=number))
            row.dependencies.create(key=f"image:{real['id']}")
        for number in range(3):
            path = f"/{locale}/more/{number}/"
            more = documents.article(locale, title=f"Another one {number}", path=path)
            store(_with_image(more, real), work=UUID(int=100 + number))
        address(f"/{locale}/gone/", AddressState.GONE, notice="Taken down by the editors.")
    store({**documents.document("site", "", path=None), **documents.site()}, work=UUID(int=50))
    menu = {**documents.document("menu", "Header", path=None), **documents.menus()["header"]}
    store({**menu, "slug": "header"}, work=UUID(int=51))
    return lambda path: f"{live_server.url}{path}"


@pytest.fixture
def outside(browser_context: BrowserContext) -> list[str]:
    """Answer every outside host with an empty page, and list what was asked of it."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<!doctype html><title>Player</title>", content_type="text/html")

    browser_context.route(
        lambda url: urlsplit(url).hostname not in {"127.0.0.1", "localhost"}, answer
    )
    return asked


@pytest.fixture
def media(browser_context: BrowserContext, settings) -> None:
    """Answer what the page of a video plays: the stored documents have no video behind them."""
    anybody = {"Access-Control-Allow-Origin": "*"}
    browser_context.route(
        lambda url: url.startswith(settings.FILES_URL),
        lambda route: route.fulfill(body=clip_bytes(), content_type="video/mp4", headers=anybody),
    )
    browser_context.route(
        lambda url: urlsplit(url).path.endswith("/shotlist.vtt"),
        lambda route: route.fulfill(body="WEBVTT\n", content_type="text/vtt", headers=anybody),
    )


def paths(locale: str) -> list[str]:
    return [f"/{locale}/", *(f"/{locale}/{kind}s/harbour/" for kind in KINDS[1:])]


MISSING_PAGES = ["/en/nowhere/", "/ar/nowhere/", "/en/gone/", "/ar/gone/"]
EVERY_PAGE = [*paths("en"), *paths("ar"), *MISSING_PAGES]


class TestEveryPage:
    @pytest.mark.parametrize("path", EVERY_PAGE)
    def test_has_no_accessibility_violation(self, site, outside, page: Page, path):
        page.goto(site(path), **SLOWLY)

        results = Axe().run(page)

        assert results.violations_count == 0, results.generate_report()

    def test_asks_only_our_own_origins(self, site, outside, media, page: Page):
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        for path in EVERY_PAGE:
            page.goto(site(path), **SLOWLY)
            page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
            page.wait_for_load_state("networkidle")

        assert outside == []
        assert len(complaints) == len(MISSING_PAGES), complaints

    @pytest.mark.parametrize("width", PHONE_WIDTHS)
    def test_fits_a_phone(self, site, outside, page: Page, width):
        page.set_viewport_size({"width": width, "height": 700})
        for path in EVERY_PAGE:
            page.goto(site(path), **SLOWLY)

            assert page.evaluate("document.documentElement.scrollWidth") == width, path

    def test_sets_no_cookie(self, site, outside, page: Page):
        for path in EVERY_PAGE:
            page.goto(site(path), **SLOWLY)

        assert page.context.cookies() == []


class TestArabic:
    def test_is_written_from_right_to_left(self, site, outside, page: Page):
        page.goto(site("/ar/articles/harbour/"), **SLOWLY)

        assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        brand, languages = _box(page, ".brand"), _box(page, ".languages")
        assert brand["x"] > languages["x"]

    def test_arrow_keys_are_mirrored(self, site, outside, page: Page):
        page.goto(site("/ar/articles/harbour/"), **SLOWLY)
        page.locator("[data-stepper-next]").focus()

        page.keyboard.press("ArrowLeft")
        expect(page.locator("[data-stepper-position]")).to_have_text("2 / 3")
        page.keyboard.press("ArrowRight")
        expect(page.locator("[data-stepper-position]")).to_have_text("1 / 3")

    def test_signs_point_the_other_way(self, site, outside, page: Page):
        page.goto(site("/ar/articles/harbour/"), **SLOWLY)

        transform = page.locator("[data-stepper-next] .sign").evaluate(
            "sign => getComputedStyle(sign).transform"
        )
        assert transform == "matrix(-1, 0, 0, 1, 0, 0)"


class TestByKeyboard:
    def test_skips_to_the_content(self, site, outside, page: Page):
        page.goto(site("/en/articles/harbour/"), **SLOWLY)

        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        expect(page.locator(".skip-link")).to_be_in_viewport()
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"

    def test_reaches_everything_and_shows_where_it_is(self, site, outside, page: Page):
        page.goto(site("/en/articles/harbour/"), **SLOWLY)
        reached = []
        for _press in range(60):
            page.keyboard.press("Tab")
            reached.append(page.evaluate(FOCUSED))

        assert all(outline for _name, outline in reached if _name != "BODY"), reached
        names = " ".join(name for name, _outline in reached)
        for part in ("languages", "site-nav", "embed", "stepper-next", "related-links", "table"):
            assert part in names, part

    def test_steps_through_the_programme(self, site, outside, page: Page):
        page.goto(site("/en/articles/harbour/"), **SLOWLY)
        shown = page.locator(".programme-block .session:visible .session-title")
        expect(shown).to_have_text("Session number 0")

        page.locator("[data-stepper-next]").focus()
        page.keyboard.press("Enter")
        expect(shown).to_have_text("Session number 1")
        expect(page.locator("[data-stepper-status]")).to_have_text(
            "Session 2 of 3: Session number 1"
        )

        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(page.locator("[data-stepper-position]")).to_have_text("3 / 3")
        expect(page.locator("[data-stepper-next]")).to_be_focused()
        page.keyboard.press("Home")
        expect(shown).to_have_text("Session number 0")

    def test_plays_an_embed_only_when_asked(self, site, outside, page: Page):
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(site("/en/articles/harbour/"), **SLOWLY)
        button = page.locator(".prose [data-embed-play]")
        expect(button).to_contain_text(PLAYER_HOST)
        assert outside == []

        button.focus()
        page.keyboard.press("Enter")

        frame = page.locator(".prose .embed iframe")
        expect(frame).to_be_focused()
        expect(frame).to_have_attribute("title", "The signing, as broadcast")
        page.wait_for_load_state("networkidle")
        assert [urlsplit(url).hostname for url in outside] == [PLAYER_HOST]
        assert refused == []


class TestWithoutScript:
    @pytest.fixture
    def page(self, browser: Browser) -> Page:
        context = browser.new_context(java_script_enabled=False)
        yield context.new_page()
        context.close()

    def test_the_programme_is_a_plain_list(self, site, page: Page):
        page.goto(site("/ar/articles/harbour/"), **SLOWLY)

        assert page.locator(".programme-block .session:visible").count() == 3
        expect(page.locator("[data-stepper-controls]")).to_be_hidden()

    def test_an_embed_is_a_link(self, site, page: Page):
        page.goto(site("/en/articles/harbour/"), **SLOWLY)

        expect(page.locator(".prose [data-embed-play]")).to_be_hidden()
        expect(page.locator(".prose .embed a")).to_be_visible()


FOCUSED = """() => {
  const found = document.activeElement;
  const names = [];
  for (let each = found; each; each = each.parentElement) names.push(each.className);
  const outlined = [getComputedStyle(found), getComputedStyle(found, "::after")]
    .some((style) => style.outlineStyle !== "none" && style.outlineWidth !== "0px");
  const data = Object.keys(found.dataset).map((key) => key.replace(/[A-Z]/g, "-$&").toLowerCase());
  return [found === document.body ? "BODY" : [...names, ...data].join(" "), outlined];
}"""


def _box(page: Page, selector: str) -> Any:
    return page.locator(selector).first.bounding_box()


def _with_image(value: Any, image: dict[str, Any]) -> Any:
    """Return the document with a picture that our server can really draw."""
    if isinstance(value, dict):
        if "srcset" in value:
            return image
        return {name: _with_image(part, image) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_image(part, image) for part in value]
    return value
