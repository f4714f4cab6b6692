"""Roles change in several of Wagtail's screens and in scripts; the database tells of all.

Wagtail knows who acts while it answers a request of the editor.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import m2m_changed, pre_delete
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from accounts.models import User
from accounts.services import staff

BEFORE_TAKING = frozenset({"pre_remove", "pre_clear"})


def connect() -> None:
    """Listen to the changes of roles. Called once, from ``AppConfig.ready()``."""
    m2m_changed.connect(note_membership, sender=User.groups.through)
    m2m_changed.connect(note_direct_permission, sender=User.user_permissions.through)
    m2m_changed.connect(note_role_permission, sender=Group.permissions.through)
    pre_delete.connect(note_role_deleted, sender=Group)


def note_membership(
    instance: User | Group, action: str, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Somebody was given roles, or is about to lose some."""
    if action == "post_add":
        users, roles = _members(instance, pk_set)
        staff.note_roles_given(users, roles, by=_actor(), at=timezone.now())
    elif action in BEFORE_TAKING:
        users, roles = _members(instance, pk_set)
        staff.note_roles_taken(users, roles, by=_actor(), at=timezone.now())


def note_direct_permission(
    instance: User | Permission, action: str, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Somebody was given a permission without a role."""
    if action == "post_add":
        given_to = User.objects.filter(pk__in=pk_set or ())
        for user in [instance] if isinstance(instance, User) else given_to:
            staff.mark_as_staff(user)


def note_role_permission(
    instance: Group | Permission, action: str, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """What a role may do was changed, or is about to be."""
    if isinstance(instance, Group) and action == "post_add":
        staff.note_permissions_given(instance, pk_set or (), by=_actor(), at=timezone.now())
    elif isinstance(instance, Group) and action in BEFORE_TAKING:
        held = instance.permissions.values_list("pk", flat=True)
        taken = held if pk_set is None else held.filter(pk__in=pk_set)
        staff.note_permissions_taken(instance, taken, by=_actor(), at=timezone.now())


def note_role_deleted(instance: Group, **kwargs: Any) -> None:
    """A role goes, and with it from everybody who holds it."""
    staff.note_roles_taken(instance.user_set.all(), [instance], by=_actor(), at=timezone.now())


def _members(instance: User | Group, keys: set[int] | None) -> tuple[list[User], list[Group]]:
    if isinstance(instance, User):
        groups = instance.groups.all() if keys is None else Group.objects.filter(pk__in=keys)
        return [instance], list(groups)
    users = instance.user_set.all() if keys is None else User.objects.filter(pk__in=keys)
    return list(users), [instance]


def _actor() -> User | None:
    user = get_active_log_context().user
    return user if isinstance(user, User) else None
