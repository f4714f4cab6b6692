"""What the journeys of media users have in common: a video, a mailbox, and how forms are filled."""

import os
import re
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from django.db.models import F
from playwright.sync_api import Page

from accounts.models import CodeAllowance, CodeChallenge
from tests.website import documents
from tests.website.stored import empty, store

EMAIL = "ann@broadcaster.example"
PASSWORD = "Harbour-Lantern-4827"
CHOSEN = "Granite-Window-5931"
SHOTS = os.environ.get("SCREENSHOTS")
LOCALES = ("en", "fr", "uk", "ar")


@dataclass(frozen=True)
class Mailbox:
    """The mail that was sent, read from its files."""

    folder: Path

    def messages(self, address: str = EMAIL) -> list[EmailMessage]:
        """Return what was sent to the address, oldest first."""
        files = sorted(self.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
        return [message for message in read if message["To"] == address]

    def code(self, address: str = EMAIL) -> str:
        """Return the code in the newest message."""
        text = self.messages(address)[-1].get_body(("plain",)).get_content()
        return re.search(r"\b\d{6}\b", text).group()

    def wrong_code(self, address: str = EMAIL) -> str:
        """Return six digits that the newest code is not."""
        return f"{(int(self.code(address)) + 1) % 10**6:06}"


def store_site() -> None:
    """Store a video in every language, and what is around it."""
    empty()
    for locale in LOCALES:
        store(documents.video(locale, poster=None, asset={}), work=UUID(int=1))
        store(documents.home(locale, highlights=[]), work=UUID(int=2))
    store({**documents.document("site", "", path=None), **documents.site()}, work=UUID(int=50))


def video_path(locale: str) -> str:
    return f"/{locale}/videos/harbour/"


def let_pass(**duration: int) -> None:
    """Move every code that was sent into the past."""
    past = timedelta(**duration)
    CodeChallenge.objects.update(sent_at=F("sent_at") - past, expires_at=F("expires_at") - past)
    CodeAllowance.objects.all().delete()


def fill(page: Page, **fields: str) -> None:
    """Fill in the first form of the screen."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]:not([type=hidden])").first.fill(value)


def submit(page: Page) -> None:
    """Press the main button, and wait for the next screen."""
    with page.expect_navigation():
        page.locator("main .button-main").first.click()


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"account-{name}.png", full_page=True)
