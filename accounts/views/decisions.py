"""Deciding on media accounts in the editor: one at a time, or those that are ticked."""

from abc import abstractmethod
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.addresses import domain_of
from accounts.models import AccountStatus, MediaAccount, User
from accounts.services import approval
from accounts.services.domains import DomainRefusedError

DECIDE = "accounts.change_mediaaccount"
TRUST = "accounts.add_trusteddomain"


class DecisionForm(forms.Form):
    """Carries where the account stood when the officer looked at it."""

    seen = forms.ChoiceField(choices=AccountStatus.choices, widget=HiddenInput)


def trusted_message(domain: str, approved: int) -> str:
    """Return what an officer is told after trusting a domain."""
    return ngettext(
        "%(domain)s is trusted. %(count)d account was approved.",
        "%(domain)s is trusted. %(count)d accounts were approved.",
        approved,
    ) % {"domain": domain, "count": approved}


def reason_field() -> forms.CharField:
    """Return the field for the reason of a refusal, which the person reads."""
    return forms.CharField(
        label=_("Reason"),
        help_text=_("It is sent to the person. Write in their language."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2_000,
    )


class RefusalForm(DecisionForm):
    """Asks why."""

    reason = reason_field()


class TrustForm(DecisionForm):
    """Names the organisation behind the domain."""

    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=200)


