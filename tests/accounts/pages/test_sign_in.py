import os
import re
from unittest.mock import patch
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from accounts.services.verified_addresses import vouch_for_address
from tests.factories.accounts import PASSWORD, UserFactory, grant_editor

pytestmark = pytest.mark.django_db

PAGE = "/en/account/sign-in/"
WRONG = "The email address or the password is not right."


def sign_in(client, email, password=PASSWORD, page=PAGE, **fields):
    return client.post(page, {"email": email, "password": password, **fields})


class TestSigningIn:
    @pytest.mark.parametrize("spelling", ["ann@example.org", "Ann@EXAMPLE.org", " ann@example.org"])
    def test_leads_back_to_the_page_somebody_was_on(self, client, spelling):
        UserFactory(email="ann@example.org")

        response = sign_in(client, spelling, next="/en/videos/1/")

        assert response.status_code == 302
        assert response.headers["Location"] == "/en/videos/1/"
        assert client.session["_auth_user_id"]

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x"])
    def test_follows_no_foreign_target(self, client, target):
        user = UserFactory(editor=True)

        response = sign_in(client, user.email, next=target)

        assert response.headers["Location"] == "/cms/"

    def test_gives_the_session_a_new_key(self, client):
        user = UserFactory()
        planted = client.session
        planted["basket"] = "somebody put this here"
        planted.save()
        before = client.cookies["sessionid"].value

        sign_in(client, user.email)

        assert client.cookies["sessionid"].value != before

    def test_is_not_offered_to_somebody_signed_in(self, client):
        client.force_login(UserFactory())

        response = client.get(f"{PAGE}?next=/fr/actu/")

        assert response.headers["Location"] == "/fr/actu/"


class TestPage:
    def test_keeps_the_page_somebody_was_on_through_a_failure(self, client):
        response = sign_in(client, "nobody@example.org", next="/en/videos/1/")

        assert '<input type="hidden" name="next" value="/en/videos/1/">' in response.text

    def test_helps_browsers_to_fill_it_in(self, client):
        page = client.get(PAGE).text

        assert 'autocomplete="username"' in page
        assert 'autocomplete="current-password"' in page

    def test_is_never_stored(self, client):
        assert "no-store" in client.get(PAGE).headers["Cache-Control"]
        assert "no-store" in sign_in(client, UserFactory().email).headers["Cache-Control"]

    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_reads_in_the_direction_of_its_language(self, client, locale, direction):
        with translation.override(locale):
            page = client.get(reverse("account_login")).text

        assert f'lang="{locale}" dir="{direction}"' in page

    def test_does_not_repeat_a_password(self, client):
        response = sign_in(client, "nobody@example.org", "a very wrong password")

        assert "a very wrong password" not in response.text


class TestFailing:
    def test_looks_the_same_for_everybody(self, client):
        UserFactory(email="known@example.org")
        UserFactory(email="gone@example.org", is_active=False)

        answers = [
            sign_in(client, "known@example.org", "wrong password"),
            sign_in(client, "unknown@example.org", "wrong password"),
            sign_in(client, "gone@example.org"),
        ]

        assert {answer.status_code for answer in answers} == {422}
        assert all(WRONG in answer.text for answer in answers)

    def test_hashes_once_whoever_is_asked_for(self, client, hashed_passwords):
        UserFactory(email="known@example.org")
        UserFactory(email="gone@example.org", is_active=False)
        hashed_passwords.clear()

        for name in ("known", "unknown", "gone"):
            sign_in(client, f"{name}@example.org", f"wrong for {name}")

        assert hashed_passwords == ["wrong for known", "wrong for unknown", "wrong for gone"]


