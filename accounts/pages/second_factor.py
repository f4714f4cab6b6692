"""The second factor at the sign-in, passkeys instead of a password, and saying who one is again."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.factor_checks import PASSKEY_REFUSED
from accounts.models import User
from accounts.pages.forms.second_factor import (
    CodeAgainForm,
    CodeForm,
    PasskeyAgainForm,
    PasskeyForm,
    PasskeySignInForm,
    PasswordAgainForm,
)
from accounts.pages.guards import signed_in
from accounts.pages.proofs import Proofs
from accounts.pages.screens import go, next_of, takes_forms
from accounts.pages.signing_in import (
    ask_to_sign_in,
    ask_to_sign_in_later,
    to_next_or_home,
)
from accounts.pages.terms_gate import after_sign_in
from accounts.services import rate_limits, second_factor, session_limits, signing_in

PROVE_AGAIN = "accounts/reauthenticate.html"


@never_cache
@takes_forms
def show_second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a passkey after the password, and sign in."""
    if request.user.is_authenticated:
        return to_next_or_home(request)
    user = signing_in.waiting_user(request)
    if user is None:
        return go("account_login", target=next_of(request))
    proofs = Proofs(request, user, code=CodeForm, passkey=PasskeyForm, password=None)
    if proofs.sent is not None and proofs.sent.is_valid():
        proofs.sent.save()
        return signing_in.finish(request)
    return proofs.show("accounts/second_factor.html", title=_("One more step"))


@never_cache
@require_POST
def offer_passkey(request: HttpRequest) -> HttpResponse:
    """Tell the browser what a passkey has to sign. Counted, because each answer is kept."""
    try:
        rate_limits.limit(request, "login")
    except rate_limits.TooManyRequestsError as refusal:
        headers = {"Retry-After": str(refusal.retry_after_seconds)}
        return JsonResponse({}, status=429, headers=headers)
    session_limits.keep_briefly(request.session)
    return JsonResponse(second_factor.ask_for_passkey())


@never_cache
@takes_forms
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: it proves a device and its owner."""
    if request.user.is_authenticated:
        return to_next_or_home(request)
    if request.method != "POST":
        return go("account_login", target=next_of(request))
    form = PasskeySignInForm(request.POST)
    try:
        rate_limits.limit(request, "login")
        if form.is_valid():
            passkey = form.cleaned_data["credential"]
            target = after_sign_in(passkey.user, next_of(request))
            return signing_in.sign_in_with_passkey(request, passkey, next_page=target)
    except rate_limits.TooManyRequestsError as refusal:
        return ask_to_sign_in_later(request, refusal.retry_after_seconds)
    except signing_in.SignInRefusedError:
        pass
    return ask_to_sign_in(request, refusal=str(PASSKEY_REFUSED))


@sensitive_post_parameters("password")
@signed_in
@takes_forms
def prove_again(request: HttpRequest) -> HttpResponse:
    """Ask a signed-in person who they are, before a change of weight."""
    user = cast(User, request.user)
    takes_password = user.has_usable_password() and not second_factor.lacks_second_factor(request)
    password = PasswordAgainForm if takes_password else None
    proofs = Proofs(request, user, code=CodeAgainForm, passkey=PasskeyAgainForm, password=password)
    title = _("Is it you?")
    try:
        if _is_proved(request, proofs):
            return HttpResponseRedirect(next_of(request) or reverse("mfa_index"))
    except signing_in.TooManyAttemptsError as refusal:
        return proofs.show(PROVE_AGAIN, title=title, wait=refusal.retry_after_seconds)
    return proofs.show(PROVE_AGAIN, title=title)


def _is_proved(request: HttpRequest, proofs: Proofs) -> bool:
    """Take what was sent; what is wrong with it then stands in its form."""
    sent = proofs.sent
    if sent is None or not sent.is_valid():
        return False
    is_password = sent is proofs.password
    if not is_password:
        sent.save()
        return True
    try:
        signing_in.reauthenticate(request, password=sent.cleaned_data["password"])
    except signing_in.SignInRefusedError:
        sent.add_error("password", _("The password is not right."))
        return False
    return True
