"""A real browser against a real server of the test's own."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What is expected comes as soon as it comes: a slow machine is no fault of the page.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

# Playwright's loop runs in the test's thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def find_chromium() -> str:
    """Return CHROMIUM, or the browser on the PATH."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    assert found, "Chromium is missing: install it or name it with CHROMIUM."
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start one Chromium for a test file.

    Not for longer: Playwright keeps an event loop running in this thread, and tests of
    asynchronous code want one of their own.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a browser profile without cookies."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """Open a browser tab."""
    return browser_context.new_page()
