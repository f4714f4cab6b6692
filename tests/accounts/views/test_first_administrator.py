from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import FirstAdministratorLink, User
from accounts.services import first_administrator
from accounts.services.first_administrator import LinkRefusedError
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
DETAILS = {"email": "Root@example.org", "first_name": "Ada", "last_name": "Root"}


def path_of(link):
    return link[link.index("/cms/") :]


@pytest.fixture
def path():
    return path_of(first_administrator.create_link(at=NOW))


class TestLink:
    def test_points_to_this_machine(self, settings):
        settings.PORT = 8123

        assert first_administrator.create_link(at=NOW).startswith("http://127.0.0.1:8123/cms/")

    def test_is_not_made_when_staff_exist(self):
        UserFactory(editor=True)

        assert first_administrator.create_link(at=NOW) is None

    def test_is_made_while_there_are_only_media_users(self):
        UserFactory()

        assert first_administrator.create_link(at=NOW)

    def test_its_token_is_not_in_the_database(self, path):
        token = path.rstrip("/").rpartition("/")[2]

        assert token not in str(list(FirstAdministratorLink.objects.values()))

    def test_a_second_one_replaces_the_first(self, client, path):
        second = path_of(first_administrator.create_link(at=NOW))

        assert client.get(path).status_code == 404
        assert client.get(second).status_code == 200


class TestPage:
    def test_makes_an_administrator_and_signs_in(self, client, path):
        response = client.post(path, DETAILS | {"password": PASSWORD})

        administrator = User.objects.get()
        assert response.headers["Location"] == "/cms/"
        assert administrator.email == "root@example.org"
        assert administrator.is_superuser
        assert administrator.check_password(PASSWORD)
        assert client.session["_auth_user_id"] == str(administrator.pk)

    def test_leads_on_to_the_second_factor(self, client, path):
        page = client.post(path, DETAILS | {"password": PASSWORD}, follow=True)

        assert page.redirect_chain[-1][0] == "/en/account/security/?next=%2Fcms%2F"
        assert "The editor opens once you have set up a second factor." in page.text

    def test_works_once(self, client, path):
        client.post(path, DETAILS | {"password": PASSWORD})
        client.logout()

        assert client.get(path).status_code == 404
        again = client.post(path, DETAILS | {"email": "eve@example.org", "password": PASSWORD})
        assert again.status_code == 404
        assert User.objects.count() == 1

    def test_expires(self, path):
        token = path.rstrip("/").rpartition("/")[2]

        with pytest.raises(LinkRefusedError):
            first_administrator.redeem(
                token, password=PASSWORD, at=NOW + timedelta(hours=2), **DETAILS
            )

    @pytest.mark.parametrize(
        "origin",
        [
            {"REMOTE_ADDR": "192.0.2.7"},
            {"REMOTE_ADDR": ""},
            {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
            {"HTTP_FORWARDED": "for=192.0.2.7"},
        ],
    )
    def test_is_not_there_for_other_machines(self, client, path, origin):
        assert client.get(path, **origin).status_code == 404
        assert client.post(path, DETAILS | {"password": PASSWORD}, **origin).status_code == 404
        assert not User.objects.exists()

    def test_is_there_over_ipv6(self, client, path):
        assert client.get(path, REMOTE_ADDR="::1").status_code == 200

    def test_refuses_a_weak_password_and_keeps_the_link(self, client, path):
        response = client.post(path, DETAILS | {"password": "short"})

        assert response.status_code == 200
        assert response.context["form"].errors["password"]
        assert not User.objects.exists()
        assert client.get(path).status_code == 200

    def test_reads_right_to_left_in_arabic(self, client, path):
        response = client.get(path, headers={"accept-language": "ar"})

        assert 'lang="ar"' in response.text
        assert 'dir="rtl"' in response.text
