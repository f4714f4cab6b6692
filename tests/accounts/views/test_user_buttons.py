"""What the screen of one user offers besides its form: another invitation, taking factors away."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.models import AuthEvent, AuthEventKind, User
from accounts.services import role_specs
from accounts.services.roles import group_of, set_up_roles
from cms.core.models import OutboxMessage
from tests.factories.accounts import PASSWORD, UserFactory, grant_editor
from tests.staff import enrol, sign_in_staff

pytestmark = pytest.mark.django_db


class TestInvitingAgain:
    @pytest.fixture
    def invited(self):
        return User.objects.create_user("new@example.org", is_staff=True)

    def test_is_offered_until_there_is_a_password(self, client, administrator, invited):
        edit = reverse("wagtailusers_users:edit", args=[invited.pk])
        again = reverse("accounts_invite_again", args=[invited.pk])
        assert again in client.get(edit).text

        invited.set_password(PASSWORD)
        invited.save()

        assert again not in client.get(edit).text
        assert client.get(again).status_code == 404

    def test_asks_before_it_mails(self, client, administrator, invited):
        again = reverse("accounts_invite_again", args=[invited.pk])

        assert client.get(again).status_code == 200
        assert not OutboxMessage.objects.exists()

        response = client.post(again, follow=True)
        assert "An invitation was sent to new@example.org." in response.text
        assert OutboxMessage.objects.get().to == "new@example.org"

    def test_is_for_those_who_look_after_accounts(self, client, invited):
        sign_in_staff(client, grant_editor(UserFactory()))

        client.post(reverse("accounts_invite_again", args=[invited.pk]))

        assert not OutboxMessage.objects.exists()

    @pytest.mark.parametrize("name", ["accounts_invite_again", "accounts_remove_factors"])
    def test_tells_nobody_else_who_is_there(self, client, invited, name):
        sign_in_staff(client, grant_editor(UserFactory()))

        there, nowhere = (client.get(reverse(name, args=[pk])) for pk in (invited.pk, 999_999))

        assert there.status_code == nowhere.status_code == 302
        assert there.headers["Location"] == nowhere.headers["Location"]

    def test_of_a_superuser_is_for_superusers(self, client, role_administrator):
        mighty = User.objects.create_user("new@example.org", is_staff=True, is_superuser=True)

        client.post(reverse("accounts_invite_again", args=[mighty.pk]))

        assert not OutboxMessage.objects.exists()


class TestRemovingFactors:
    @pytest.fixture
    def officer(self):
        set_up_roles()
        user = UserFactory(editor=True, roles=[group_of(role_specs.PRESS_OFFICER)])
        enrol(user)
        return user

    def test_is_offered_for_whoever_has_some(self, client, administrator, officer):
        edit = reverse("wagtailusers_users:edit", args=[officer.pk])
        remove = reverse("accounts_remove_factors", args=[officer.pk])
        assert remove in client.get(edit).text

        assert client.get(remove).status_code == 200
        assert Authenticator.objects.filter(user=officer).exists()

        client.post(remove)
        assert remove not in client.get(edit).text
        assert client.get(remove).status_code == 404

    def test_ends_the_sessions_and_tells_the_person(self, client, administrator, officer):
        theirs = Client()
        theirs.force_login(officer)

        client.post(reverse("accounts_remove_factors", args=[officer.pk]))

        assert not Authenticator.objects.filter(user=officer).exists()
        assert not UserSession.objects.filter(user=officer).exists()
        event = AuthEvent.objects.get(kind=AuthEventKind.FACTOR_REMOVED)
        assert (event.user, event.actor) == (officer, administrator)
        assert OutboxMessage.objects.get().template == "accounts/factors_removed"

    def test_leaves_the_password(self, client, administrator, officer):
        client.post(reverse("accounts_remove_factors", args=[officer.pk]))

        officer.refresh_from_db()
        assert officer.check_password(PASSWORD)

    def test_of_a_superuser_is_for_superusers(self, client, role_administrator):
        mighty = UserFactory(administrator=True)
        enrol(mighty)

        client.post(reverse("accounts_remove_factors", args=[mighty.pk]))

        assert Authenticator.objects.filter(user=mighty).exists()

    def test_is_for_those_who_look_after_accounts(self, client, officer):
        sign_in_staff(client, grant_editor(UserFactory()))

        client.post(reverse("accounts_remove_factors", args=[officer.pk]))

        assert Authenticator.objects.filter(user=officer).exists()
