"""What the browser ticks off is what the server finds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from accounts.passwords.rules import PROFILES
from accounts.passwords.text import normalise

SCRIPT = Path(__file__).resolve().parents[2] / "accounts/static/accounts/password.js"
PASSWORDS = [
    "short",
    "Harbour-Lantern-4827",
    "harbour lantern kettle",
    "Harbour\u00a0Lantern4827",
    "Harbour\u200bLantern-4827",
    "Harbour\u200dLantern-4827",
    "Harbour👩‍🚀Lantern4827",
    "HarbourLantern4827❤️‍🔥",
    "👩‍",
    "‍🚀Harbour-Lantern",
    "Ліхтар-Мандрівник-٤٨٢٧",
    "Ke\u0301tt-L\u00e94827",
    "€uro-and-more-1A",
    "ǅungla-kettle-48",
    "😀" * 64,
    "😀" * 129,
    "x\ny\tz" * 5,
    "كلمة سر طويلة جدا",
]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_pattern_agrees_with_the_server(page: Page, profile: str) -> None:
    rules = PROFILES[profile]
    expected = [[rule.code for rule in rules if rule.is_kept(normalise(p))] for p in PASSWORDS]

    found = page.evaluate(
        """([passwords, rules]) => passwords.map((password) => rules.filter(
          ([, pattern]) => new RegExp(pattern, "su").test(password.normalize("NFC"))
        ).map(([code]) => code))""",
        [PASSWORDS, [[rule.code, rule.pattern] for rule in rules]],
    )

    assert found == expected


class TestStatus:
    """What is said to people who do not see the ticks."""

    @pytest.fixture
    def form(self, page: Page) -> Page:
        """Return a page with two rules, whose clock stands still."""
        page.clock.install(time=datetime(2026, 9, 14, tzinfo=UTC))
        page.clock.pause_at(datetime(2026, 9, 14, 1, tzinfo=UTC))
        page.set_content(
            '<input type="password" id="new">'
            '<ul data-password-rules="new" data-met="met">'
            '<li data-rule="a" data-pattern="[0-9]">Digit</li>'
            '<li data-rule="b" data-pattern="[a-z]">Letter</li>'
            '<li data-rule="c">Server only</li></ul>'
            '<p role="status" data-password-status="new" data-statuses="none\none\nboth"></p>'
        )
        page.evaluate(
            """() => {
              window.said = [];
              const status = document.querySelector("[role=status]");
              new MutationObserver(() => window.said.push(status.textContent))
                .observe(status, { childList: true });
            }"""
        )
        page.add_script_tag(content=SCRIPT.read_text(), type="module")
        return page

    def test_is_said_once_when_the_typing_pauses(self, form: Page) -> None:
        form.locator("#new").press_sequentially("kettle7")
        form.clock.run_for(900)
        assert form.evaluate("said") == []

        form.clock.run_for(200)

        assert form.evaluate("said") == ["both"]

    def test_is_not_repeated_when_nothing_changed(self, form: Page) -> None:
        for text in ("kettle", "kettles"):
            form.fill("#new", text)
            form.clock.run_for(1_100)

        assert form.evaluate("said") == ["one"]

    def test_is_silent_about_an_empty_field(self, form: Page) -> None:
        for text in ("7", ""):
            form.fill("#new", text)
            form.clock.run_for(1_100)

        assert form.evaluate("said") == ["one", ""]


class TestScript:
    @pytest.fixture
    def form(self, page: Page) -> Page:
        """Return a page with a field and three rules."""
        page.set_content(
            '<input type="password" id="new">'
            '<ul data-password-rules="new" data-met="met">'
            '<li data-rule="a" data-pattern="[0-9]">Digit</li>'
            '<li data-rule="b" data-pattern="(?<broken">Unknown pattern</li>'
            '<li data-rule="c">Server only</li></ul>'
        )
        page.add_script_tag(content=SCRIPT.read_text(), type="module")
        return page

    def test_ticks_a_rule_off_and_says_so(self, form: Page) -> None:
        form.fill("#new", "kettle7")

        assert form.locator(".is-met").all_text_contents() == ["Digit (met)"]

    def test_takes_the_tick_away_again(self, form: Page) -> None:
        form.fill("#new", "kettle7")
        form.fill("#new", "kettle")

        assert form.locator(".is-met").count() == 0
        assert form.locator("[data-rule=a]").text_content() == "Digit"
