"""Rights are set in the editor, by keyboard too, and read as a sentence."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.functional.shotlist_editor import SLOWLY, Desk, desk

__all__ = ["desk"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_rule_is_added_by_keyboard_and_read_as_a_sentence(desk: Desk, page: Page) -> None:
    desk.open(page)
    page.get_by_role("tab", name="Rights").press("Enter")
    page.locator("#id_restrictions-ADD").press("Enter")
    page.locator("#id_restrictions-0-territories").fill("France; be")
    page.locator("input[name=restrictions-0-media]").first.press("Space")
    page.locator("#id_no_archive").press("Space")

    desk.save(page)

    page.get_by_role("tab", name="Rights").press("Enter")
    page.get_by_text("Not for broadcast in France and Belgium. No archive.").wait_for(**SLOWLY)
    report = Axe().run(page, context="#tab-rights")
    assert report.violations_count == 0, report.generate_report()
