"""The screen "check your inbox", the same for a registration, a reset and a new address."""

import math
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from accounts.models import CodePurpose, User
from accounts.pages import own_flows
from accounts.pages.forms.codes import CodeForm
from accounts.pages.screens import code_later, go, later, next_of, query_of, show, takes_forms
from accounts.pages.terms_gate import after_sign_in
from accounts.pages.waiting_for_codes import until_next_code, until_next_try, why_later
from accounts.services import codes, rate_limits, signing_in, verification
from accounts.services.codes import Flow

SECONDS_PER_MINUTE = 60
# Where a flow begins, and begins again with another address.
STARTS = {
    CodePurpose.VERIFY: "account_signup",
    CodePurpose.RESET: "account_reset_password",
    CodePurpose.CHANGE: "accounts_email",
}


@never_cache
@takes_forms
def code(request: HttpRequest, flow: UUID) -> HttpResponse:
    """Ask for the mailed code, and send another one when asked."""
    now = timezone.now()
    try:
        begun = codes.flow_of(flow, at=now)
        _keep_to_its_browser(request, begun)
        if request.method != "POST":
            return _ask(request, begun, CodeForm(), at=now)
        if request.POST.get("action") == "resend":
            return _send_another(request, begun, at=now)
        return _check(request, begun, at=now)
    except codes.FlowGoneError:
        return gone(request)
    except codes.AddressTakenError:
        own_flows.forget(request, flow)
        return _taken(request)


def gone(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing to type a code for, and where to go on."""
    if request.user.is_authenticated:
        return go("accounts_profile", target=next_of(request))
    return show(
        request, "accounts/code_gone.html", title=_("This step is over"), status=HTTPStatus.GONE
    )


def _keep_to_its_browser(request: HttpRequest, flow: Flow) -> None:
    """A new address is confirmed where it was asked for, by the one who is signed in there."""
    is_own = bool(own_flows.secret_of(request, flow.id)) and request.user.is_authenticated
    if flow.purpose == CodePurpose.CHANGE and not is_own:
        raise codes.FlowGoneError


def _check(request: HttpRequest, flow: Flow, *, at: datetime) -> HttpResponse:
    form = CodeForm(request.POST)
    try:
        rate_limits.limit(request, "verify")
        if not form.is_valid():
            return _ask(request, flow, form, at=at)
        verified = verification.verify(
            flow_id=flow.id,
            code=form.cleaned_data["code"],
            secret=own_flows.secret_of(request, flow.id),
            at=at,
            request=request,
        )
    except rate_limits.TooManyRequestsError as refusal:
        seconds = refusal.retry_after_seconds
        response = _ask(request, flow, form, at=at, refusal=until_next_try(seconds))
        return later(response, seconds)
    except codes.WrongCodeError as refusal:
        form.add_error("code", _wrong(refusal.attempts_left))
        return _ask(request, replace(flow, is_used_up=not refusal.attempts_left), form, at=at)
    except codes.CodeExpiredError:
        return _ask(request, flow, CodeForm(), at=at, refusal=_expired())
    except codes.CodeExhaustedError:
        return _ask(request, flow, CodeForm(), at=at, refusal=_exhausted())
    return _go_on(request, verified)


def _go_on(request: HttpRequest, verified: verification.Verified) -> HttpResponse:
    target = next_of(request) or verified.next
    own_flows.forget(request, verified.flow_id)
    if verified.ticket:
        ticket = own_flows.Ticket(
            flow_id=str(verified.flow_id),
            ticket=verified.ticket,
            purpose=verified.purpose,
            next=target,
        )
        own_flows.keep_ticket(request, ticket)
        return go("accounts_new_password", target=target)
    if verified.purpose == CodePurpose.CHANGE or verified.user is None:
        return go("accounts_profile", target=target, done="address")
    return enter(request, verified.user, target=target)


def enter(request: HttpRequest, user: User, *, target: str) -> HttpResponse:
    """Sign in somebody whose account was made this moment, and say what it opens."""
    welcome = after_sign_in(user, reverse("accounts_created") + query_of(target))
    answer = signing_in.sign_in(request, user, next_page=welcome, method="code")
    return answer or HttpResponseRedirect(welcome)


def _send_another(request: HttpRequest, flow: Flow, *, at: datetime) -> HttpResponse:
    try:
        rate_limits.limit(request, "resend")
        codes.resend(flow_id=flow.id, at=at)
    except rate_limits.TooManyRequestsError as refusal:
        seconds = refusal.retry_after_seconds
        response = _ask(request, flow, CodeForm(), at=at, refusal=until_next_try(seconds))
        return later(response, seconds)
    except codes.TooSoonError as refusal:
        reason = why_later(refusal, first=_("Nothing new was sent."))
        return code_later(_ask(request, flow, CodeForm(), at=at, refusal=reason), refusal)
    return go("accounts_code", flow.id, target=next_of(request), sent="1")


def _ask(
    request: HttpRequest, flow: Flow, form: CodeForm, *, at: datetime, refusal: str = ""
) -> HttpResponse:
    left = (flow.expires_at - at).total_seconds()
    is_own = bool(own_flows.secret_of(request, flow.id))
    wait = max(0, math.ceil((flow.resend_at - at).total_seconds()))
    target = next_of(request) or flow.next
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK if left <= 0 else 0
    return show(
        request,
        "accounts/code.html",
        title=_("Check your inbox"),
        form=form,
        refusal=refusal or (_expired() if left <= 0 else ""),
        status=status,
        # Whoever was only told the flow is told no address.
        address=flow.email if is_own else "",
        expires_at=flow.expires_at,
        minutes_left=0 if flow.is_used_up else max(0, math.ceil(left / SECONDS_PER_MINUTE)),
        wait_seconds=wait,
        wait_sentence=until_next_code(wait) if wait else "",
        start_again=reverse(STARTS[CodePurpose(flow.purpose)]) + query_of(target),
        is_reset=flow.purpose == CodePurpose.RESET,
        was_sent_again="sent" in request.GET and not refusal and not form.errors,
        next=target,
    )


def _taken(request: HttpRequest) -> HttpResponse:
    return show(
        request,
        "accounts/code_gone.html",
        title=_("This address has an account"),
        is_taken=True,
        status=HTTPStatus.CONFLICT,
    )


def _wrong(attempts_left: int) -> str:
    if not attempts_left:
        return _exhausted()
    return ngettext(
        "This is not the code we sent. You can try %(count)d more time.",
        "This is not the code we sent. You can try %(count)d more times.",
        attempts_left,
    ) % {"count": attempts_left}


def _expired() -> str:
    return _("This code has expired. Send a new one to go on.")


def _exhausted() -> str:
    return _("This code was mistyped too often and no longer works. Send a new one to go on.")
