"""An empty newsroom gets its first administrator, who lets in a press officer."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.services.first_administrator import create_link
from accounts.services.roles import set_up_roles

PASSWORD = "a long and calm password"


@pytest.mark.django_db(transaction=True)
def test_the_first_administrator_lets_in_a_press_officer(page: Page, live_server):
    set_up_roles()
    link = create_link(at=timezone.now())

    page.goto(live_server.url + link[link.index("/cms/") :])
    page.get_by_label("Email address").fill("Root@Example.org")
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Root")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button").click()
    expect(page).to_have_url(f"{live_server.url}/cms/")

    page.goto(f"{live_server.url}/cms/users/new/")
    page.get_by_label("Email").fill("elodie@example.org")
    page.get_by_label("First Name").fill("Élodie")
    page.get_by_label("Last Name").fill("Martin")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("tab", name="Roles").first.click()
    page.get_by_label("Press officer").check()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("link", name="Élodie Martin")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/cms/")
    page.get_by_label("Email address").fill("ELODIE@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{live_server.url}/cms/")

    officer = User.objects.get(email="elodie@example.org")
    assert officer.is_staff
    assert [group.name for group in officer.groups.all()] == ["Press officer"]
