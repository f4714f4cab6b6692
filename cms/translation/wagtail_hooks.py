"""What the translation desk adds to the editor, and what it puts in the place of the engine's."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.models import Page

from cms.translation.views import (
    SafeSubmitPageView,
    SafeSubmitSnippetView,
    SafeUpdateView,
    refuse_alias,
    take_aliases_offline,
)

BEFORE_THE_ENGINE = -100
CONVERT_TO_ALIAS = "localize-convert-to-alias"


@hooks.register("register_admin_urls", order=BEFORE_THE_ENGINE)
def shadow_engine_urls() -> list[URLPattern]:
    """Answer these addresses before the engine does; ``reverse()`` still finds its names."""
    return [
        path("localize/submit/page/<int:page_id>/", SafeSubmitPageView.as_view()),
        path(
            "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            SafeSubmitSnippetView.as_view(),
        ),
        path("localize/update/<int:translation_source_id>/", SafeUpdateView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", refuse_alias),
    ]


@hooks.register("construct_page_action_menu")
def hide_convert_to_alias(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Do not offer what is refused."""
    menu_items[:] = [item for item in menu_items if item.name != CONVERT_TO_ALIAS]


@hooks.register("before_convert_alias_page")
def take_alias_offline(request: HttpRequest, page: Page) -> None:
    """Make a draft of another language's alias before it becomes a page of its own."""
    is_of_another_language = page.alias_of is not None and page.alias_of.locale_id != page.locale_id
    if request.method == "POST" and page.live and is_of_another_language:
        take_aliases_offline([page])
