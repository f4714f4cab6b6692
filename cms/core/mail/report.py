"""The list of outgoing mail among the editor's reports."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.core.models.leased import LeaseState
from cms.core.models.outbox import OutboxMessage

POLICY = ModelPermissionPolicy(OutboxMessage)


class OutgoingMailFilterSet(WagtailFilterSet):
    """Narrow the list down to, say, what failed."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=LeaseState.choices, widget=CheckboxSelectMultiple
    )
    to = django_filters.CharFilter(label=_("Recipient"), lookup_expr="icontains")

    class Meta:
        model = OutboxMessage
        fields = ("state", "to")


class OutgoingMailView(ReportView):
    """Show where each message stands and why; never what it says."""

    page_title = _("Outgoing mail")
    header_icon = "mail"
    model = OutboxMessage
    permission_policy = POLICY
    permission_required = "view"
    filterset_class = OutgoingMailFilterSet
    index_url_name = "core_outgoing_mail"
    index_results_url_name = "core_outgoing_mail_results"
    default_ordering = "-created_at"
    is_searchable = False
    list_export = ("created_at", "to", "template", "state", "attempts", "sent_at", "last_error")
    columns = (
        DateColumn("created_at", label=_("Created"), sort_key="created_at"),
        Column("to", label=_("Recipient"), sort_key="to"),
        Column(
            "template",
            label=_("Message"),
            accessor=lambda message: message.template or _("Composed by the editor"),
        ),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("attempts", label=_("Attempts")),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        Column("last_error", label=_("Last error")),
    )

    def get_base_queryset(self) -> QuerySet[OutboxMessage]:
        """Leave out the sealed contents, which the list has no use for, and what nobody gets."""
        return OutboxMessage.objects.exclude(to="").defer("sealed", "context")


class OutgoingMailMenuItem(MenuItem):
    """A line in the reports menu for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may see outgoing mail."""
        return POLICY.user_has_permission(request.user, "view")


def report_urls() -> list[URLPattern]:
    """Return the addresses of the list."""
    return [
        path("reports/outgoing-mail/", OutgoingMailView.as_view(), name="core_outgoing_mail"),
        path(
            "reports/outgoing-mail/results/",
            OutgoingMailView.as_view(results_only=True),
            name="core_outgoing_mail_results",
        ),
    ]


def report_menu_item(**kwargs: Any) -> MenuItem:
    """Return the line in the menu."""
    return OutgoingMailMenuItem(
        _("Outgoing mail"),
        reverse("core_outgoing_mail"),
        name="outgoing-mail",
        icon_name="mail",
        order=1_500,
        **kwargs,
    )
