"""The wait for another code, counted down in the browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

SCRIPT = Path(__file__).resolve().parents[2] / "accounts/static/accounts/account.js"


def wait(page: Page, seconds: int) -> None:
    """Open a form that may be sent in so many seconds."""
    page.set_content(
        f'<form data-wait-until="{seconds}">'
        '<p data-wait-text="In {seconds} s.">What the server says.</p>'
        '<button>Send</button><p data-wait-status="Now."></p></form>'
    )
    page.add_script_tag(content=SCRIPT.read_text(), type="module")
    expect(page.get_by_role("button")).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("seconds", [180, 80_000])
def test_a_long_wait_keeps_the_words_of_the_server(page: Page, seconds: int) -> None:
    wait(page, seconds)

    expect(page.locator("[data-wait-text]")).to_have_text("What the server says.")


def test_a_short_wait_is_counted_in_seconds(page: Page) -> None:
    wait(page, 60)

    expect(page.locator("[data-wait-text]")).to_contain_text("In ")
    expect(page.locator("[data-wait-text]")).to_contain_text(" s.")
