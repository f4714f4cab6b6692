"""What accounts adds to the editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.users.views.bulk_actions import DeleteBulkAction

from accounts.models import LegalNotice, User
from accounts.views import helping_in, home, media_accounts, security_log, users
from accounts.views.decisions import BulkApprove, BulkRefuse
from accounts.views.notices import KeptForGoodPolicy, LegalNoticeViewSet, offer_no_unpublishing

register_permission_policy(LegalNotice, KeptForGoodPolicy(LegalNotice))
register_snippet(LegalNoticeViewSet)
hooks.register("construct_snippet_action_menu", offer_no_unpublishing)
hooks.register("register_admin_viewset", media_accounts.MediaAccountsGroup)
hooks.register("register_bulk_action", BulkApprove)
hooks.register("register_bulk_action", BulkRefuse)
# After Wagtail's own action of the same name, in whose place it stands.
hooks.register("register_bulk_action", users.SetActiveState, order=10)
# Nobody is deleted: the tick beside a person offers everything else.
DeleteBulkAction.models = []
hooks.register("before_delete_user", users.refuse_deletion)
hooks.register("register_admin_urls", security_log.report_urls)
hooks.register("register_reports_menu_item", security_log.report_menu_item)
hooks.register("register_admin_urls", helping_in.help_urls)
hooks.register("construct_homepage_panels", home.add_panels)
hooks.register("register_account_settings_panel", home.SecurityPanel)
hooks.register("insert_global_admin_js", home.demo_banner)
hooks.register("insert_global_admin_css", home.demo_banner_style)


@hooks.register("before_bulk_action")
def protect_accounts(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Let only a superuser switch off or change the roles of a superuser."""
    if action.model is not User or request.user.is_superuser:
        return None
    if any(user.is_superuser for user in objects):
        return permission_denied(request)
    return None
