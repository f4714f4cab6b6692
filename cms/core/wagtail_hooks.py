"""What the kernel adds to the editor."""

from wagtail import hooks

from cms.core.mail import report

hooks.register("register_admin_urls", report.report_urls)
hooks.register("register_reports_menu_item", report.report_menu_item)
