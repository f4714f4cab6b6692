"""An empty newsroom gets its first administrator, who lets in a press officer."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.services.first_administrator import create_link
from accounts.services.roles import set_up_roles
from cms.core.mail.sending import drain_outbox
from tests.accounts.signed_in import code_for

ROOT_PASSWORD = "Harbour-Lantern-4827"
OFFICER_PASSWORD = "Lantern-Harbour-7284"


def set_up_app(page: Page) -> str:
    """Go from the editor's question through the set-up back to the editor; return the secret."""
    expect(page.get_by_role("status")).to_contain_text("once you have set up a second factor")
    page.get_by_role("link", name="Set up an authenticator app").click()
    secret = page.locator("code.address").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("link", name="Go on").click()
    return secret


def invitation_of(address: str, folder: Path) -> str:
    """Send what waits, and return the path of the link that the address was sent."""
    drain_outbox()
    messages = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in folder.glob("*.eml")
    ]
    (text,) = (
        message.get_body(("plain",)).get_content()
        for message in messages
        if message["To"] == address
    )
    return re.search(r"/en/account/invitation/[\w-]+/", text)[0]


@pytest.mark.django_db(transaction=True)
def test_the_first_administrator_lets_in_a_press_officer(
    page: Page, live_server, settings, tmp_path: Path
):
    settings.BASE_URL, settings.MAIL_DIR = live_server.url, tmp_path / "mail"
    editor = f"{live_server.url}/cms/"
    set_up_roles()
    link = create_link(at=timezone.now())

    page.goto(live_server.url + link[link.index("/cms/") :])
    page.get_by_label("Email address").fill("Root@Example.org")
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Root")
    page.get_by_label("Password").fill(ROOT_PASSWORD)
    page.get_by_role("button").click()
    set_up_app(page)
    expect(page).to_have_url(editor)

    page.goto(f"{editor}users/new/")
    page.get_by_label("Email").fill("elodie@example.org")
    page.get_by_label("First Name").fill("Élodie")
    page.get_by_label("Last Name").fill("Martin")
    page.get_by_role("tab", name="Roles").first.click()
    page.get_by_label("Press officer").check()
    page.get_by_role("button", name="Create").click()
    expect(page.locator(".messages")).to_contain_text("invitation was sent to elodie@example.org")

    page.context.clear_cookies()
    page.goto(live_server.url + invitation_of("elodie@example.org", settings.MAIL_DIR))
    expect(page.get_by_label("First name")).to_have_value("Élodie")
    page.get_by_label("Password", exact=True).fill(OFFICER_PASSWORD)
    page.get_by_role("button", name="Save and go on").click()
    secret = set_up_app(page)
    expect(page).to_have_url(editor)

    page.context.clear_cookies()
    page.goto(editor)
    page.get_by_label("Email address").fill("ELODIE@example.org")
    page.get_by_label("Password", exact=True).fill(OFFICER_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(editor)

    officer = User.objects.get(email="elodie@example.org")
    assert officer.is_staff
    assert [group.name for group in officer.groups.all()] == ["Press officer"]
