"""The page behind the link of an invitation."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services import invitations, role_specs
from accounts.services.roles import group_of, set_up_roles
from cms.core.mail.sending import drain_outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_dir")]

PASSWORD = "Harbour-Lantern-4827"
ANSWERS = {"first_name": "Élodie", "last_name": "Martin", "password": PASSWORD}


@pytest.fixture
def path(read_mail):
    """Return the path of the link in the mail."""
    set_up_roles()
    invitations.invite(
        email="elodie@example.org",
        roles=[group_of(role_specs.PRESS_OFFICER)],
        by=None,
        locale="en",
        at=timezone.now(),
    )
    drain_outbox()
    text = read_mail()[0].get_body(("plain",)).get_content()
    return re.search(r"/en/account/invitation/[\w-]+/", text)[0]


class TestPage:
    def test_changes_nothing_when_looked_at(self, client, path):
        for _ in range(2):
            response = client.get(path)
            assert response.status_code == 200
            assert "elodie@example.org" in response.text

        assert Invitation.objects.get().used_at is None
        assert not User.objects.get().has_usable_password()

    def test_sets_the_password_and_signs_in(self, client, path):
        response = client.post(path, ANSWERS)

        assert response.headers["Location"] == "/cms/"
        user = User.objects.get()
        assert user.check_password(PASSWORD)
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_is_gone_after_that(self, client, path):
        client.post(path, ANSWERS)
        client.logout()

        for response in (client.get(path), client.post(path, ANSWERS)):
            assert response.status_code == 410
            assert "/en/account/sign-in/" in response.text
        assert "_auth_user_id" not in client.session

    def test_is_gone_when_the_time_is_over(self, client, path):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        assert client.get(path).status_code == 410

    def test_says_every_broken_rule_and_keeps_the_names(self, client, path):
        response = client.post(path, ANSWERS | {"password": "kort"})

        assert response.status_code == 422
        assert "Élodie" in response.text
        assert "kort" not in response.text
        assert response.text.count('id="id_password_error"') == 1
        assert not User.objects.get().has_usable_password()

    def test_asks_for_a_name(self, client, path):
        response = client.post(path, ANSWERS | {"first_name": " "})

        assert response.status_code == 422
        assert "Enter your first name." in response.text

    def test_tells_no_other_site_its_address_and_is_not_kept(self, client, path):
        for response in (client.get(path), client.get("/en/account/invitation/made-up/")):
            assert response.headers["Referrer-Policy"] == "same-origin"
            assert "no-store" in response.headers["Cache-Control"]

    def test_signs_out_whoever_was_signed_in(self, client, path):
        other = User.objects.create_user("other@example.org", PASSWORD)
        client.force_login(other)

        client.post(path, ANSWERS)

        invited = User.objects.get(email="elodie@example.org")
        assert client.session["_auth_user_id"] == str(invited.pk)

    @pytest.mark.parametrize(("locale", "direction"), [("fr", "ltr"), ("ar", "rtl")])
    def test_reads_in_each_language(self, client, path, locale, direction):
        response = client.get(path.replace("/en/", f"/{locale}/"))

        assert f'lang="{locale}"' in response.text
        assert f'dir="{direction}"' in response.text
