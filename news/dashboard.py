"""The newsroom's panel on the editor's first page: what waits, what is reviewed, what went out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from news.models import ArticlePage, ProgrammePage
from videos.models import VideoPage

SHOWN = 6


@dataclass(frozen=True)
class Line:
    """A page on the panel."""

    title: str
    url: str
    kind: str
    locale: str
    moment: datetime | None
    note: str = ""


@dataclass(frozen=True)
class Column:
    """A list of the panel."""

    heading: str | Promise
    empty: str | Promise
    lines: list[Line]


class NewsroomPanel(Component):
    """Three lists, with the same few queries however many pages there are.

    They name the pages that their reader may open: a headline may be a secret until it is released.
    """

    name = "newsroom"
    order = 50
    template_name = "news/admin/newsroom_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the three lists."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        pages = pages_for(parent_context["request"].user)
        context["columns"] = [
            Column(_("Scheduled"), _("Nothing is scheduled."), scheduled(pages)),
            Column(_("In review"), _("Nothing waits for review."), in_review(pages)),
            Column(_("Recently released"), _("Nothing has been released yet."), released(pages)),
        ]
        return context


def pages_for(user: Any) -> PageQuerySet:
    """Return the pages that somebody may edit or publish."""
    pages: PageQuerySet = page_permission_policy.instances_user_has_any_permission_for(
        user, {"change", "publish"}
    )
    return pages


def scheduled(pages: PageQuerySet) -> list[Line]:
    """Return those of the pages that go live by themselves, the next one first."""
    rows = (
        Revision.page_revisions.filter(approved_go_live_at__isnull=False)
        .annotate(page_pk=Cast("object_id", BigIntegerField()))
        .filter(page_pk__in=pages.values("pk"))
        .order_by("approved_go_live_at", "pk")
        .values_list("object_id", "approved_go_live_at", "content__title")[:SHOWN]
    )
    moments = {int(pk): moment for pk, moment, _title in rows}
    titles = {int(pk): title for pk, _moment, title in rows}
    return [_line(page, moments[page.pk], title=titles[page.pk]) for page in _pages(moments)]


def in_review(pages: PageQuerySet) -> list[Line]:
    """Return those of the pages that wait for a reviewer, the longest waiting first."""
    states = list(
        WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            base_content_type=ContentType.objects.get_for_model(Page),
        )
        .annotate(page_pk=Cast("object_id", BigIntegerField()))
        .filter(page_pk__in=pages.values("pk"))
        .select_related("current_task_state__task")
        .order_by("created_at", "pk")[:SHOWN]
    )
    by_page = {int(state.object_id): state for state in states}
    return [
        _line(page, by_page[page.pk].created_at, note=_task_name(by_page[page.pk]))
        for page in _pages(by_page)
    ]


def released(pages: PageQuerySet) -> list[Line]:
    """Return those of the pages that were published last."""
    latest = (
        pages.live()
        .type(ArticlePage, ProgrammePage, VideoPage)
        .filter(last_published_at__isnull=False)
        .select_related("locale", "content_type")
        .order_by("-last_published_at", "-pk")[:SHOWN]
    )
    return [_line(page, page.last_published_at) for page in latest]


def _pages(pks: Iterable[int]) -> list[Page]:
    """Return the pages in the given order."""
    order = list(pks)
    found = Page.objects.select_related("locale", "content_type").in_bulk(order)
    return [found[pk] for pk in order if pk in found]


def _line(page: Page, moment: datetime | None, *, title: str = "", note: str = "") -> Line:
    return Line(
        title=title or page.draft_title or page.title,
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        kind=str(page.page_type_display_name),
        locale=page.locale.language_code,
        moment=moment,
        note=note,
    )


def _task_name(state: WorkflowState) -> str:
    task_state = state.current_task_state
    return task_state.task.name if task_state is not None else ""
