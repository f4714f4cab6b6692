import pytest
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/en/account/sign-in/"


def sign_in(client, email, **extra):
    return client.post(SIGN_IN, {"email": email, "password": PASSWORD, "next": "/cms/"}, **extra)


class TestMediaUsers:
    @pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/images/", "/cms/api/main/"])
    def test_are_refused_without_going_in_circles(self, client, path):
        client.force_login(UserFactory())

        response = client.get(path)

        assert response.status_code == 403
        assert "Location" not in response.headers

    def test_see_why_after_signing_in(self, client):
        user = UserFactory()

        response = sign_in(client, user.email, follow=True)

        assert response.status_code == 403
        assert len(response.redirect_chain) == 1
        assert user.email in response.text
        assert reverse("accounts_sign_out") in response.text

    def test_are_told_in_their_language(self, client):
        client.force_login(UserFactory())

        response = client.get("/cms/", headers={"accept-language": "ar"})

        assert 'lang="ar"' in response.text
        assert 'dir="rtl"' in response.text

    def test_can_sign_out(self, client):
        client.force_login(UserFactory())

        assert client.post("/cms/sign-out/").headers["Location"] == SIGN_IN
        assert client.get("/cms/").headers["Location"].startswith(SIGN_IN)


class TestPolicy:
    def test_the_editor_may_run_wagtails_inline_scripts(self, client):
        policy = client.get("/cms/").headers["Content-Security-Policy"]

        assert "script-src 'self' 'unsafe-inline'" in policy

    def test_the_public_site_may_not(self, client):
        policy = client.get("/healthz").headers["Content-Security-Policy"]

        assert "unsafe-inline" not in policy


class TestSigningOut:
    @pytest.mark.parametrize("address", ["/cms/logout/", "/cms/sign-out/"])
    def test_takes_more_than_a_link(self, client, address):
        client.force_login(UserFactory(administrator=True))

        response = client.get(address)

        assert response.status_code == 405
        assert "sessionid" not in response.cookies
        assert client.post(address).status_code == 302
        assert client.get("/cms/").status_code == 302
