"""The table of a group's form that says what the group may do in which collection of footage."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import collection_member_permission_formset_factory

from videos.models import VideoAsset

AssetPermissionFormSet = collection_member_permission_formset_factory(
    VideoAsset,
    [
        ("view_videoasset", _("See"), _("See and choose video assets")),
        ("add_videoasset", _("Add"), _("Add video assets")),
        ("change_videoasset", _("Edit"), _("Edit any video asset")),
        ("delete_videoasset", _("Delete"), _("Delete any video asset")),
    ],
    "videos/library/group_permissions.html",
)
