import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.services import role_specs
from accounts.services.roles import group_of, set_up_roles
from tests.factories.accounts import PASSWORD, UserFactory, grant_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    user = UserFactory(administrator=True)
    client.force_login(user)
    return user


@pytest.fixture
def role_administrator(client):
    set_up_roles()
    user = UserFactory(editor=True, roles=[group_of(role_specs.ADMINISTRATOR)])
    client.force_login(user)
    return user


def details(**fields):
    return {
        "email": "New@Example.org",
        "first_name": "Олена",
        "last_name": "О’Коннор",
        "preferred_language": "uk",
        "password1": PASSWORD,
        "password2": PASSWORD,
        **fields,
    }


class TestCreating:
    def test_makes_a_member_of_staff_with_roles(self, client, administrator):
        set_up_roles()
        role = group_of(role_specs.PRESS_OFFICER)

        response = client.post(reverse("wagtailusers_users:add"), details(groups=[role.pk]))

        assert response.status_code == 302
        user = User.objects.get(email="new@example.org")
        assert user.is_staff
        assert list(user.groups.all()) == [role]
        assert user.check_password(PASSWORD)
        assert (user.first_name, user.last_name) == ("Олена", "О’Коннор")
        assert user.wagtail_userprofile.preferred_language == "uk"

    def test_explains_a_taken_address(self, client, administrator):
        UserFactory(email="new@example.org")

        response = client.post(reverse("wagtailusers_users:add"), details())

        assert response.context["form"].errors["email"] == [
            "Somebody already has this email address."
        ]
        assert "О’Коннор" in response.text

    def test_shows_no_user_name(self, client, administrator):
        page = client.get(reverse("wagtailusers_users:add"))

        assert set(page.context["form"].fields) == {
            "email",
            "first_name",
            "last_name",
            "preferred_language",
            "is_superuser",
            "groups",
            "password1",
            "password2",
        }

    def test_names_the_roles_in_the_readers_language(self, client, administrator):
        set_up_roles()
        UserProfile.objects.create(user=administrator, preferred_language="fr")

        page = client.get(reverse("wagtailusers_users:add"))

        assert ": Français" in page.text


class TestEditing:
    def test_keeps_the_password_when_none_is_given(self, client, administrator):
        user = UserFactory(editor=True)

        client.post(
            reverse("wagtailusers_users:edit", args=[user.pk]),
            details(password1="", password2="", is_active="on"),
        )

        user.refresh_from_db()
        assert user.email == "new@example.org"
        assert user.check_password(PASSWORD)

    def test_shows_the_roles_somebody_has(self, client, administrator):
        set_up_roles()
        role = group_of(role_specs.REVIEWER)
        user = UserFactory(editor=True, roles=[role])

        page = client.get(reverse("wagtailusers_users:edit", args=[user.pk]))

        assert page.context["form"]["groups"].value() == [role.pk]

    def test_lists_people_by_name(self, client, administrator):
        UserFactory(first_name="Zoé", last_name="Quill")

        page = client.get(reverse("wagtailusers_users:index")).text

        assert "Zoé Quill" in page
        assert "Email address" in page


class TestRoleAdministrators:
    def test_cannot_make_anybody_almighty(self, client, role_administrator):
        response = client.post(reverse("wagtailusers_users:add"), details(is_superuser="on"))

        assert response.status_code == 302
        assert not User.objects.get(email="new@example.org").is_superuser

    def test_cannot_take_over_a_mightier_account(self, client, role_administrator):
        mighty = UserFactory(administrator=True)

        client.post(reverse("wagtailusers_users:edit", args=[mighty.pk]), details(is_active="on"))

        mighty.refresh_from_db()
        assert mighty.email != "new@example.org"

    def test_cannot_switch_off_a_mightier_account(self, client, role_administrator):
        mighty, ordinary = UserFactory(administrator=True), UserFactory(editor=True)
        address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])

        for user in (mighty, ordinary):
            client.post(f"{address}?id={user.pk}&next=/cms/", {"mark_as_active": "False"})

        assert User.objects.get(pk=mighty.pk).is_active
        assert not User.objects.get(pk=ordinary.pk).is_active

    def test_others_do_not_see_accounts(self, client):
        set_up_roles()
        client.force_login(UserFactory(editor=True, roles=[Group.objects.get(name="Reviewer")]))

        assert client.get(reverse("wagtailusers_users:index")).status_code == 302


class TestOwnAccount:
    def change(self, client, **fields):
        names = {"first_name": "Zoé", "last_name": "Quill", **fields}
        prefixed = {f"name_email-{name}": value for name, value in names.items()}
        page = client.get("/cms/account/")
        form = {
            field.html_name: field.value() or ""
            for panels in page.context["panels_by_tab"].values()
            for panel in panels
            for field in panel.get_form()
            if not isinstance(field.value(), bool) or field.value()
        }
        return client.post("/cms/account/", form | prefixed)

    def test_can_be_changed_by_its_owner(self, client):
        user = grant_editor(UserFactory(editor=True))
        client.force_login(user)

        self.change(client, email="Zoe@Example.org")

        user.refresh_from_db()
        assert user.email == "zoe@example.org"
        assert user.get_full_name() == "Zoé Quill"

    def test_cannot_take_somebodys_address(self, client):
        UserFactory(email="ann@example.org")
        user = grant_editor(UserFactory(editor=True))
        client.force_login(user)

        response = self.change(client, email="ANN@example.org")

        assert "Somebody already has this email address." in response.text
