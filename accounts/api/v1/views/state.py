"""What several endpoints say in the same words."""

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import override

from accounts.api.v1 import clients
from accounts.api.v1.problems import TERMS_OUTDATED, wrong_password
from accounts.models import NoticeEdition, NoticeKind, User
from accounts.services import consents, notices, pending_sign_in, signing_in
from accounts.services.codes import Flow
from accounts.services.languages import known_language
from cms.core.api.problems import INVALID_INPUT, Fault, Problem


def session_state(request: HttpRequest) -> dict[str, Any]:
    """Say whether somebody is signed in here, and what the client sends from now on."""
    user = user_of(request) if request.user.is_authenticated else None
    waiting = None if user else signing_in.waiting_user(request)
    return {
        "authenticated": user is not None,
        "pending": "second_factor" if waiting else None,
        "methods": pending_sign_in.factors_of(waiting) if waiting else [],
        "account": summary_of(user) if user else None,
        **clients.credentials(request),
    }


def flow_state(flow: Flow) -> dict[str, Any]:
    """Say what a client may know of a flow; the same for known and unknown addresses."""
    return {
        "flow": flow.id,
        "purpose": flow.purpose,
        "expires_at": flow.expires_at,
        "resend_at": flow.resend_at,
        "secret": flow.secret or None,
        "next": flow.next,
    }


def summary_of(user: User) -> dict[str, Any]:
    """Say who somebody is."""
    return {
        "id": user.uuid,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "preferred_language": user.preferred_language,
    }


def user_of(request: HttpRequest) -> User:
    """Return the signed-in user."""
    return cast(User, request.user)


def locale_of(request: HttpRequest, values: Mapping[str, Any]) -> str:
    """Return the language to write in: the one named, else what Accept-Language asks for."""
    return known_language(values.get("locale") or getattr(request, "LANGUAGE_CODE", None) or "")


def confirm_password(request: HttpRequest, password: str, *, pointer: str) -> None:
    """Make sure that it is still the owner who asks; a wrong password counts as failed sign-in.

    Raises:
        Problem: it is not the password of the account.
        TooManyAttemptsError: too many were not.
    """
    try:
        signing_in.authenticate(request, email=user_of(request).email, password=password)
    except signing_in.SignInRefusedError as error:
        raise wrong_password(pointer) from error


def terms_state(user: User) -> dict[str, Any]:
    """Say which terms apply to somebody, and which ones they have accepted."""
    return {
        "required_version": 0 if user.is_staff else notices.latest_version(NoticeKind.TERMS),
        "accepted_version": consents.accepted_version(user),
        "accepted": consents.terms_to_accept(user, locale=settings.LANGUAGE_CODE) is None,
    }


def current_terms(locale: str) -> NoticeEdition | None:
    """Return the terms that apply, in the language if there is a translation."""
    return notices.current(NoticeKind.TERMS, locale)


def terms_consent(locale: str) -> str:
    """Return the sentence that stands beside the tick when a frontend names none."""
    edition = current_terms(locale)
    if edition is None:
        return ""
    with override(edition.locale):
        return consents.acceptance_sentence(edition)


def refuse_other_terms(version: int | None, *, pointer: str) -> None:
    """Take the version of the terms that applies, and no other.

    Raises:
        Problem: no version is named, or another one.
    """
    current = notices.latest_version(NoticeKind.TERMS)
    if current and version is None:
        fault = Fault("required", "This field is required.", pointer=pointer)
        raise Problem(INVALID_INPUT, errors=[fault])
    if (version or 0) != current:
        fault = Fault("outdated", f"The version that applies is {current}.", pointer=pointer)
        raise Problem(TERMS_OUTDATED, errors=[fault])
