"""The screens of a forgotten password: whose it is, the new one, and that it is set."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.models import CodePurpose
from accounts.pages import own_flows, way_back
from accounts.pages.forms.codes import ChosenPasswordForm, ResetForm
from accounts.pages.inbox import enter
from accounts.pages.screens import code_later, go, later, next_of, show, takes_forms
from accounts.pages.waiting_for_codes import until_next_try, why_later
from accounts.services import codes, password_reset, rate_limits
from accounts.services.passwords import PasswordRefusedError


@never_cache
@takes_forms
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and mail a code to its account if there is one."""
    form = ResetForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask_for_address(request, form)
    now = timezone.now()
    try:
        rate_limits.limit(request, "reset")
        flow = password_reset.request_reset(
            email=form.cleaned_data["email"],
            next_page=next_of(request),
            locale=get_language() or "en",
            at=now,
            request=request,
        )
    except rate_limits.TooManyRequestsError as refusal:
        seconds = refusal.retry_after_seconds
        return later(_ask_for_address(request, form, refusal=until_next_try(seconds)), seconds)
    except codes.TooSoonError as refusal:
        reason = why_later(refusal, first=_("We sent a code to this address already."))
        earlier = own_flows.latest_to(request, form.cleaned_data["email"], at=now)
        response = _ask_for_address(request, form, refusal=reason, earlier_flow=earlier)
        return code_later(response, refusal)
    own_flows.remember(request, flow)
    return go("accounts_code", flow.id, target=next_of(request))


@never_cache
@sensitive_post_parameters("password")
@takes_forms
def new_password(request: HttpRequest) -> HttpResponse:
    """Ask for the password that the right code allows to choose."""
    ticket = own_flows.ticket_of(request)
    if ticket is None:
        return _too_late(request)
    form = ChosenPasswordForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask_for_password(request, form, ticket)
    try:
        rate_limits.limit(request, "set_password")
        return _set_password(request, form, ticket)
    except rate_limits.TooManyRequestsError as refusal:
        seconds = refusal.retry_after_seconds
        response = _ask_for_password(request, form, ticket, refusal=until_next_try(seconds))
        return later(response, seconds)
    except PasswordRefusedError as refusal:
        form.add_broken_rules(refusal.rules)
        return _ask_for_password(request, form, ticket)
    except codes.TicketRefusedError:
        own_flows.drop_ticket(request)
        return _too_late(request)


@never_cache
@require_safe
def updated(request: HttpRequest) -> HttpResponse:
    """Say that the password is another one, and lead to signing in with it."""
    target = next_of(request)
    return show(
        request,
        "accounts/password_updated.html",
        title=_("Your password is updated"),
        back_label=way_back.label_of(target) if target else "",
        next=target,
    )


def _set_password(
    request: HttpRequest, form: ChosenPasswordForm, ticket: own_flows.Ticket
) -> HttpResponse:
    user = password_reset.set_password(
        flow_id=UUID(ticket.flow_id),
        ticket=ticket.ticket,
        password=form.cleaned_data["password"],
        at=timezone.now(),
        request=request,
    )
    own_flows.drop_ticket(request)
    target = next_of(request) or ticket.next
    if ticket.purpose == CodePurpose.RESET:
        return go("accounts_password_updated", target=target)
    return enter(request, user, target=target)


def _ask_for_address(
    request: HttpRequest, form: ResetForm, *, refusal: str = "", earlier_flow: str = ""
) -> HttpResponse:
    return show(
        request,
        "accounts/reset.html",
        title=_("Reset your password"),
        form=form,
        refusal=refusal,
        earlier_flow=earlier_flow,
    )


def _ask_for_password(
    request: HttpRequest, form: ChosenPasswordForm, ticket: own_flows.Ticket, *, refusal: str = ""
) -> HttpResponse:
    is_reset = ticket.purpose == CodePurpose.RESET
    return show(
        request,
        "accounts/new_password.html",
        title=_("Choose a new password") if is_reset else _("Choose a password"),
        form=form,
        refusal=refusal,
        is_reset=is_reset,
        next=next_of(request) or ticket.next,
    )


def _too_late(request: HttpRequest) -> HttpResponse:
    return show(
        request,
        "accounts/code_gone.html",
        title=_("Start the reset again"),
        is_reset=True,
        status=HTTPStatus.GONE,
    )
