"""Registering, typing the mailed code, asking for another one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.api.v1.inputs import (
    FlowReferenceSerializer,
    RegistrationSerializer,
    VerificationSerializer,
)
from accounts.api.v1.outputs import FlowSerializer, VerifiedSerializer
from accounts.api.v1.problems import (
    CODE_EXHAUSTED,
    CODE_EXPIRED,
    CODE_SENT_RECENTLY,
    CODES_PAUSED,
    FLOW_GONE,
    TERMS_OUTDATED,
    WRONG_CODE,
)
from accounts.api.v1.views.base import AccountView, Operation, answer
from accounts.api.v1.views.state import (
    flow_state,
    locale_of,
    refuse_other_terms,
    session_state,
    terms_consent,
)
from accounts.models import CodePurpose, ConsentSource
from accounts.services import codes, registration, signing_in, verification

PROFILE = ("first_name", "last_name", "organisation", "position", "country_code")


class RegisterView(AccountView):
    """Asks for an account; it is made when the mailed code comes back."""

    operations = {
        "post": Operation(
            id="register_account",
            summary="Register",
            description=(
                "Mails a code to the address. The owner of an address that has an account is "
                "told so by mail; the answer is the same. The account is made by verify."
            ),
            accepts=RegistrationSerializer,
            answers={202: FlowSerializer},
            problems=(CODE_SENT_RECENTLY, CODES_PAUSED, TERMS_OUTDATED),
            limit="register",
        )
    }

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        locale = locale_of(request, values)
        refuse_other_terms(values.get("terms_version"), pointer="/terms_version")
        flow = registration.register(
            email=values["email"],
            password=values["password"],
            profile=registration.Profile(
                **{name: values[name] for name in PROFILE if name in values}
            ),
            next_page=values.get("next", ""),
            locale=locale,
            terms_version=values.get("terms_version", 0),
            terms_shown=values.get("terms_shown") or terms_consent(locale),
            source=ConsentSource.API,
            request=request,
            at=timezone.now(),
        )
        return answer(flow_state(flow), status=202)


class ResendView(AccountView):
    """Sends another code."""

    operations = {
        "post": Operation(
            id="resend_code",
            summary="Send another code",
            description=(
                "The new code has its full time, and the one before is dead. It works for flows "
                "whose code has expired or was guessed wrong too often. Asked too soon, nothing "
                "is sent and the mailed code stays good."
            ),
            accepts=FlowReferenceSerializer,
            answers={202: FlowSerializer},
            problems=(CODE_SENT_RECENTLY, CODES_PAUSED, FLOW_GONE),
            limit="resend",
        )
    }

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        flow = codes.resend(flow_id=values["flow"], at=timezone.now())
        return answer(flow_state(flow), status=202)


class VerifyView(AccountView):
    """Takes the code that somebody typed."""

    operations = {
        "post": Operation(
            id="verify_code",
            summary="Send the code",
            description=(
                "For a registration, the right code with the secret makes the account and signs "
                "in. Without the secret the password of the registration does not count: the "
                "answer has needs_password and a ticket. For a reset it brings a ticket. For a "
                "change of address, which needs the secret, the address is changed. Five wrong "
                "codes use it up."
            ),
            accepts=VerificationSerializer,
            answers={200: VerifiedSerializer},
            problems=(WRONG_CODE, CODE_EXPIRED, CODE_EXHAUSTED, FLOW_GONE),
            limit="verify",
        )
    }

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        found = verification.verify(
            flow_id=values["flow"],
            code=values["code"],
            secret=values.get("secret", ""),
            at=timezone.now(),
            request=request,
        )
        is_new = found.user is not None and found.purpose == CodePurpose.VERIFY
        if found.user is not None and is_new:
            signing_in.sign_in(request, found.user, next_page=found.next, method="code")
        elif found.user is not None and request.user == found.user:
            request.user.refresh_from_db()  # the answer shows the new address
        return answer(
            {
                "verified": True,
                "purpose": found.purpose,
                "next": found.next,
                "needs_password": bool(found.ticket),
                "ticket": found.ticket or None,
                "newsletter_offer": is_new,
                **session_state(request),
            }
        )
