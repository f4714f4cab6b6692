"""Media accounts in the editor: the list, one account, and domains that need no decision."""

from typing import Any, cast

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
    StatusTagColumn,
    TitleColumn,
)
from wagtail.admin.views.generic import CreateView, IndexView, InspectView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from accounts.addresses import domain_of, normalise_domain
from accounts.countries import country_name
from accounts.models import AccountStatus, MediaAccount, TrustedDomain, User
from accounts.services import approval
from accounts.services.domains import DomainRefusedError, check_domain
from accounts.views.decisions import ApproveView, RefuseView, TrustView, trusted_message

LONGEST_LIST = 100
NOTHING = "–"


class MediaAccountFilterSet(WagtailFilterSet):
    """Narrow the list down to, say, who waits."""

    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=AccountStatus.choices, widget=CheckboxSelectMultiple
    )
    organisation = django_filters.CharFilter(label=_("Organisation"), lookup_expr="icontains")
    domain = django_filters.CharFilter(label=_("Domain of the address"), method="filter_domain")

    class Meta:
        model = MediaAccount
        fields = ("status", "organisation")

    def filter_domain(
        self, accounts: QuerySet[MediaAccount], name: str, value: str
    ) -> QuerySet[MediaAccount]:
        """Keep those of exactly this domain, however it is spelled."""
        return accounts.filter(user__email__endswith=f"@{normalise_domain(value)}")


class MediaAccountIndexView(IndexView):
    """List open media accounts, the newest first."""

    template_name = "accounts/editor/media_accounts.html"
    default_ordering = "-created_at"

    @cached_property
    def columns(self) -> list[Column]:
        """Show who it is, for whom they work, and where the account stands."""
        title = self._get_title_column_class(TitleColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="mediaaccount"),
            title("name", label=_("Name"), accessor=str, get_url=self.get_inspect_url),
            Column("email", label=_("Email address"), accessor="user.email"),
            Column("organisation", label=_("Organisation"), sort_key="organisation"),
            StatusTagColumn(
                "status",
                label=_("Status"),
                accessor="get_status_display",
                sort_key="status",
                primary=lambda account: account.status == AccountStatus.PENDING,
            ),
            DateColumn("created_at", label=_("Created"), sort_key="created_at"),
            DateColumn("decided_at", label=_("Decided"), sort_key="decided_at"),
        ]

    def get_base_queryset(self) -> QuerySet[MediaAccount]:
        """Leave out closed accounts: nothing is known of those people any more."""
        return MediaAccount.objects.filter(user__closed_at=None).select_related("user")


class MediaAccountInspectView(InspectView):
    """Show one account, and offer the decisions that it does not stand at already."""

    page_title = _("Media account")
    template_name = "accounts/editor/media_account.html"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the decisions."""
        is_own = not approval.may_decide(self.request.user, self.object)
        if is_own or not self.user_has_permission("change"):
            return []
        return [
            HeaderButton(label, url=self._address(name), icon_name=icon)
            for name, label, icon, is_offered in self._decisions()
            if is_offered
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the domain is trusted."""
        domain = domain_of(self.object.user.email)
        return super().get_context_data(
            domain=domain, is_trusted=approval.is_trusted(self.object), **kwargs
        )

    def get_user_display_value(self) -> str:
        """Show the name and the address."""
        user = self.object.user
        return f"{user.get_full_name()} <{user.email}>" if user.get_full_name() else user.email

    def get_country_code_display_value(self) -> str:
        """Show the country by its name."""
        return country_name(self.object.country_code, get_language() or "en") or NOTHING

    def get_decided_at_display_value(self) -> Any:
        """Show nothing, rather than "None", while nobody has decided."""
        return self.object.decided_at or NOTHING

    def get_decided_by_display_value(self) -> Any:
        """Show nothing where no person decided."""
        return self.object.decided_by or NOTHING

    def _decisions(self) -> list[tuple[str, Any, str, bool]]:
        status = self.object.status
        may_trust = self.request.user.has_perm("accounts.add_trusteddomain")
        return [
            ("approve", _("Approve"), "check", status != AccountStatus.APPROVED),
            ("refuse", _("Refuse"), "cross", status != AccountStatus.REFUSED),
            (
                "trust",
                _("Trust the domain"),
                "site",
                may_trust and not approval.is_trusted(self.object),
            ),
        ]

    def _address(self, name: str) -> str:
        return reverse(f"accounts_media_accounts:{name}", args=[self.object.pk])


