"""The screens of one's own account: what it holds, and what can be changed."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.models import User
from accounts.pages import own_flows
from accounts.pages.forms.my_account import AddressForm, PasswordChangeForm, ProfileForm
from accounts.pages.screens import code_later, go, later, next_of, show, takes_forms
from accounts.pages.terms_gate import terms_first
from accounts.pages.waiting import sentence
from accounts.pages.waiting_for_codes import why_later
from accounts.services import (
    address_change,
    codes,
    password_change,
    profiles,
    rate_limits,
    signing_in,
)
from accounts.services.access import download_refusal
from accounts.services.passwords import PasswordRefusedError


@never_cache
@login_required
@takes_forms
def profile(request: HttpRequest) -> HttpResponse:
    """Show the account, and save what its owner says of themselves. New terms come first."""
    if request.method != "POST" and (way := terms_first(request)):
        return way
    if request.method != "POST":
        return show_profile(request)
    user = cast(User, request.user)
    form = _profile_form(user, request.POST)
    if not form.is_valid():
        return show_profile(request, form)
    profiles.update_profile(user, **form.cleaned_data)
    return go("accounts_profile", target=next_of(request), done="saved")


def show_profile(
    request: HttpRequest, form: ProfileForm | None = None, *, refusal: str = ""
) -> HttpResponse:
    """Return the overview of the account; without a form it shows what is kept."""
    user = cast(User, request.user)
    account = profiles.media_account_of(user)
    return show(
        request,
        "accounts/profile.html",
        title=_("My account"),
        form=form or _profile_form(user, initial=_profile_of(user, account)),
        refusal=refusal,
        account=account,
        standing=str(download_refusal(user)),
        done=request.GET.get("done", ""),
    )


@never_cache
@login_required
@sensitive_post_parameters("current_password", "password")
@takes_forms
def change_password(request: HttpRequest) -> HttpResponse:
    """Set another password, and end every other session."""
    form = PasswordChangeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask_for_password(request, form)
    try:
        confirm_owner(request, form.cleaned_data["current_password"])
        password_change.change_password(
            cast(User, request.user),
            password=form.cleaned_data["password"],
            locale=get_language() or "en",
            at=timezone.now(),
            request=request,
        )
    except rate_limits.TooManyRequestsError as refusal:
        seconds = refusal.retry_after_seconds
        return later(_ask_for_password(request, form, refusal=sentence(seconds)), seconds)
    except signing_in.SignInRefusedError:
        return _ask_for_password(request, form.with_wrong_password())
    except PasswordRefusedError as refusal:
        form.add_broken_rules(refusal.rules)
        return _ask_for_password(request, form)
    signing_in.renew_session(request)
    return go("accounts_profile", target=next_of(request), done="password")


@never_cache
@login_required
@sensitive_post_parameters("current_password")
@takes_forms
def change_address(request: HttpRequest) -> HttpResponse:
    """Mail a code to another address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask_for_address(request, form)
    try:
        rate_limits.limit(request, "change_email")
        confirm_owner(request, form.cleaned_data["current_password"])
        return _request_address_change(request, form, at=timezone.now())
    except rate_limits.TooManyRequestsError as refusal:
        seconds = refusal.retry_after_seconds
        return later(_ask_for_address(request, form, refusal=sentence(seconds)), seconds)
    except signing_in.SignInRefusedError:
        return _ask_for_address(request, form.with_wrong_password())
    except codes.TooSoonError as refusal:
        reason = why_later(refusal, first=_("We sent a code to this address already."))
        return code_later(_ask_for_address(request, form, refusal=reason), refusal)


def confirm_owner(request: HttpRequest, password: str) -> None:
    """Make sure that the owner sits there; a wrong password counts as a failed sign-in.

    Raises:
        SignInRefusedError: it is not the password of the account.
        TooManyAttemptsError: too many were not.
    """
    signing_in.authenticate(request, email=cast(User, request.user).email, password=password)


def _request_address_change(
    request: HttpRequest, form: AddressForm, *, at: datetime
) -> HttpResponse:
    user = cast(User, request.user)
    try:
        flow = address_change.request_address_change(
            user=user,
            email=form.cleaned_data["email"],
            locale=get_language() or "en",
            at=at,
            request=request,
        )
    except address_change.OwnAddressError:
        form.add_error("email", _("This is your address already."))
        return _ask_for_address(request, form)
    own_flows.remember(request, flow)
    return go("accounts_code", flow.id, target=next_of(request))


def _profile_form(user: User, *args: Any, **kwargs: Any) -> ProfileForm:
    form = ProfileForm(*args, **kwargs)
    return form.leave_out_media_account() if user.is_staff else form


def _profile_of(user: User, account: Any) -> dict[str, str]:
    return {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "preferred_language": user.preferred_language or get_language() or "en",
        **{name: getattr(account, name, "") for name in profiles.OF_THE_MEDIA_ACCOUNT},
    }


def _ask_for_password(
    request: HttpRequest, form: PasswordChangeForm, *, refusal: str = ""
) -> HttpResponse:
    return show(
        request,
        "accounts/change_password.html",
        title=_("Change your password"),
        form=form,
        refusal=refusal,
    )


def _ask_for_address(request: HttpRequest, form: AddressForm, *, refusal: str = "") -> HttpResponse:
    return show(
        request,
        "accounts/change_address.html",
        title=_("Change your email address"),
        form=form,
        refusal=refusal,
    )