class DecisionView(WagtailAdminTemplateMixin, FormView):
    """Ask once more, then decide; tell the officer when somebody else was first."""

    template_name = "accounts/editor/decision.html"
    form_class: type[forms.Form] = DecisionForm
    permissions: tuple[str, ...] = (DECIDE,)
    header_icon = "group"
    question: Any
    button: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the account for those who may decide, and not on themselves."""
        officer = cast(User, request.user)
        if not officer.has_perms(self.permissions):
            raise PermissionDenied
        accounts = MediaAccount.objects.filter(user__closed_at=None).select_related("user")
        self.account = get_object_or_404(accounts, pk=kwargs["pk"])
        if not approval.may_decide(officer, self.account):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the person."""
        return str(self.account)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the account and to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("accounts_media_accounts:index"), "label": _("Media accounts")},
            {"url": self._account_url(), "label": str(self.account)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_initial(self) -> dict[str, Any]:
        """Remember where the account stands while the officer looks."""
        return {"seen": self.account.status, "organisation": self.account.organisation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the account and the wording."""
        domain = domain_of(self.account.user.email)
        return super().get_context_data(
            account=self.account,
            account_url=self._account_url(),
            domain=domain,
            question=self.question % {"person": self.account, "domain": domain},
            button=self.button,
            **kwargs,
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Decide on the account as the officer saw it."""
        self.account.status = form.cleaned_data["seen"]
        officer = cast(User, self.request.user)
        try:
            messages.success(self.request, self.decide(form.cleaned_data, officer))
        except approval.DecisionOvertakenError as overtaken:
            messages.error(self.request, _overtaken_message(overtaken.account))
        except DomainRefusedError as refusal:
            messages.error(self.request, str(refusal))
        return redirect(self._account_url())

    @abstractmethod
    def decide(self, data: dict[str, Any], officer: User) -> str:
        """Decide, and return what to tell the officer."""

    def _account_url(self) -> str:
        return reverse("accounts_media_accounts:inspect", args=[self.account.pk])


class ApproveView(DecisionView):
    """Open downloads to one account."""

    page_title = _("Approve")
    question = _("Do you approve the media account of %(person)s?")
    button = _("Approve")

    def decide(self, data: dict[str, Any], officer: User) -> str:
        """Approve."""
        approval.approve(self.account, by=officer, at=timezone.now())
        return gettext("%(person)s may download now.") % {"person": self.account}


class RefuseView(DecisionView):
    """Close downloads to one account."""

    page_title = _("Refuse")
    form_class = RefusalForm
    question = _("Do you refuse the media account of %(person)s?")
    button = _("Refuse")

    def decide(self, data: dict[str, Any], officer: User) -> str:
        """Refuse."""
        approval.refuse(self.account, by=officer, reason=data["reason"], at=timezone.now())
        return gettext("%(person)s may not download.") % {"person": self.account}


class TrustView(DecisionView):
    """Approve everybody of one domain, now and later."""

    page_title = _("Trust the domain")
    form_class = TrustForm
    permissions = (DECIDE, TRUST)
    question = _("Do you approve everybody with an address at %(domain)s, now and in future?")
    button = _("Trust the domain")

    def decide(self, data: dict[str, Any], officer: User) -> str:
        """Trust the domain, and approve whoever waits."""
        domain = domain_of(self.account.user.email)
        facts = {"organisation": data["organisation"], "at": timezone.now()}
        approved = approval.trust_domain(domain, by=officer, **facts)
        return trusted_message(domain, len(approved))


class BulkDecision(BulkAction):
    """Decide on the ticked accounts; those somebody else decided on meanwhile are left out."""

    models = [MediaAccount]
    template_name = "accounts/editor/bulk_decision.html"
    question: Any

    @classmethod
    def get_queryset(cls, model: type[MediaAccount], object_ids: Iterable[Any]) -> list[Any]:
        """Return the open accounts among those ticked."""
        known = model.objects.filter(pk__in=object_ids, user__closed_at=None)
        return list(known.select_related("user"))

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        """Never decide on accounts that are not on the officer's screen."""
        return MediaAccount.objects.none().values_list("pk", flat=True)

    def check_perm(self, obj: MediaAccount) -> bool:
        """Return whether the officer may decide; nobody does on themselves."""
        officer = self.request.user
        return officer.has_perm(DECIDE) and approval.may_decide(officer, obj)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the wording."""
        return super().get_context_data(question=self.question, button=self.display_name, **kwargs)

    def get_execution_context(self) -> dict[str, Any]:
        """Hand over who decides, and what the form says."""
        return {"officer": self.request.user, **self.cleaned_form.cleaned_data}


class BulkApprove(BulkDecision):
    """Approve the ticked accounts."""

    display_name = _("Approve")
    action_type = "approve"
    aria_label = _("Approve the selected media accounts")
    action_priority = 10
    question = _("Do you approve these media accounts?")

    @classmethod
    def execute_action(
        cls, objects: Iterable[MediaAccount], officer: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Approve each."""
        decided = 0
        for account in objects:
            with suppress(approval.DecisionOvertakenError):
                approval.approve(account, by=officer, at=timezone.now())
                decided += 1
        return decided, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were approved."""
        return ngettext(
            "%(count)d media account was approved.",
            "%(count)d media accounts were approved.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


class BulkRefusalForm(forms.Form):
    """Asks for one reason for all."""

    reason = reason_field()


class BulkRefuse(BulkDecision):
    """Refuse the ticked accounts, for the same reason."""

    display_name = _("Refuse")
    action_type = "refuse"
    aria_label = _("Refuse the selected media accounts")
    action_priority = 20
    form_class = BulkRefusalForm
    question = _("Do you refuse these media accounts?")

    @classmethod
    def execute_action(
        cls, objects: Iterable[MediaAccount], officer: Any = None, reason: str = "", **kwargs: Any
    ) -> tuple[int, int]:
        """Refuse each."""
        decided = 0
        for account in objects:
            with suppress(approval.DecisionOvertakenError):
                approval.refuse(account, by=officer, reason=reason, at=timezone.now())
                decided += 1
        return decided, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were refused."""
        return ngettext(
            "%(count)d media account was refused.",
            "%(count)d media accounts were refused.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


def _overtaken_message(account: MediaAccount) -> str:
    officer = account.decided_by
    facts = {"person": account, "status": account.get_status_display(), "officer": officer}
    if officer is None:
        return (
            gettext("Nothing was changed. The status of %(person)s is “%(status)s” already.")
            % facts
        )
    return (
        gettext(
            "Nothing was changed: %(officer)s decided meanwhile. "
            "The status of %(person)s is “%(status)s” now."
        )
        % facts
    )
