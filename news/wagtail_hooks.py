"""What news adds to the editor."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.viewsets.pages import PageViewSet

from news.dashboard import NewsroomPanel
from news.page_lists import ArticleViewSet, ProgrammeViewSet
from news.viewsets import SessionChooserViewSet, session_chooser_viewset


@hooks.register("register_admin_viewset")
def register_session_chooser() -> SessionChooserViewSet:
    """Let editors choose sessions."""
    return session_chooser_viewset


@hooks.register("register_admin_viewset")
def register_page_lists() -> list[PageViewSet]:
    """Show articles and programmes with columns of their own."""
    return [ArticleViewSet(), ProgrammeViewSet()]


@hooks.register("construct_homepage_panels")
def add_newsroom_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Show what is scheduled, in review and released."""
    panels.insert(0, NewsroomPanel())


@hooks.register("insert_global_admin_css")
def panel_style() -> SafeString:
    """Load the panel's style."""
    return format_html('<link rel="stylesheet" href="{}">', static("news/admin/newsroom_panel.css"))
