"""Who is staff, and what follows when that changes."""

from datetime import UTC, datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from wagtail.log_actions import LogContext

from accounts.models import AuthEvent, AuthEventKind, User
from accounts.services import role_specs, staff
from accounts.services.roles import group_of, set_up_roles
from tests.factories.accounts import UserFactory

AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def press_officers():
    set_up_roles()
    return group_of(role_specs.PRESS_OFFICER)


@pytest.fixture
def reviewers(press_officers):
    return group_of(role_specs.REVIEWER)


def events(kind=AuthEventKind.ROLES_CHANGED):
    return list(AuthEvent.objects.filter(kind=kind).order_by("pk"))


def keep_session(client, user):
    """Sign in, and visit a page so that the session is known."""
    client.force_login(user)
    client.get("/en/account/sign-in/")
    return UserSession.objects.get(user=user)


class TestStaffFlag:
    def test_comes_with_a_role_that_opens_the_editor(self, press_officers):
        user = UserFactory()

        user.groups.add(press_officers)

        assert User.objects.get(pk=user.pk).is_staff
        assert user.is_staff

    def test_comes_when_a_role_is_given_its_members(self, press_officers):
        user = UserFactory()

        press_officers.user_set.add(user)

        assert User.objects.get(pk=user.pk).is_staff

    def test_comes_with_the_permission_itself(self):
        user = UserFactory()

        user.user_permissions.add(Permission.objects.get(codename="access_admin"))

        assert User.objects.get(pk=user.pk).is_staff

    def test_comes_when_a_role_begins_to_open_the_editor(self):
        user = UserFactory(roles=[Group.objects.create(name="Guests")])
        assert not User.objects.get(pk=user.pk).is_staff

        Group.objects.get(name="Guests").permissions.add(
            Permission.objects.get(codename="access_admin")
        )

        assert User.objects.get(pk=user.pk).is_staff

    def test_goes_with_the_last_such_role(self, press_officers, reviewers):
        user = UserFactory(roles=[press_officers, reviewers])

        user.groups.remove(press_officers)
        assert User.objects.get(pk=user.pk).is_staff

        user.groups.remove(reviewers)
        assert not User.objects.get(pk=user.pk).is_staff

    @pytest.mark.parametrize("take", ["clear_user", "clear_role", "delete_role"])
    def test_goes_however_the_role_is_taken(self, press_officers, take):
        user = UserFactory(roles=[press_officers])

        {
            "clear_user": user.groups.clear,
            "clear_role": press_officers.user_set.clear,
            "delete_role": press_officers.delete,
        }[take]()

        assert not User.objects.get(pk=user.pk).is_staff

    def test_goes_when_the_role_opens_the_editor_no_longer(self, press_officers, reviewers):
        only, also = UserFactory(roles=[press_officers]), UserFactory(roles=[press_officers])
        also.groups.add(reviewers)

        press_officers.permissions.clear()

        assert not User.objects.get(pk=only.pk).is_staff
        assert User.objects.get(pk=also.pk).is_staff

    def test_stays_with_superusers(self, press_officers):
        user = UserFactory(administrator=True, roles=[press_officers])

        user.groups.clear()

        assert User.objects.get(pk=user.pk).is_staff

    def test_is_with_everybody_whom_the_editor_lets_in(self, press_officers):
        UserFactory(roles=[press_officers])
        UserFactory(administrator=True)
        UserFactory()

        holders = staff.holders_of_editor_permission()

        assert holders.count() == 2
        assert not holders.filter(is_staff=False).exists()


class TestRoleLog:
    def test_knows_the_roles_before_and_after(self, press_officers, reviewers):
        user = UserFactory(roles=[press_officers])

        user.groups.set([reviewers])

        taken, given = events()[-2:]
        assert taken.detail == {"old": ["Press officer"], "new": []}
        assert given.detail == {"old": [], "new": ["Reviewer"]}
        assert given.user == user

    def test_knows_who_acted_in_the_editor(self, press_officers):
        administrator, user = UserFactory(administrator=True), UserFactory()

        with LogContext(user=administrator):
            press_officers.user_set.add(user)

        assert events()[-1].actor == administrator

    def test_says_nothing_when_nothing_changes(self, press_officers):
        user = UserFactory(roles=[press_officers])
        before = len(events())

        user.groups.add(press_officers)

        assert len(events()) == before

    def test_knows_what_a_role_may_do_now(self, press_officers):
        UserFactory(roles=[press_officers])
        permission = Permission.objects.get(codename="view_outboxmessage")

        press_officers.permissions.add(permission)
        press_officers.permissions.remove(permission)

        added, removed = events()[-2:]
        assert added.detail == {"role": "Press officer", "added": ["view_outboxmessage"]}
        assert removed.detail == {"role": "Press officer", "removed": ["view_outboxmessage"]}

    def test_knows_the_role_that_was_deleted(self, press_officers):
        user = UserFactory(roles=[press_officers])

        press_officers.delete()

        assert events()[-1].user == user
        assert events()[-1].detail == {"old": ["Press officer"], "new": []}


class TestSessions:
    def test_end_when_a_role_is_taken(self, client, press_officers):
        user = UserFactory(roles=[press_officers])
        keep_session(client, user)

        user.groups.clear()

        assert not UserSession.objects.filter(user=user).exists()

    def test_stay_when_a_role_is_given(self, client, press_officers):
        user = UserFactory()
        session = keep_session(client, user)

        user.groups.add(press_officers)

        assert UserSession.objects.get(user=user) == session

    def test_stay_for_those_who_change_their_own_roles(self, client, press_officers, reviewers):
        user = UserFactory(roles=[press_officers, reviewers])
        keep_session(client, user)

        with LogContext(user=user):
            user.groups.remove(reviewers)

        assert UserSession.objects.filter(user=user).exists()

    def test_end_when_the_account_is_switched_off(self, client):
        user, administrator = UserFactory(editor=True), UserFactory(administrator=True)
        keep_session(client, user)

        assert staff.set_active([user], active=False, by=administrator, at=AT) == 1

        assert not UserSession.objects.filter(user=user).exists()
        (event,) = events(AuthEventKind.DEACTIVATED)
        assert (event.user, event.actor) == (user, administrator)

    def test_switching_on_again_is_in_the_log(self):
        user = UserFactory(is_active=False)

        staff.set_active([user], active=True, by=None, at=AT)

        assert [event.user for event in events(AuthEventKind.REACTIVATED)] == [user]

    def test_switching_off_twice_is_once(self):
        user = UserFactory(is_active=False)

        assert staff.set_active([user], active=False, by=None, at=AT) == 0
        assert events(AuthEventKind.DEACTIVATED) == []

    def test_a_closed_account_is_not_switched_on(self):
        user = UserFactory(is_active=False, closed_at=AT)

        assert staff.set_active([user], active=True, by=None, at=AT) == 0
        assert not User.objects.get().is_active
