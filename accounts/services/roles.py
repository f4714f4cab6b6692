"""Setting up the roles. Safe to run again: it adds what is missing and takes nothing away."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from accounts.services.moderation import retire_default_workflow, set_up_workflow
from accounts.services.role_specs import PRESS_OFFICER, RoleSpec, all_roles

DEFAULT_GROUPS = ("Editors", "Moderators")


@dataclass
class RolesReport:
    """What the set-up did, for the one who ran it."""

    created: list[str] = field(default_factory=list)
    unknown_permissions: set[str] = field(default_factory=set)


@transaction.atomic
def set_up_roles() -> RolesReport:
    """Create or complete every role, and the moderation workflow."""
    report = RolesReport()
    if not Group.objects.filter(name=PRESS_OFFICER.name).exists():
        _retire_defaults()
    homes = home_pages()
    for role in all_roles():
        group, created = Group.objects.get_or_create(name=role.name)
        if created:
            report.created.append(role.name)
        report.unknown_permissions |= _complete(group, role, homes)
    set_up_workflow(homes)
    return report


def group_of(role: RoleSpec) -> Group:
    """Return the role's group, creating an empty one when the set-up has not run."""
    return Group.objects.get_or_create(name=role.name)[0]


def label_of(group: Group) -> str:
    """Return the group's name in the reader's language; one's own groups keep their name."""
    return str(_labels().get(group.name, group.name))


def home_pages() -> list[Page]:
    """Return the home page of every locale of every site."""
    homes: dict[int, Page] = {}
    for site in Site.objects.select_related("root_page"):
        for page in site.root_page.get_translations(inclusive=True).select_related("locale"):
            homes[page.pk] = page
    return list(homes.values())


def _labels() -> dict[str, object]:
    return {role.name: role.label for role in all_roles()}


def _complete(group: Group, role: RoleSpec, homes: Iterable[Page]) -> set[str]:
    direct, unknown = _find(role.permissions)
    group.permissions.add(*direct)
    collection_wide, unknown_in_collections = _find(role.collection_permissions)
    root_collection = Collection.get_first_root_node()
    for permission in collection_wide:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root_collection, permission=permission
        )
    for page in _pages_of(role, homes):
        for permission in _page_permissions(role):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    return unknown | unknown_in_collections


def _pages_of(role: RoleSpec, homes: Iterable[Page]) -> list[Page]:
    if role.whole_tree:
        return [Page.get_first_root_node()]
    return [page for page in homes if role.locale in ("", page.locale.language_code)]


def _page_permissions(role: RoleSpec) -> list[Permission]:
    return list(
        Permission.objects.filter(
            content_type__app_label="wagtailcore",
            codename__in=[f"{action}_page" for action in role.page_permissions],
        )
    )


def _find(names: Iterable[str]) -> tuple[list[Permission], set[str]]:
    wanted = set(names)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.filter(
            codename__in=[name.partition(".")[2] for name in wanted]
        ).select_related("content_type")
    }
    return [known[name] for name in sorted(wanted & set(known))], wanted - set(known)


def _retire_defaults() -> None:
    """Remove the groups that Wagtail's migrations made, while nobody is in them.

    Only before the roles exist: later a group of that name is an administrator's own.
    """
    retire_default_workflow()
    Group.objects.filter(name__in=DEFAULT_GROUPS, user__isnull=True).delete()
