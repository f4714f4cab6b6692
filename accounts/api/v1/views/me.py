"""The account of whoever is signed in: what is known, changing it, taking it along, closing it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes

from accounts.api.v1.inputs import (
    AddressChangeSerializer,
    ClosingSerializer,
    ProfileChangeSerializer,
)
from accounts.api.v1.outputs import AccountSerializer, FlowSerializer
from accounts.api.v1.problems import CODE_SENT_RECENTLY, CODES_PAUSED, SIGN_IN_LOCKED
from accounts.api.v1.views.base import AccountView, Operation, answer, done
from accounts.api.v1.views.state import (
    confirm_password,
    flow_state,
    locale_of,
    summary_of,
    terms_state,
    user_of,
)
from accounts.models import User
from accounts.services import (
    access,
    address_change,
    closing,
    exporting,
    pending_sign_in,
    profiles,
    signing_in,
)
from cms.core.api.problems import FORBIDDEN, Problem

PROFESSIONAL = profiles.OF_THE_MEDIA_ACCOUNT


class MeView(AccountView):
    """The account itself."""

    operations = {
        "get": Operation(
            id="get_account",
            summary="Get the account",
            description="What is known about you, and whether downloads are open to you.",
            answers={200: AccountSerializer},
            is_for_account=True,
        ),
        "patch": Operation(
            id="change_account",
            summary="Change the profile",
            description="What is left out stays as it is.",
            accepts=ProfileChangeSerializer,
            answers={200: AccountSerializer},
            is_for_account=True,
        ),
        "delete": Operation(
            id="close_account",
            summary="Close the account",
            description=(
                "Asks for the password once more. The person is erased and a pseudonym stays "
                "where downloads point at somebody. There is no way back. Staff cannot do this."
            ),
            accepts=ClosingSerializer,
            answers={204: None},
            problems=(FORBIDDEN, SIGN_IN_LOCKED),
            is_for_account=True,
        ),
    }

    def get(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        return answer(_account(user_of(request)))

    def patch(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        user = user_of(request)
        profiles.update_profile(user, **values)
        return answer(_account(user))

    def delete(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        user = User.objects.get(pk=user_of(request).pk)
        if user.is_staff or user.is_superuser:
            raise Problem(FORBIDDEN, detail="An administrator switches accounts of staff off.")
        confirm_password(request, values["password"], pointer="/password")
        signing_in.sign_out(request)
        closing.close_account(user, at=timezone.now())
        return done()


class AddressView(AccountView):
    """Changes the address."""

    operations = {
        "post": Operation(
            id="change_address",
            summary="Change the e-mail address",
            description=(
                "Asks for the password once more and mails a code to the new address. Send it to "
                "verify with the secret. The former address is told afterwards."
            ),
            accepts=AddressChangeSerializer,
            answers={202: FlowSerializer},
            problems=(CODE_SENT_RECENTLY, CODES_PAUSED, SIGN_IN_LOCKED),
            is_for_account=True,
            limit="change_email",
        )
    }

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        confirm_password(request, values["password"], pointer="/password")
        flow = address_change.request_address_change(
            user=user_of(request),
            email=values["email"],
            locale=locale_of(request, values),
            next_page=values.get("next", ""),
            at=timezone.now(),
            request=request,
        )
        return answer(flow_state(flow), status=202)


class ExportView(AccountView):
    """Hands out everything that is kept."""

    operations = {
        "post": Operation(
            id="export_account",
            summary="Export the data",
            description="Everything that is kept about you, as a file.",
            answers={200: OpenApiTypes.OBJECT},
            is_for_account=True,
            limit="export",
        )
    }

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        at = timezone.now()
        response = answer(exporting.export_data(user_of(request), at=at, request=request))
        response["Content-Disposition"] = f'attachment; filename="account-{at:%Y-%m-%d}.json"'
        return response


def _account(user: User) -> dict[str, Any]:
    account = profiles.media_account_of(user)
    refusal = access.download_refusal(user)
    return {
        **summary_of(user),
        **{name: getattr(account, name, "") for name in PROFESSIONAL},
        "status": account.status if account else None,
        "refusal_reason": account.refusal_reason if account else "",
        "created_at": user.date_joined,
        "second_factors": pending_sign_in.factors_of(user),
        "download_access": {"allowed": not refusal, "reason": str(refusal)},
        "terms": terms_state(user),
    }