class MediaAccountViewSet(ModelViewSet):
    """Media accounts are made by their owners; the editor decides and changes nothing else."""

    model = MediaAccount
    name = "accounts_media_accounts"
    url_prefix = "media-accounts"
    menu_label = _("Media accounts")
    icon = "group"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields = ["status"]
    index_view_class = MediaAccountIndexView
    inspect_view_class = MediaAccountInspectView
    filterset_class = MediaAccountFilterSet
    search_fields = ("user__email", "user__first_name", "user__last_name", "organisation")
    list_per_page = LONGEST_LIST
    inspect_view_fields = [
        "user", "organisation", "position", "country_code", "status", "created_at",
        "decided_at", "decided_by", "refusal_reason",
    ]  # fmt: skip

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Offer no form and no deletion."""
        absent = dict.fromkeys(
            ("add_url_name", "edit_url_name", "delete_url_name", "history_url_name",
             "usage_url_name")
        )  # fmt: skip
        return super().get_common_view_kwargs(**{**absent, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        """Route the list, one account, and the decisions on it."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/approve/", ApproveView.as_view(), name="approve"),
            path("<int:pk>/refuse/", RefuseView.as_view(), name="refuse"),
            path("<int:pk>/trust/", TrustView.as_view(), name="trust"),
        ]


class TrustedDomainForm(ModelForm):
    """Ask for a domain in whatever spelling."""

    class Meta:
        model = TrustedDomain
        fields = ("domain", "organisation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the domain of an entry: another domain is another decision."""
        super().__init__(*args, **kwargs)
        self.fields["domain"].disabled = bool(self.instance.pk)

    def clean_domain(self) -> str:
        """Return the domain in its one spelling."""
        domain = normalise_domain(self.cleaned_data["domain"])
        try:
            check_domain(domain)
        except DomainRefusedError as error:
            raise ValidationError(str(error)) from error
        return domain


class TrustedDomainCreateView(CreateView):
    """Trust a domain; whoever waits there is approved."""

    def save_instance(self) -> TrustedDomain:
        """Save it with who added it, and decide on the accounts that wait."""
        officer = cast(User, self.request.user)
        self.form.instance.added_by = officer
        trusted: TrustedDomain = super().save_instance()
        self.approved = approval.trust_domain(trusted.domain, by=officer, at=timezone.now())
        return trusted

    def get_success_message(self, instance: TrustedDomain) -> str:
        """Say how many were approved."""
        return trusted_message(instance.domain, len(self.approved))


class TrustedDomainViewSet(ModelViewSet):
    """Domains whose new accounts are approved at once."""

    model = TrustedDomain
    name = "accounts_trusted_domains"
    url_prefix = "trusted-domains"
    menu_label = _("Trusted domains")
    icon = "site"
    add_to_reference_index = False
    copy_view_enabled = False
    add_view_class = TrustedDomainCreateView
    list_display = ("domain", "organisation", "added_by", "added_at")
    search_fields = ("domain", "organisation")
    ordering = ("domain",)

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form for a domain."""
        return TrustedDomainForm


class MediaAccountsGroup(ViewSetGroup):
    """What the media office looks after."""

    menu_label = _("Media office")
    menu_icon = "group"
    menu_order = 450
    items = (MediaAccountViewSet, TrustedDomainViewSet)
