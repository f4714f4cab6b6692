"""A press officer writes a French article in the editor, and an outside client reads it."""

import json
import os
import re
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.services.role_specs import PRESS_OFFICER
from accounts.services.roles import group_of, set_up_roles
from news.models import ArticleIndexPage
from tests.factories.accounts import PASSWORD, UserFactory

HEADLINE = "« L’île s’ouvre » : 12\u202f000 visiteurs à Tŷ Hafan, Київ\u00a0— \u200fمرحبا\u200e 🧊"
SUMMARY = "Le port d’été accueille l’équipe d’Ŷnys\u202f; le ministre s’en félicite."
TEXT = "« C’est un jour d’espoir\u202f», dit-elle\u00a0: l’œuvre est achevée. ї, ŷ, مرحبا 🧊"
SHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture
def press_officer(db: None) -> Any:
    set_up_roles()
    return UserFactory(editor=True, roles=[group_of(PRESS_OFFICER)])


@pytest.fixture
def read(live_server: Any) -> Callable[[str], dict[str, Any]]:
    """Read the API as any client does."""

    def get(path: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{live_server.url}/api/v1/{path}", timeout=20) as answer:
            return json.load(answer)

    return get


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_reaches_the_api_as_it_was_typed(
    live_server: Any,
    settings: Any,
    page: Page,
    press_officer: Any,
    read: Callable[[str], dict[str, Any]],
) -> None:
    settings.BASE_URL, settings.STAFF_SECOND_FACTOR = live_server.url, "optional"
    section = ArticleIndexPage.objects.get(locale__language_code="fr")

    page.goto(f"{live_server.url}/cms/login/")
    shoot(page, "1-login")
    page.get_by_label("Email").fill(press_officer.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/cms/")
    shoot(page, "2-dashboard")

    page.goto(f"{live_server.url}/cms/pages/{section.pk}/")
    shoot(page, "3-explorer")
    page.goto(f"{live_server.url}/cms/pages/add/news/articlepage/{section.pk}/")
    page.get_by_role("textbox", name="Headline").fill(HEADLINE)
    page.get_by_role("textbox", name="Summary").fill(SUMMARY)
    page.get_by_role("button", name="Insert a block").first.click()
    page.locator("[role=option]", has_text="Paragraph").click()
    paragraph = page.locator(".public-DraftEditor-content").last
    paragraph.click()
    page.keyboard.insert_text(TEXT)
    # The editor puts the text into the form a moment after the last key.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(TEXT)))
    shoot(page, "4-edit")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    shoot(page, "4-after")
    expect(page).to_have_url(f"{live_server.url}/cms/pages/{section.pk}/", timeout=60_000)
    expect(page.locator(".messages")).to_contain_text("published")
    published = time.monotonic()

    cards = read("articles/?locale=fr")["data"]
    assert time.monotonic() - published < 5
    assert [card["title"] for card in cards] == [HEADLINE]
    article = read(f"articles/{cards[0]['id']}/?locale=fr")["data"]
    assert article["summary"] == SUMMARY
    assert article["locale"] == "fr"
    assert TEXT in article["body"][0]["value"]["html"]

    page.goto(article["url"])
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    shoot(page, "5-public")
