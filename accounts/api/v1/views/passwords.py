"""Forgotten passwords, new ones, and the rules for them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from accounts.api.v1.inputs import NewPasswordSerializer, ResetRequestSerializer
from accounts.api.v1.outputs import FlowSerializer, PasswordChangedSerializer, PasswordRuleList
from accounts.api.v1.problems import (
    CODE_SENT_RECENTLY,
    CODES_PAUSED,
    SIGN_IN_LOCKED,
    TICKET_REFUSED,
)
from accounts.api.v1.views.base import LOCALE, AccountView, Operation, answer
from accounts.api.v1.views.state import (
    confirm_password,
    flow_state,
    locale_of,
    session_state,
    user_of,
)
from accounts.models import CodePurpose
from accounts.services import code_tickets, password_change, password_reset, signing_in
from accounts.services.next_page import safe_next
from accounts.services.passwords import rules_for_display
from cms.core.api.problems import UNAUTHENTICATED, Problem


class ResetView(AccountView):
    """Mails a code to somebody who forgot their password."""

    operations = {
        "post": Operation(
            id="reset_password",
            summary="Forget the password",
            description=(
                "Mails a code when there is an account; the answer is the same when there is "
                "none. Send the code to verify, and its ticket with the new password to password."
            ),
            accepts=ResetRequestSerializer,
            answers={202: FlowSerializer},
            problems=(
                CODE_SENT_RECENTLY,
                CODES_PAUSED,
            ),
            limit="reset",
        )
    }

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        flow = password_reset.request_reset(
            email=values["email"],
            next_page=values.get("next", ""),
            locale=locale_of(request, values),
            at=timezone.now(),
            request=request,
        )
        return answer(flow_state(flow), status=202)


class PasswordView(AccountView):
    """Sets a password, and tells the rules for it."""

    operations = {
        "get": Operation(
            id="list_password_rules",
            summary="List the password rules",
            description="What a password must be like, to tick off while somebody types.",
            answers={200: PasswordRuleList},
            parameters=(LOCALE,),
        ),
        "post": Operation(
            id="set_password",
            summary="Set a password",
            description=(
                "With flow and ticket: after a reset every session has ended and nobody is signed "
                "in; for a registration the account is made and signed in. With current_password: "
                "this session goes on (apps get another token), all others end. Each broken rule "
                "is an entry of errors; the ticket works again after that."
            ),
            accepts=NewPasswordSerializer,
            answers={200: PasswordChangedSerializer},
            problems=(TICKET_REFUSED, UNAUTHENTICATED, SIGN_IN_LOCKED),
            limit="set_password",
        ),
    }

    def get(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        locale = locale_of(request, values)
        with override(locale):
            rules = [
                {"code": rule.code, "message": str(rule.message), "pattern": rule.pattern}
                for rule in rules_for_display()
            ]
        return answer({"data": rules}, language=locale)

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        set_it = _redeem if "flow" in values else _change
        target = set_it(request, values)
        return answer({"changed": True, "next": target, **session_state(request)})


def _redeem(request: HttpRequest, values: dict[str, Any]) -> str:
    at = timezone.now()
    keys = {"flow_id": values["flow"], "ticket": values["ticket"], "at": at}
    challenge = code_tickets.redeemable(**keys)
    user = password_reset.set_password(**keys, password=values["password"], request=request)
    if challenge.purpose == CodePurpose.VERIFY:
        signing_in.sign_in(request, user, next_page=challenge.next, method="code")
    return challenge.next or safe_next(values.get("next", ""))


def _change(request: HttpRequest, values: dict[str, Any]) -> str:
    if not request.user.is_authenticated:
        raise Problem(UNAUTHENTICATED)
    confirm_password(request, values["current_password"], pointer="/current_password")
    password_change.change_password(
        user_of(request),
        password=values["password"],
        locale=locale_of(request, values),
        at=timezone.now(),
        request=request,
    )
    signing_in.renew_session(request)
    return safe_next(values.get("next", ""))
