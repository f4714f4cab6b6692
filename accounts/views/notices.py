"""The editor's list and form of legal notices.

A notice that was published can only be replaced: readers see its editions, which stay. So the
editor offers neither to unpublish nor to delete one. A publication may begin later, but not end.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.admin.ui.tables import (
    BaseColumn,
    BulkActionsCheckboxColumn,
    LiveStatusTagColumn,
    LocaleColumn,
    UpdatedAtColumn,
)
from wagtail.admin.widgets.datetime import AdminDateTimeInput
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.action_menu import ActionMenuItem, UnpublishMenuItem
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from accounts.models import LegalNotice

DELETE, UNPUBLISH = "delete", "unpublish"
# The dialog around the field, which Wagtail's own panel names as well.
DIALOG = "#schedule-publishing-dialog"
DIALOG_ATTRIBUTES = {
    "data-controller": "w-action",
    "data-action": "w-dialog:hidden->w-action#reset",
    "data-w-dialog-target": "notify",
}


class KeptForGoodPolicy(ModelPermissionPolicy):
    """Lets nobody delete, not even superusers."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Return whether the user may do it to any."""
        return action != DELETE and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        """Return whether the user may do one of these."""
        return super().user_has_any_permission(user, set(actions) - {DELETE})


class LegalNoticeIndexView(IndexView):
    """Lists the notices, with nothing to do to several at once."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Leave out the ticks, which lead to deleting."""
        return [it for it in super().columns if not isinstance(it, BulkActionsCheckboxColumn)]


class LegalNoticeViewSet(SnippetViewSet):
    """Terms of use, privacy notice, cookie notice. Publishing one freezes an edition."""

    model = LegalNotice
    icon = "doc-full"
    menu_label = _("Legal notices")
    menu_order = 612
    add_to_settings_menu = True
    index_view_class = LegalNoticeIndexView
    list_display = ["title", "kind", LocaleColumn(), LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["kind", "live"]
    ordering = ["kind", "title"]
    copy_view_enabled = False
    panels = [
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("is_substantive"), FieldPanel("change_note")], heading=_("This version")
        ),
        PublishingPanel(
            children=[
                FieldPanel(
                    "go_live_at",
                    widget=AdminDateTimeInput(
                        js_overlay_parent_selector=DIALOG, attrs=DIALOG_ATTRIBUTES
                    ),
                )
            ]
        ),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Route everything but unpublishing."""
        return [route for route in super().get_urlpatterns() if route.name != UNPUBLISH]


def offer_no_unpublishing(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Take the button out of the form of a legal notice."""
    if context["model"] is LegalNotice:
        menu_items[:] = [it for it in menu_items if not isinstance(it, UnpublishMenuItem)]
