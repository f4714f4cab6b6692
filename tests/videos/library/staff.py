"""Staff of the media library."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission

from accounts.models import User
from tests.factories.accounts import UserFactory, grant_editor

ACTIONS = ("view", "add", "change", "delete")


def librarian(actions: Iterable[str] = ACTIONS, *, collection: Collection | None = None) -> User:
    """Return an editor who may do this in the collection, by default everywhere."""
    user = grant_editor(UserFactory(editor=True))
    group = Group.objects.create(name=f"Librarians {Group.objects.count()}")
    for action in actions:
        GroupCollectionPermission.objects.create(
            group=group,
            collection=collection or Collection.get_first_root_node(),
            permission=Permission.objects.get(codename=f"{action}_videoasset"),
        )
    user.groups.add(group)
    return user
