"""The security log among the editor's reports."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import AuthEvent, AuthEventKind
from accounts.services.auth_log import known_digests

POLICY = ModelPermissionPolicy(AuthEvent)


# What the keys of a detail are called; others are shown as they are.
DETAIL_LABELS = {
    "added": _("permissions added"),
    "domain": _("domain"),
    "factor": _("factor"),
    "new": _("after"),
    "old": _("before"),
    "purpose": _("purpose"),
    "reason": _("reason"),
    "removed": _("permissions removed"),
    "role": _("role in the editor"),
}


# What a spreadsheet program takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def as_plain_cell(value: object) -> str:
    """Return the text of a value so that no spreadsheet program runs it as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def account_of(event: AuthEvent) -> str:
    """Return the address of the account, if there is one."""
    return event.user.email if event.user else ""


def detail_of(event: AuthEvent) -> str:
    """Return the facts of an event in a line each."""
    rows = (
        (DETAIL_LABELS.get(name, name), _as_text(value))
        for name, value in sorted(event.detail.items(), reverse=True)
    )
    return format_html_join("", "<div>{}: {}</div>", rows)


class SecurityLogFilterSet(WagtailFilterSet):
    """Narrow the log down to what happened, to whom and when."""

    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    account = django_filters.CharFilter(label=_("Email address"), method="filter_account")
    kind = django_filters.MultipleChoiceFilter(
        label=_("What happened"), choices=AuthEventKind.choices, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = AuthEvent
        fields = ("at", "account", "kind")

    def filter_account(
        self, events: QuerySet[AuthEvent], name: str, value: str
    ) -> QuerySet[AuthEvent]:
        """Keep what concerns the address, also where there was no such account."""
        digests = known_digests(value)
        return events.filter(
            Q(user__email=value) | Q(actor__email=value) | Q(email_digest__in=digests)
        )


class SecurityLogView(ReportView):
    """Show what happened to accounts. Nothing here can be changed."""

    page_title = _("Security log")
    header_icon = "lock"
    model = AuthEvent
    permission_policy = POLICY
    permission_required = "view"
    filterset_class = SecurityLogFilterSet
    index_url_name = "accounts_security_log"
    index_results_url_name = "accounts_security_log_results"
    default_ordering = "-at"
    is_searchable = False
    list_export = ("at", "kind", "user", "actor", "ip_address", "user_agent", "detail")
    # Whoever signs in chooses these texts. In the other format Wagtail marks them as text itself.
    custom_field_preprocess = {
        name: {ReportView.FORMAT_CSV: as_plain_cell}
        for name in ("user", "actor", "user_agent", "detail")
    }
    columns = (
        DateColumn("at", label=_("When"), sort_key="at"),
        Column("kind", label=_("What happened"), accessor="get_kind_display", sort_key="kind"),
        Column("user", label=_("Account"), accessor=account_of),
        Column("actor", label=_("Done by"), accessor=lambda event: event.actor or ""),
        Column("ip_address", label=_("IP address")),
        Column("detail", label=_("Detail"), accessor=detail_of),
    )

    def get_base_queryset(self) -> QuerySet[AuthEvent]:
        """Read the accounts along."""
        return AuthEvent.objects.select_related("user", "actor")


class SecurityLogMenuItem(MenuItem):
    """A line in the reports menu for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may see the security log."""
        return POLICY.user_has_permission(request.user, "view")


def report_urls() -> list[URLPattern]:
    """Return the addresses of the log."""
    return [
        path("reports/security-log/", SecurityLogView.as_view(), name="accounts_security_log"),
        path(
            "reports/security-log/results/",
            SecurityLogView.as_view(results_only=True),
            name="accounts_security_log_results",
        ),
    ]


def report_menu_item(**kwargs: Any) -> MenuItem:
    """Return the line in the menu."""
    return SecurityLogMenuItem(
        _("Security log"),
        reverse("accounts_security_log"),
        name="security-log",
        icon_name="lock",
        order=1_600,
        **kwargs,
    )


def _as_text(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text or "–"
