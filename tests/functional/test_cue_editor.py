"""Editing cues beside the player, in a real browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from wagtail.users.models import UserProfile

from accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.videos import TrackFactory, VideoAssetFactory, clip_bytes
from tests.functional.media_accounts import shoot
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from videos.models import Track
from videos.pipeline.timed_text.cues import Cue
from videos.services.tracks import save_cues

SLOWLY = {"timeout": 60_000}
CUES = [
    Cue(start_ms=0, end_ms=300, text="Le bac part", speaker="Élodie"),
    Cue(start_ms=300, end_ms=600, text="à l’aube."),
    Cue(start_ms=600, end_ms=1_000, text="Merci."),
]
LOADED = """video => new Promise(done => {
  if (video.readyState) done(); else video.addEventListener('loadedmetadata', done);
})"""
SHOWS = """(video, text) => new Promise(done => {
  const look = () => ([...video.textTracks[0]?.cues ?? []].some(cue => cue.text === text)
    ? done(true) : requestAnimationFrame(look));
  look();
})"""
# Begun before the click and asked after it.
STOPS = """video => { window.stopped = new Promise(done => {
  const tell = () => done(Math.round(video.currentTime * 1000));
  video.addEventListener('pause', tell, {once: true});
}); }"""


class CueEditor:
    """The page of one track."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def open(self) -> "CueEditor":
        self.page.goto(self.address, **SLOWLY)
        expect(self.rows).to_have_count(len(Track.objects.get().cues))
        return self

    @property
    def rows(self) -> Locator:
        return self.page.locator("[data-cues] > li")

    def field(self, row: int, name: str) -> Locator:
        return self.rows.nth(row).locator(f"[data-field={name}]")

    def command(self, name: str) -> Locator:
        return self.page.locator(f"[data-command={name}]")

    @property
    def status(self) -> Locator:
        return self.page.locator("[data-status]")

    def texts(self) -> list[str]:
        return [self.field(row, "text").input_value() for row in range(self.rows.count())]

    def save(self) -> None:
        self.page.keyboard.press("Control+s")


def sign_in(context: BrowserContext, user: User, address: str) -> None:
    client = Client()
    sign_in_staff(client, user)
    context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": address}
            for name, morsel in client.cookies.items()
        ]
    )


@pytest.fixture
def user() -> User:
    return librarian()


@pytest.fixture
def track(db: None, queued_tasks: None) -> Track:
    asset = VideoAssetFactory(ready=True, title="Harbour")
    return TrackFactory(asset=asset, cues=CUES)


@pytest.fixture
def address(live_server: Any, settings: Any, track: Track) -> str:
    settings.BASE_URL = live_server.url
    path = reverse("video_tracks:edit", args=[track.asset.uuid, track.uuid])
    return f"{live_server.url}{path}"


@pytest.fixture
def editor(
    page: Page, browser_context: BrowserContext, address: str, user: User, settings: Any
) -> CueEditor:
    """Open the editor, signed in, with a film of one second."""

    def film(route: Route) -> None:
        route.fulfill(body=clip_bytes(), content_type="video/mp4")

    browser_context.route(re.compile(re.escape(settings.FILES_URL)), film)
    sign_in(browser_context, user, address)
    return CueEditor(page, address).open()


def stored() -> list[tuple[int, int | None, str]]:
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in Track.objects.get().cues]


def test_everything_is_done_by_keyboard(editor: CueEditor) -> None:
    page, press = editor.page, editor.page.keyboard.press
    editor.field(0, "text").focus()

    press("Control+End")
    press("Enter")
    page.keyboard.type("de Nantes")
    press("Alt+j")
    expect(editor.field(1, "text")).to_be_focused()
    press("Alt+m")
    expect(editor.rows).to_have_count(2)
    expect(editor.field(1, "text")).to_have_value("à l’aube.\nMerci.")
    press("Alt+n")
    expect(editor.rows).to_have_count(3)
    expect(editor.field(2, "text")).to_be_focused()
    page.keyboard.type("Trop")
    press("Alt+r")
    expect(editor.rows).to_have_count(2)
    expect(editor.status).to_have_text("Cue 3 was deleted. It can be undone.")
    editor.field(1, "text").focus()
    press("Control+Home")
    for _ in range(len("à l’aube.")):
        press("ArrowRight")
    press("Alt+x")
    expect(editor.rows).to_have_count(3)
    editor.field(2, "start").focus()
    press("Control+a")
    page.keyboard.type("0:0.7")
    press("Tab")
    press("Control+s")

    expect(editor.status).to_have_text("Saved.")
    assert [text for _start, _end, text in stored()] == [
        "Le bac part\nde Nantes", "à l’aube.", "Merci.",
    ]  # fmt: skip
    assert stored()[2][:2] == (700, 1_000)


def test_steps_are_undone_and_done_again(editor: CueEditor) -> None:
    editor.field(1, "text").focus()
    editor.page.keyboard.type("X")
    editor.page.keyboard.type("Y")
    editor.command("delete").click()
    expect(editor.rows).to_have_count(2)

    editor.command("undo").click()
    editor.command("undo").click()
    expect(editor.command("undo")).to_be_disabled()
    assert editor.texts() == [cue.text for cue in CUES]

    editor.command("redo").click()
    editor.command("redo").click()
    assert editor.texts() == ["Le bac part", "Merci."]


