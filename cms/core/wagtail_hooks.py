"""What the kernel adds to the editor."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.core.mail import report
from cms.core.viewsets import MenuViewSet, SiteProfileViewSet, SubjectViewSetGroup

register_snippet(SubjectViewSetGroup)
register_snippet(MenuViewSet)
register_snippet(SiteProfileViewSet)
hooks.register("register_admin_urls", report.report_urls)
hooks.register("register_reports_menu_item", report.report_menu_item)
