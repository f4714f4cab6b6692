"""Signing in and out, and where else somebody is signed in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter

from accounts.api.v1 import clients
from accounts.api.v1.inputs import CredentialsSerializer, SecondFactorSerializer
from accounts.api.v1.outputs import (
    OpenSessionList,
    SessionsEnded,
    SessionStateSerializer,
    SignedInSerializer,
)
from accounts.api.v1.problems import (
    INVALID_CREDENTIALS,
    NO_SIGN_IN_PENDING,
    SECOND_FACTOR_REQUIRED,
    SIGN_IN_LOCKED,
    WRONG_CODE,
)
from accounts.api.v1.views.base import AccountView, Operation, answer, done
from accounts.api.v1.views.state import session_state, user_of
from accounts.services import pending_sign_in, sessions, signing_in
from accounts.services.next_page import safe_next
from cms.core.api.problems import NOT_FOUND, Problem

SESSION_ID = OpenApiParameter(
    name="id",
    type=str,
    location=OpenApiParameter.PATH,
    description="A session, as the list names it.",
)


class SessionView(AccountView):
    """Whether somebody is signed in here; signing in and out."""

    operations = {
        "get": Operation(
            id="get_session",
            summary="Get the session",
            description=(
                "Whether somebody is signed in. A browser also gets the CSRF token to send with "
                "everything that changes something, and its cookie."
            ),
            answers={200: SessionStateSerializer},
        ),
        "post": Operation(
            id="sign_in",
            summary="Sign in",
            description=(
                "Whoever was signed in here is signed out. An account with a second factor "
                "answers 401 second-factor-required: the sign-in then waits in this session."
            ),
            accepts=CredentialsSerializer,
            answers={200: SignedInSerializer},
            problems=(INVALID_CREDENTIALS, SECOND_FACTOR_REQUIRED, SIGN_IN_LOCKED),
            limit="login",
        ),
        "delete": Operation(
            id="sign_out",
            summary="Sign out",
            description="Ends this session, if there is one, and a sign-in that waits in it.",
            answers={204: None},
        ),
    }

    def get(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        return answer(session_state(request))

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        target = safe_next(values.get("next", ""))
        user = signing_in.authenticate(request, email=values["email"], password=values["password"])
        signing_in.sign_in(request, user, next_page=target)
        if not request.user.is_authenticated:
            raise _what_is_missing(request)
        return answer({"next": target, **session_state(request)})

    def delete(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        signing_in.leave(request)
        return done()


class SecondFactorView(AccountView):
    """Finishes a sign-in."""

    operations = {
        "post": Operation(
            id="send_second_factor",
            summary="Send the second factor",
            description=(
                "A code of an authenticator app or a recovery code, in the session whose sign-in "
                "waits. Passkeys are used at /_allauth/."
            ),
            accepts=SecondFactorSerializer,
            answers={200: SignedInSerializer},
            problems=(WRONG_CODE, NO_SIGN_IN_PENDING, SIGN_IN_LOCKED),
            limit="login",
        )
    }

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        target = pending_sign_in.finish(request, code=values["code"])
        return answer({"next": target, **session_state(request)})


class SessionsView(AccountView):
    """Where somebody is signed in."""

    operations = {
        "get": Operation(
            id="list_sessions",
            summary="List sessions",
            description="Where you are signed in: this session first, then the latest used.",
            answers={200: OpenSessionList},
            is_for_account=True,
        ),
        "delete": Operation(
            id="end_other_sessions",
            summary="End all other sessions",
            description="This one goes on.",
            answers={200: SessionsEnded},
            is_for_account=True,
        ),
    }

    def get(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        places = sessions.places_of(user_of(request), current_key=_key_of(request))
        return answer({"data": [vars(place) for place in places]})

    def delete(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        ended = sessions.end_others(user_of(request), request=request, at=timezone.now())
        return answer({"ended": ended})


class SessionDetailView(AccountView):
    """One of the sessions."""

    operations = {
        "delete": Operation(
            id="end_session",
            summary="End a session",
            description="Any of your own, this one too.",
            answers={204: None},
            problems=(NOT_FOUND,),
            path_parameters=(SESSION_ID,),
            is_for_account=True,
        )
    }

    def delete(self, request: HttpRequest, values: dict[str, Any], id: str) -> HttpResponse:
        places = sessions.places_of(user_of(request), current_key=_key_of(request))
        if any(place.id == id and place.is_current for place in places):
            signing_in.sign_out(request)
            return done()
        try:
            sessions.end(user_of(request), place_id=id, request=request, at=timezone.now())
        except sessions.NoSuchSessionError as error:
            raise Problem(NOT_FOUND, detail="You have no such session.") from error
        return done()


def _key_of(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _what_is_missing(request: HttpRequest) -> Problem:
    user = signing_in.waiting_user(request)
    if user is None:
        return Problem(INVALID_CREDENTIALS)
    methods = pending_sign_in.factors_of(user)
    return Problem(
        SECOND_FACTOR_REQUIRED, extra={"methods": methods, **clients.credentials(request)}
    )