def test_a_time_that_cannot_be_read_is_told_and_not_taken(editor: CueEditor) -> None:
    start = editor.field(0, "start")
    start.fill("soon")
    start.blur()

    expect(editor.rows.nth(0)).to_contain_text("Write a time such as")
    expect(start).to_have_attribute("aria-invalid", "true")
    start.fill("0.1")
    start.blur()
    expect(start).to_have_value("0:00:00.100")
    editor.save()
    expect(editor.status).to_have_text("Saved.")
    assert stored()[0][0] == 100


def test_the_player_plays_one_cue_and_shows_what_is_typed(editor: CueEditor) -> None:
    page = editor.page
    video = page.locator("[data-player] video")
    video.evaluate(LOADED)
    editor.field(1, "text").fill("à <i>midi</i> & demi")
    assert video.evaluate(SHOWS, "à <i>midi</i> &amp; demi")

    video.evaluate(STOPS)
    editor.command("play").click()
    at = page.evaluate("window.stopped")

    assert 600 <= at < 1_000
    expect(editor.rows.nth(2)).to_have_class(re.compile("is-shown"))
    editor.field(0, "text").focus()
    page.keyboard.press("Alt+2")
    expect(editor.field(0, "end")).to_have_value(f"0:00:00.{at}")


def test_warnings_follow_what_is_typed(editor: CueEditor) -> None:
    first = editor.rows.nth(0)
    expect(first).to_contain_text("Shown for 300 ms")
    editor.field(0, "end").fill("0.9")
    editor.field(0, "end").blur()

    expect(first).not_to_contain_text("Shown for 300 ms")
    expect(editor.rows.nth(1)).to_contain_text("It starts 0.6 s before an earlier one ends.")
    editor.field(2, "text").focus()
    editor.command("next-fault").click()
    expect(editor.field(1, "text")).to_be_focused()


class TestNothingIsLost:
    def test_when_somebody_else_saved_meanwhile(self, editor: CueEditor) -> None:
        editor.field(0, "text").fill("Mine")
        theirs = [Cue(start_ms=0, end_ms=900, text="Theirs")]
        other = UserFactory(editor=True, first_name="Olena", last_name="Koval")
        save_cues(Track.objects.get(), theirs, version=1, by=other)

        editor.save()
        dialog = editor.page.get_by_role("dialog")
        expect(dialog).to_contain_text("Olena Koval saved other cues at")
        dialog.get_by_role("button", name="Take theirs").click()
        expect(editor.rows).to_have_count(1)
        editor.command("undo").click()
        expect(editor.field(0, "text")).to_have_value("Mine")
        editor.save()
        expect(editor.status).to_have_text("Saved.")
        assert [text for _start, _end, text in stored()] == ["Mine", "à l’aube.", "Merci."]

    def test_when_mine_is_saved_in_their_place(self, editor: CueEditor) -> None:
        editor.field(0, "text").fill("Mine")
        save_cues(Track.objects.get(), CUES[:1], version=1, by=None)

        editor.save()
        dialog = editor.page.get_by_role("dialog")
        dialog.get_by_role("button", name="Save mine in its place").click()

        expect(editor.status).to_have_text("Saved.")
        assert stored()[0][2] == "Mine"
        editor.command("undo").click()
        expect(editor.rows).to_have_count(1)

    def test_when_the_session_has_ended(
        self, editor: CueEditor, browser_context: BrowserContext, user: User
    ) -> None:
        editor.field(0, "text").fill("Kept")
        browser_context.clear_cookies()

        editor.save()
        trouble = editor.page.locator("[data-trouble]")
        expect(trouble).to_contain_text("Your changes are kept in this browser")
        expect(trouble.get_by_role("link", name="Sign in in another tab")).to_be_visible()
        assert Track.objects.get().version == 1

        sign_in(browser_context, user, editor.address)
        editor.save()
        expect(editor.status).to_have_text("Saved.")
        expect(trouble).to_be_hidden()
        assert stored()[0][2] == "Kept"

    def test_when_the_tab_is_closed(self, editor: CueEditor, browser_context: Any) -> None:
        editor.field(0, "text").fill("Kept")
        editor.page.close(run_before_unload=False)

        again = CueEditor(browser_context.new_page(), editor.address).open()
        offer = again.page.locator("[data-draft]")
        expect(offer).to_contain_text("This browser kept changes")
        offer.get_by_role("button", name="Bring them back").click()

        expect(again.field(0, "text")).to_have_value("Kept")
        again.save()
        expect(again.status).to_have_text("Saved.")
        assert stored()[0][2] == "Kept"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_are_accessible_and_fit_a_phone(
    editor: CueEditor, user: User, language: str
) -> None:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    page, track = editor.page, Track.objects.get()
    ids = [track.asset.uuid, track.uuid]
    origin = editor.address.partition("/cms/")[0]
    for name, look in (("edit", look_at_cues(editor)), ("change", None), ("delete", None)):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{origin}{reverse(f'video_tracks:{name}', args=ids)}", **SLOWLY)
        if look:
            look()
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        shoot(page, f"tracks-{language}-{name}")
        results = Axe().run(page, context="#main")
        assert results.violations_count == 0, results.generate_report()
        page.set_viewport_size({"width": 320, "height": 700})
        shoot(page, f"tracks-{language}-{name}-narrow")
        assert page.evaluate("document.documentElement.scrollWidth") == 320, name


def look_at_cues(editor: CueEditor) -> Callable[[], None]:
    def look() -> None:
        editor.field(1, "text").focus()
        expect(editor.command("split")).to_be_visible()

    return look
