import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory, grant_editor

pytestmark = pytest.mark.django_db

LOGIN = "/cms/login/"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": email, "password": password, "next": "/cms/"}, **extra)


class TestStaff:
    @pytest.mark.parametrize("spelling", ["ann@example.org", "Ann@EXAMPLE.org"])
    def test_sign_in_with_their_address(self, client, spelling):
        grant_editor(UserFactory(email="ann@example.org", editor=True))

        response = sign_in(client, spelling)

        assert response.headers["Location"] == "/cms/"
        assert client.get("/cms/").status_code == 200

    @pytest.mark.parametrize(
        ("language", "direction", "password"),
        [
            ("en", "ltr", "Password"),
            ("fr", "ltr", "Mot de passe"),
            ("uk", "ltr", "Пароль"),
            ("ar", "rtl", "كلمة المرور"),
        ],
    )
    def test_the_page_asks_for_an_address_in_their_language(
        self, client, language, direction, password
    ):
        page = client.get(LOGIN, headers={"accept-language": language}).text

        assert f'lang="{language}" dir="{direction}"' in page
        assert password in page
        assert 'type="email"' in page
        assert 'autocomplete="username"' in page
        assert "Username" not in page


class TestFailing:
    def test_looks_the_same_for_known_unknown_and_inactive_accounts(self, client):
        UserFactory(email="known@example.org")
        UserFactory(email="gone@example.org", is_active=False)

        answers = [
            sign_in(client, "known@example.org", "wrong password"),
            sign_in(client, "unknown@example.org", "wrong password"),
            sign_in(client, "gone@example.org", PASSWORD),
        ]

        assert {answer.status_code for answer in answers} == {200}
        messages = [answer.context["form"].non_field_errors() for answer in answers]
        assert messages[0] == messages[1] == messages[2]
        assert len(messages[0]) == 1

    def test_hashes_a_password_for_unknown_addresses_too(self, client, monkeypatch):
        hashed = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(
            MD5PasswordHasher,
            "encode",
            lambda self, password, salt: hashed.append(password) or encode(self, password, salt),
        )

        sign_in(client, "unknown@example.org", "wrong password")

        assert hashed == ["wrong password"]


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

        assert client.post("/cms/sign-out/").headers["Location"] == LOGIN
        assert client.get("/cms/").headers["Location"].startswith(LOGIN)


class TestPolicy:
    def test_the_editor_may_run_wagtails_inline_scripts(self, client):
        policy = client.get(LOGIN).headers["Content-Security-Policy"]

        assert "script-src 'self' 'unsafe-inline'" in policy

    def test_the_public_site_may_not(self, client):
        policy = client.get("/healthz").headers["Content-Security-Policy"]

        assert "unsafe-inline" not in policy


class TestStrangers:
    def test_are_sent_to_the_sign_in_page(self, client):
        response = client.get("/cms/pages/")

        assert response.headers["Location"] == f"{LOGIN}?next=/cms/pages/"


class TestSigningOut:
    @pytest.mark.parametrize("address", ["/cms/logout/", "/cms/sign-out/"])
    def test_takes_more_than_a_link(self, client, address):
        client.force_login(UserFactory(administrator=True))

        response = client.get(address)

        assert response.status_code == 405
        assert "sessionid" not in response.cookies
        assert client.post(address).status_code == 302
        assert client.get("/cms/").status_code == 302
