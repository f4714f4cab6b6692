"""The editor's screens of users: making, changing, listing and deleting them."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from accounts.models import AuthEvent, AuthEventKind, User
from accounts.services import role_specs
from accounts.services.roles import group_of, set_up_roles
from accounts.services.signing_in import end_sessions
from cms.core.models import OutboxMessage
from tests.factories.accounts import PASSWORD, UserFactory, grant_editor
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db


def details(**fields):
    return {
        "email": "New@Example.org",
        "first_name": "Олена",
        "last_name": "О’Коннор",
        "preferred_language": "uk",
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
        assert not user.has_usable_password()
        assert (user.first_name, user.last_name) == ("Олена", "О’Коннор")
        assert user.wagtail_userprofile.preferred_language == "uk"

    def test_mails_the_invitation_and_says_so(self, client, administrator):
        response = client.post(reverse("wagtailusers_users:add"), details(), follow=True)

        message = OutboxMessage.objects.get()
        assert (message.to, message.template) == ("new@example.org", "accounts/invitation")
        assert message.locale == "uk"
        assert "An invitation was sent to new@example.org." in response.text
        event = AuthEvent.objects.get(kind=AuthEventKind.INVITED)
        assert (event.user.email, event.actor) == ("new@example.org", administrator)

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
        }

    def test_names_the_roles_in_the_readers_language(self, client, administrator):
        set_up_roles()
        UserProfile.objects.create(user=administrator, preferred_language="fr")

        page = client.get(reverse("wagtailusers_users:add"))

        assert ": Français" in page.text


class TestEditing:
    def test_keeps_the_password(self, client, administrator):
        user = UserFactory(editor=True)

        client.post(
            reverse("wagtailusers_users:edit", args=[user.pk]),
            details(is_active="on"),
        )

        user.refresh_from_db()
        assert user.email == "new@example.org"
        assert user.check_password(PASSWORD)

    def test_makes_no_staff_of_a_media_user(self, client, administrator):
        user = UserFactory()

        client.post(reverse("wagtailusers_users:edit", args=[user.pk]), details(is_active="on"))

        user.refresh_from_db()
        assert user.first_name == "Олена"
        assert not user.is_staff

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


class TestWhatFollows:
    """Changes that end sessions, and that the security log knows of."""

    @pytest.fixture
    def officer(self, client, administrator):
        set_up_roles()
        user = UserFactory(editor=True, roles=[group_of(role_specs.PRESS_OFFICER)])
        theirs = Client()
        theirs.force_login(user)
        theirs.get("/en/account/sign-in/")
        return user

    def edit(self, client, user, **fields):
        kept = {"email": user.email, "is_active": "on", "groups": [g.pk for g in user.groups.all()]}
        given = {name: value for name, value in (kept | fields).items() if value is not None}
        return client.post(
            reverse("wagtailusers_users:edit", args=[user.pk]), details(**given), follow=True
        )

    def latest(self, kind):
        return AuthEvent.objects.filter(kind=kind).latest("pk")

    def has_session(self, user):
        return UserSession.objects.filter(user=user).exists()

    def test_of_other_roles(self, client, administrator, officer):
        self.edit(client, officer, groups=[group_of(role_specs.REVIEWER).pk])

        event = self.latest(AuthEventKind.ROLES_CHANGED)
        assert (event.user, event.actor) == (officer, administrator)
        assert event.detail["new"] == ["Reviewer"]
        assert not self.has_session(officer)

    def test_of_another_name_are_none(self, client, officer):
        before = AuthEvent.objects.count()

        self.edit(client, officer)

        assert AuthEvent.objects.count() == before
        assert self.has_session(officer)

    def test_of_switching_off(self, client, administrator, officer):
        self.edit(client, officer, is_active=None)

        event = self.latest(AuthEventKind.DEACTIVATED)
        assert (event.user, event.actor) == (officer, administrator)
        assert not self.has_session(officer)

    def test_of_switching_off_several_at_once(self, client, administrator, officer):
        address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])

        client.post(f"{address}?id={officer.pk}&next=/cms/", {"mark_as_active": "False"})

        assert self.latest(AuthEventKind.DEACTIVATED).user == officer
        assert not self.has_session(officer)

    def test_of_a_role_given_to_several_at_once(self, client, administrator, officer):
        reviewers, media_user = group_of(role_specs.REVIEWER), UserFactory()
        address = reverse("wagtail_bulk_action", args=["accounts", "user", "assign_role"])

        client.post(f"{address}?id={media_user.pk}&next=/cms/", {"role": reviewers.pk})

        event = self.latest(AuthEventKind.ROLES_CHANGED)
        assert (event.user, event.actor) == (media_user, administrator)
        assert User.objects.get(pk=media_user.pk).is_staff

    def test_of_permission_for_everything(self, client, administrator, officer):
        self.edit(client, officer, is_superuser="on")

        event = self.latest(AuthEventKind.ROLES_CHANGED)
        assert event.detail == {"old": ["Press officer"], "new": ["Press officer", "superuser"]}
        assert self.has_session(officer)

        self.edit(client, officer)

        assert self.latest(AuthEventKind.ROLES_CHANGED).detail["new"] == ["Press officer"]
        assert not self.has_session(officer)

    def test_of_another_address(self, client, administrator, officer):
        self.edit(client, officer, email="moved@example.org")

        assert self.latest(AuthEventKind.ADDRESS_CHANGED).actor == administrator
        assert not self.has_session(officer)
        address = EmailAddress.objects.get(user=officer)
        assert (address.email, address.verified) == ("moved@example.org", True)
        notice = OutboxMessage.objects.get()
        assert (notice.to, notice.template) == (officer.email, "accounts/address_changed")


class TestList:
    def test_tells_staff_from_media_users(self, client, administrator):
        UserFactory(email="media@example.org")
        UserFactory(email="staff@example.org", editor=True)

        page = client.get(reverse("wagtailusers_users:index"), {"is_staff": "true"})

        assert "staff@example.org" in page.text
        assert "media@example.org" not in page.text


class TestDeleting:
    """It would bypass the closing of an account, so not even a superuser does it."""

    def test_is_refused_with_another_way(self, client, administrator):
        user = UserFactory()

        for send in (client.get, client.post):
            page = send(f"/cms/users/delete/{user.pk}/", follow=True)
            assert "Switch the account off instead." in page.text
        assert User.objects.filter(pk=user.pk).exists()

    def test_is_refused_for_several_at_once(self, client, administrator):
        user = UserFactory()
        address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])

        response = client.post(f"{address}?id={user.pk}&next=/cms/")

        assert response.status_code == 404
        assert User.objects.filter(pk=user.pk).exists()

    def test_is_not_offered(self, client, administrator):
        user = UserFactory(editor=True)

        for page in ("/cms/users/", f"/cms/users/edit/{user.pk}/"):
            assert f"/cms/users/delete/{user.pk}/" not in client.get(page).text
        several = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
        page = client.get("/cms/users/").text
        assert several in page
        assert several.replace("set_active_state", "delete") not in page

    def test_is_no_part_of_a_role(self, client, role_administrator):
        user = UserFactory()

        client.post(f"/cms/users/delete/{user.pk}/")

        assert not role_administrator.has_perm("accounts.delete_user")
        assert User.objects.filter(pk=user.pk).exists()


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
        sign_in_staff(client, UserFactory(editor=True, roles=[Group.objects.get(name="Reviewer")]))

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

    def test_names_can_be_changed_by_its_owner(self, client):
        user = grant_editor(UserFactory(editor=True))
        sign_in_staff(client, user)

        self.change(client)

        user.refresh_from_db()
        assert user.get_full_name() == "Zoé Quill"

    def test_saving_leaves_a_session_that_can_be_ended(self, client):
        user = sign_in_staff(client, grant_editor(UserFactory()))
        before = client.session.session_key

        self.change(client)

        assert client.session.session_key != before
        assert UserSession.objects.get(user=user).session_key == client.session.session_key
        end_sessions(user)
        assert client.get("/cms/").status_code == 302

    def test_leads_to_password_factors_and_sessions(self, client):
        sign_in_staff(client, grant_editor(UserFactory()))

        page = client.get("/cms/account/").text

        for name in ("accounts_profile", "mfa_index", "usersessions_list"):
            assert reverse(name) in page

    def test_the_address_is_changed_on_the_account_pages_only(self, client):
        user = grant_editor(UserFactory(email="ann@example.org", editor=True))
        sign_in_staff(client, user)

        self.change(client, email="zoe@example.org")

        user.refresh_from_db()
        assert user.email == "ann@example.org"