class TestLock:
    def fail(self, client, times, email="ann@example.org", **extra):
        return [
            client.post(PAGE, {"email": email, "password": f"wrong {number}"}, **extra)
            for number in range(times)
        ]

    def test_falls_after_five_failures(self, client, hashed_passwords):
        UserFactory(email="ann@example.org")
        hashed_passwords.clear()

        answers = self.fail(client, 8)

        assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 3
        assert len(hashed_passwords) == 5

    def test_says_when_to_come_back(self, client):
        last = self.fail(client, 6)[-1]

        assert 0 < int(last.headers["Retry-After"]) <= 15 * 60
        assert "Try again in 15 minutes." in last.text

    def test_keeps_the_right_password_out_too(self, client):
        user = UserFactory(email="ann@example.org")
        self.fail(client, 5)

        assert sign_in(client, user.email).status_code == 429

    @pytest.mark.parametrize("email", ["ANN@example.org", "ann@EXAMPLE.ORG ", "ann@example.org"])
    def test_knows_an_address_however_it_is_written(self, client, email):
        self.fail(client, 5)

        assert sign_in(client, email).status_code == 429

    def test_does_not_open_for_another_host_name(self, client):
        self.fail(client, 5, headers={"host": "one.example"})

        answer = self.fail(client, 1, headers={"host": "two.example:81"})[0]

        assert answer.status_code == 429

    def test_does_not_count_successes(self, client):
        user = UserFactory()
        for _time in range(7):
            assert sign_in(client, user.email).status_code == 302
            client.logout()

    def test_leaves_others_alone(self, client):
        user = UserFactory()
        self.fail(client, 6)

        assert sign_in(client, user.email).status_code == 302


HOPS = ["sign-in/", "sign-out/", "sign-in/second-factor/", "sign-in/passkey/", "reauthenticate/"]
FOREIGN = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]


class TestEveryHop:
    @pytest.mark.parametrize("hop", HOPS)
    @pytest.mark.parametrize("target", FOREIGN)
    def test_forgets_a_foreign_target(self, client, hop, target):
        address = f"/en/account/{hop}?{urlencode({'next': target})}"
        anonymous = client.get(address)
        client.force_login(UserFactory())

        for answer in (anonymous, client.get(address), client.post(address, {"next": target})):
            assert target not in self.targets(answer)

    def targets(self, answer):
        """Return where the answer leads, and what it would carry on from there."""
        location = answer.headers.get("Location", "")
        carried = re.findall(r'name="next"\s+value="([^"]*)"', answer.text)
        return [location, *parse_qs(urlsplit(location).query).get("next", []), *carried]


class TestSigningOut:
    def test_takes_more_than_a_link(self, client):
        client.force_login(UserFactory())

        page = client.get("/en/account/sign-out/")

        assert page.status_code == 200
        assert "_auth_user_id" in client.session

    def test_ends_the_session(self, client):
        user = UserFactory()
        sign_in(client, user.email)
        key = client.cookies["sessionid"].value

        response = client.post("/en/account/sign-out/", {"next": "/en/videos/1/"})
        client.cookies["sessionid"] = key

        assert response.headers["Location"] == "/en/videos/1/"
        assert client.get("/cms/").status_code == 302


class TestStaff:
    def test_reach_the_sign_in_page_from_the_editor(self, client):
        response = client.get("/cms/pages/")

        assert response.headers["Location"] == f"{PAGE}?next=/cms/pages/"

    def test_find_one_page_where_wagtails_was(self, client):
        response = client.post("/cms/login/?next=/cms/images/")

        assert response.headers["Location"] == f"{PAGE}?next=/cms/images/"

    def test_go_to_the_editor(self, client):
        user = grant_editor(UserFactory(editor=True))
        vouch_for_address(user)

        assert sign_in(client, user.email).headers["Location"] == "/cms/"


class TestAdministratorOfTheCommandLine:
    def test_signs_in(self, client):
        arguments = {"email": "root@example.org", "interactive": False}
        with patch.dict(os.environ, {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}):
            call_command("createsuperuser", **arguments, verbosity=0)

        response = sign_in(client, "root@example.org")

        assert response.headers["Location"] == "/cms/"
        assert EmailAddress.objects.filter(verified=True, primary=True).count() == 1
