import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.utils import translation
from wagtail.models import (
    Collection,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
)
from wagtail.permissions import policy_registry

from accounts.services import role_specs
from accounts.services.roles import group_of, label_of, set_up_roles
from cms.core.models import NewsroomImage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def member(role):
    return UserFactory(roles=[group_of(role)])


def may(user, page, action):
    if action == "add":
        # The pages of this test are too plain to have kinds of pages below them.
        return policy_registry.get_by_type(Page).user_has_permission_for_instance(user, "add", page)
    return getattr(page.permissions_for_user(user), f"can_{action}")()


class TestPages:
    def test_a_press_officer_writes_and_publishes_in_every_locale(self, homes):
        set_up_roles()
        officer = member(role_specs.PRESS_OFFICER)

        for page in homes.values():
            assert may(officer, page, "add")
            assert may(officer, page, "edit")
            assert may(officer, page, "publish")

    def test_a_translator_edits_in_one_locale_and_publishes_nowhere(self, homes):
        set_up_roles()
        translator = member(role_specs.translator("ar"))

        assert may(translator, homes["ar"], "edit")
        for code in ("en", "fr", "uk"):
            assert not may(translator, homes[code], "edit")
        for page in homes.values():
            assert not may(translator, page, "publish")

    def test_a_reviewer_publishes_and_unlocks(self, homes):
        set_up_roles()
        reviewer = member(role_specs.REVIEWER)

        assert may(reviewer, homes["fr"], "publish")
        assert may(reviewer, homes["fr"], "unlock")
        assert not may(reviewer, homes["fr"], "add")

    def test_others_have_no_pages(self, homes):
        set_up_roles()

        for role in (role_specs.MEDIA_LIBRARY_MANAGER, role_specs.NEWSLETTER_EDITOR):
            assert not may(member(role), homes["en"], "edit")

    def test_an_administrator_has_the_whole_tree(self, homes):
        set_up_roles()

        assert may(member(role_specs.ADMINISTRATOR), homes["en"], "delete")


class TestPermissions:
    def test_every_role_opens_the_editor(self):
        set_up_roles()

        for role in role_specs.all_roles():
            assert member(role).has_perm("wagtailadmin.access_admin"), role.name

    def test_every_permission_exists(self):
        assert set_up_roles().unknown_permissions == set()

    def test_nobody_submits_for_translation(self):
        set_up_roles()

        holders = Group.objects.filter(permissions__codename="submit_translation")

        assert not holders.exists()
        assert Permission.objects.filter(codename="submit_translation").exists()

    def test_a_media_library_manager_changes_everybodys_images(self):
        set_up_roles()
        image = NewsroomImage(title="x", collection=Collection.get_first_root_node())
        policy = policy_registry.get_by_type(NewsroomImage)

        assert policy.user_has_permission_for_instance(
            member(role_specs.MEDIA_LIBRARY_MANAGER), "delete", image
        )
        assert not policy.user_has_permission_for_instance(
            member(role_specs.PRESS_OFFICER), "change", image
        )

    def test_only_administrators_manage_accounts(self):
        set_up_roles()

        able = [
            role.name
            for role in role_specs.all_roles()
            if member(role).has_perm("accounts.change_user")
        ]

        assert able == ["Administrator"]


class TestRunningAgain:
    def test_changes_nothing(self, homes):
        set_up_roles()
        before = state()

        report = set_up_roles()

        assert report.created == []
        assert state() == before

    def test_restores_what_is_missing(self, homes):
        set_up_roles()
        before = state()
        Group.objects.get(name="Translator (fr)").delete()
        officers = group_of(role_specs.PRESS_OFFICER)
        officers.permissions.clear()
        officers.page_permissions.all().delete()
        WorkflowPage.objects.filter(page=homes["uk"]).delete()

        set_up_roles()

        assert state() == before

    def test_keeps_an_administrators_own_additions(self, homes):
        set_up_roles()
        extra = Permission.objects.get(codename="delete_topic")
        group_of(role_specs.PRESS_OFFICER).permissions.add(extra)
        own = Group.objects.create(name="Editors")
        other = Workflow.objects.create(name="Our own")
        WorkflowPage.objects.filter(page=homes["uk"]).update(workflow=other)

        set_up_roles()

        assert group_of(role_specs.PRESS_OFFICER).permissions.contains(extra)
        assert Group.objects.filter(pk=own.pk).exists()
        assert homes["uk"].get_workflow() == other

    def test_wagtails_own_groups_stay_while_somebody_is_in_them(self):
        group = Group.objects.get_or_create(name="Editors")[0]
        UserFactory(roles=[group])

        set_up_roles()

        assert Group.objects.filter(name="Editors").exists()
        assert not Group.objects.filter(name="Moderators").exists()

    def test_the_command_says_what_it_did(self):
        output = io.StringIO()

        call_command("setup_roles", stdout=output, stderr=io.StringIO())

        assert "Created: Translator (ar)" in output.getvalue()


class TestModeration:
    def test_a_translators_page_goes_to_the_reviewers(self, homes):
        set_up_roles()
        translator, reviewer = member(role_specs.translator("fr")), member(role_specs.REVIEWER)
        page = homes["fr"]
        page.save_revision(user=translator)

        workflow = page.get_workflow()
        state = workflow.start(page, translator)

        task = state.current_task_state.task.specific
        assert workflow.name == "Editorial review"
        assert {group.name for group in task.groups.all()} == {"Reviewer"}
        assert [name for name, *_rest in task.get_actions(page, reviewer)]
        assert task.get_actions(page, member(role_specs.translator("fr"))) == []


class TestLabels:
    def test_roles_have_a_name_in_the_readers_language(self):
        set_up_roles()
        with translation.override("fr"):
            assert "français" in label_of(group_of(role_specs.translator("fr"))).lower()

    def test_own_groups_keep_their_name(self):
        assert label_of(Group(name="Photographers")) == "Photographers"


def state():
    """Return everything the set-up writes, without keys."""
    return {
        "groups": sorted(Group.objects.values_list("name", "permissions__codename")),
        "pages": sorted(
            GroupPagePermission.objects.values_list(
                "group__name", "page_id", "permission__codename"
            )
        ),
        "workflows": sorted(WorkflowPage.objects.values_list("page_id", "workflow__name")),
    }
