"""Who is staff: what follows when roles and accounts of staff change.

``is_staff`` follows the roles, so that nobody who opens the editor is taken for a media
user. Every change is in the security log, and taking something away ends the sessions.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.dates import in_words
from accounts.models import AuthEventKind, User
from accounts.services import auth_log, invitations, second_factor
from accounts.services.address_change import follow_new_address
from accounts.services.languages import language_of
from accounts.services.signing_in import end_sessions
from cms.core import mail

ALMIGHTY = "superuser"
# Fields of an account that something follows from when the editor changes them.
FOLLOWED_FIELDS = ("is_superuser", "is_active", "email")


def second_factor_is_required() -> bool:
    """Return whether the editor opens only after a second factor; a demo may go without."""
    return settings.STAFF_SECOND_FACTOR != "optional"


def needs_factor_for_editor(user: User) -> bool:
    """Return whether only a second factor is missing for the editor to open."""
    is_wanted = second_factor_is_required() and user.has_perm("wagtailadmin.access_admin")
    return is_wanted and not second_factor.has_second_factor(user)


def editor_permission() -> QuerySet[Permission]:
    """Return the permission that opens the editor."""
    return Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    )


def opens_editor(user: User, *, without: Iterable[str] = ()) -> bool:
    """Return whether the editor lets the user in, as if the named roles were gone."""
    permission = editor_permission()
    return (
        user.is_superuser
        or user.user_permissions.filter(pk__in=permission).exists()
        or user.groups.exclude(name__in=list(without)).filter(permissions__in=permission).exists()
    )


def holders_of_editor_permission() -> QuerySet[User]:
    """Return everybody whom the editor lets in: by a role, directly or as a superuser."""
    permission = editor_permission()
    by_role = User.objects.filter(groups__permissions__in=permission)
    directly = User.objects.filter(user_permissions__in=permission)
    return User.objects.filter(
        Q(is_superuser=True) | Q(pk__in=by_role.values("pk")) | Q(pk__in=directly.values("pk"))
    )


def note_roles_given(
    users: Iterable[User], roles: Iterable[Group], *, by: User | None, at: datetime
) -> None:
    """Log the change and make staff of those who may open the editor; they hold the roles now."""
    given = {role.name for role in roles}
    if not given:
        return
    for user in users:
        new = _role_names(user)
        _log_roles(user, old=new - given, new=new, by=by, at=at)
        mark_as_staff(user)


def note_roles_taken(
    users: Iterable[User], roles: Iterable[Group], *, by: User | None, at: datetime
) -> None:
    """Log the change and end the sessions of those who lose roles that they still have."""
    taken = {role.name for role in roles}
    for user in users:
        old = _role_names(user)
        if old & taken:
            _log_roles(user, old=old, new=old - taken, by=by, at=at)
            unmark_as_staff(user, without=taken)
            _end_sessions_unless_own(user, by)


def note_permissions_given(
    role: Group, permissions: Iterable[int], *, by: User | None, at: datetime
) -> None:
    """Log what a role may do from now on; its members are staff if that is the editor."""
    _log_permissions(role, permissions, verb="added", by=by, at=at)
    for user in role.user_set.filter(is_staff=False):
        mark_as_staff(user)


def note_permissions_taken(
    role: Group, permissions: Iterable[int], *, by: User | None, at: datetime
) -> None:
    """Log what a role may do no longer; it still may. Sessions stay: the gate asks each time."""
    taken = list(permissions)
    _log_permissions(role, taken, verb="removed", by=by, at=at)
    if editor_permission().filter(pk__in=taken).exists():
        for user in role.user_set.filter(is_staff=True):
            unmark_as_staff(user, without=[role.name])


def note_superuser_changed(user: User, *, by: User | None, at: datetime) -> None:
    """Log that somebody may do everything now, or may no longer."""
    roles = _role_names(user)
    old, new = (roles, roles | {ALMIGHTY}) if user.is_superuser else (roles | {ALMIGHTY}, roles)
    _log_roles(user, old=old, new=new, by=by, at=at)
    mark_as_staff(user)
    if not user.is_superuser:
        unmark_as_staff(user)
        _end_sessions_unless_own(user, by)


def note_edited(
    user: User, changed: Collection[str], *, former: User, by: User | None, at: datetime
) -> None:
    """Let follow what follows when an administrator changed these fields of an account.

    Args:
        user: the account as it is now.
        changed: some of ``FOLLOWED_FIELDS``.
        former: the account as it was.
        by: who changed it.
        at: when.
    """
    if "is_superuser" in changed:
        note_superuser_changed(user, by=by, at=at)
    if "is_active" in changed:
        note_active_changed(user, by=by, at=at)
    if "email" in changed:
        auth_log.record(AuthEventKind.ADDRESS_CHANGED, user=user, actor=by, at=at)
        follow_new_address(user, former=former.email, locale=settings.LANGUAGE_CODE, at=at)
        invitations.readdress(user, by=by, at=at)
        _end_sessions_unless_own(user, by)


@transaction.atomic
def remove_factors(user: User, *, by: User, at: datetime) -> None:
    """Remove every second factor and the recovery codes of somebody who has lost them."""
    for kind in second_factor.forget_factors(user):
        detail = {"factor": kind}
        auth_log.record(AuthEventKind.FACTOR_REMOVED, user=user, actor=by, detail=detail, at=at)
    locale = language_of(user)
    mail.queue(
        template="accounts/factors_removed",
        to=user.email,
        locale=locale,
        context={"removed_at": in_words(at, locale)},
    )
    _end_sessions_unless_own(user, by)


def set_active(users: Iterable[User], *, active: bool, by: User | None, at: datetime) -> int:
    """Switch accounts on or off; return how many it was the other way for.

    A closed account stays off: nobody is left whom it could be switched on for.
    """
    changed = 0
    for user in users:
        switchable = User.objects.filter(pk=user.pk, closed_at=None, is_active=not active)
        if switchable.update(is_active=active):
            user.is_active = active
            note_active_changed(user, by=by, at=at)
            changed += 1
    return changed


def note_active_changed(user: User, *, by: User | None, at: datetime) -> None:
    """Log that an account was switched on or off; off ends its sessions and its invitation."""
    kind = AuthEventKind.REACTIVATED if user.is_active else AuthEventKind.DEACTIVATED
    auth_log.record(kind, user=user, actor=by, at=at)
    if not user.is_active:
        end_sessions(user)
        invitations.withdraw(user)


def mark_as_staff(user: User) -> None:
    """Make staff of somebody who may open the editor."""
    if not user.is_staff and opens_editor(user):
        User.objects.filter(pk=user.pk).update(is_staff=True)
        user.is_staff = True


def unmark_as_staff(user: User, *, without: Iterable[str] = ()) -> None:
    """Make no staff of somebody who may not open the editor, once the named roles are gone."""
    if user.is_staff and not opens_editor(user, without=without):
        User.objects.filter(pk=user.pk).update(is_staff=False)
        user.is_staff = False


def _role_names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def _log_roles(user: User, *, old: set[str], new: set[str], by: User | None, at: datetime) -> None:
    detail = {"old": sorted(old), "new": sorted(new)}
    auth_log.record(AuthEventKind.ROLES_CHANGED, user=user, actor=by, detail=detail, at=at)


def _log_permissions(
    role: Group, permissions: Iterable[int], *, verb: str, by: User | None, at: datetime
) -> None:
    changed = Permission.objects.filter(pk__in=list(permissions))
    names = sorted(changed.values_list("codename", flat=True))
    if names and role.user_set.exists():
        detail = {"role": role.name, verb: names}
        auth_log.record(AuthEventKind.ROLES_CHANGED, actor=by, detail=detail, at=at)


def _end_sessions_unless_own(user: User, by: User | None) -> None:
    # In the middle of one's own request the session is still needed to answer it.
    if by is None or user.pk != by.pk:
        end_sessions(user)
