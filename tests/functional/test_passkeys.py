"""A passkey is made in a real browser, and signs in by itself."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

# A phone that its owner unlocks whenever it is asked.
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def phone(page: Page) -> Any:
    """Connect the phone to the browser."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return devices


@pytest.mark.usefixtures("phone")
def test_is_added_and_signs_in(live_server: Any, page: Page) -> None:
    account = f"{live_server.url}/en/account/"
    user = UserFactory(email="ann@example.org")
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)

    page.goto(f"{account}sign-in/?next=/en/account/security/passkeys/add/")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a passkey")
    page.get_by_label("Name").fill("Phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("The passkey was added.")).to_be_visible()

    page.goto(f"{account}sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{account}sign-in/?next=/en/account/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{account}security/")
    expect(page.get_by_text("Phone", exact=True)).to_be_visible()

    page.goto(f"{account}sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{account}sign-in/?next=/en/account/security/")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{account}security/")
    assert problems == []
