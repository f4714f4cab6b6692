"""The screens of signing in and out."""

from http import HTTPStatus
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.allauth_adapters import home_of
from accounts.models import User
from accounts.pages import waiting
from accounts.pages.forms.signing_in import SignInForm
from accounts.pages.screens import go, next_of, show, takes_forms
from accounts.pages.terms_gate import after_sign_in
from accounts.services import rate_limits, second_factor, session_limits, signing_in


@never_cache
@sensitive_post_parameters("password")
@takes_forms
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password, and go on to the page somebody was on."""
    if request.user.is_authenticated:
        return to_next_or_home(request)
    form = SignInForm(request.POST or None)
    if request.method != "POST":
        return ask_to_sign_in(request, form)
    try:
        rate_limits.limit(request, "login")
        return _try(request, form) or to_next_or_home(request)
    except signing_in.SignInRefusedError:
        form.add_error(None, _("The email address or the password is not right."))
        return ask_to_sign_in(request, form)
    except rate_limits.TooManyRequestsError as refusal:
        return ask_to_sign_in_later(request, refusal.retry_after_seconds, form)


@never_cache
@takes_forms
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out at the press of a button; a link alone must not do it."""
    if not request.user.is_authenticated:
        return go("account_login", target=next_of(request))
    if request.method != "POST":
        return show(request, "accounts/sign_out.html", title=_("Sign out"))
    signing_in.sign_out(request)
    target = next_of(request)
    return HttpResponseRedirect(target) if target else go("account_login")


@never_cache
@require_safe
def inactive(request: HttpRequest) -> HttpResponse:
    """Say no more than that this account does not open anything."""
    return show(
        request,
        "accounts/inactive.html",
        title=_("You cannot sign in with this account"),
        status=HTTPStatus.FORBIDDEN,
    )


def to_next_or_home(request: HttpRequest) -> HttpResponseRedirect:
    """Send a signed-in person to new terms, to the page they were on, else to where they begin."""
    user = cast(User, request.user)
    return HttpResponseRedirect(after_sign_in(user, next_of(request)) or home_of(user))


def _try(request: HttpRequest, form: SignInForm) -> HttpResponse | None:
    if not form.is_valid():
        return ask_to_sign_in(request, form)
    user = signing_in.authenticate(request, **form.cleaned_data)
    return signing_in.sign_in(request, user, next_page=after_sign_in(user, next_of(request)))


def ask_to_sign_in(
    request: HttpRequest, form: SignInForm | None = None, *, refusal: str = ""
) -> HttpResponse:
    """Return the sign-in page."""
    return show(
        request,
        "accounts/sign_in.html",
        title=_("Sign in"),
        form=form or SignInForm(),
        refusal=refusal,
        passkeys_fit=second_factor.passkeys_fit(request),
        ended=session_limits.take_notice(request),
    )


def ask_to_sign_in_later(
    request: HttpRequest, seconds: int, form: SignInForm | None = None
) -> HttpResponse:
    """Return the sign-in page, saying when a further attempt is possible."""
    response = ask_to_sign_in(request, form, refusal=waiting.sentence(seconds))
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response["Retry-After"] = str(seconds)
    return response
