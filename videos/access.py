"""Who may do what in the media library.

Permissions are given on a collection and hold below it: ``view``, ``add``, ``change``, ``delete``.
Ask here or Wagtail's registry of policies, never ``user.has_perm``: that knows no collections.
"""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionPermissionPolicy

from videos.models import VideoAsset

SEE = ("view", "change", "delete")

policy = CollectionPermissionPolicy(VideoAsset)


def assets_for(user: Any) -> QuerySet[VideoAsset]:
    """Return the assets that the user may see."""
    found: QuerySet[VideoAsset] = policy.instances_user_has_any_permission_for(user, SEE)
    return found


def may(user: Any, action: str, asset: VideoAsset) -> bool:
    """Return whether the user may do this to the asset, where it lies now."""
    return bool(policy.user_has_permission_for_instance(user, action, asset))


def collections_for_adding(user: Any) -> QuerySet[Collection]:
    """Return the collections that the user may put an asset into."""
    found: QuerySet[Collection] = policy.collections_user_has_permission_for(user, "add")
    return found


def may_add(user: Any, collection: Collection) -> bool:
    """Return whether the user may put an asset into this collection."""
    return collections_for_adding(user).filter(pk=collection.pk).exists()
