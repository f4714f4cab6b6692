"""The screens of getting an account: what it is, asking for it, and what it opens."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.models import NoticeKind, SubscriptionSource, User
from accounts.pages import own_flows, way_back
from accounts.pages.forms.registration import RegistrationForm
from accounts.pages.screens import code_later, go, later, next_of, show, takes_forms
from accounts.pages.waiting_for_codes import until_next_try, why_later
from accounts.services import codes, notices, rate_limits, registration, subscriptions
from accounts.services.access import DownloadRefusal, download_refusal
from accounts.services.passwords import PasswordRefusedError


@never_cache
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Say what an account is for, and lead to it."""
    if request.user.is_authenticated:
        return go("accounts_profile", target=next_of(request))
    return show(request, "accounts/landing.html", title=_("Media account"))


@never_cache
@sensitive_post_parameters("password")
@takes_forms
def register(request: HttpRequest) -> HttpResponse:
    """Ask for what an account needs, and mail a code."""
    if request.user.is_authenticated:
        return go("accounts_profile", target=next_of(request))
    terms = notices.current(NoticeKind.TERMS, _language())
    form = RegistrationForm(request.POST if request.method == "POST" else None, terms=terms)
    if request.method != "POST":
        return _ask(request, form)
    try:
        rate_limits.limit(request, "register")
    except rate_limits.TooManyRequestsError as refusal:
        seconds = refusal.retry_after_seconds
        return later(_ask(request, form, refusal=until_next_try(seconds)), seconds)
    return _register(request, form) if form.is_valid() else _ask(request, form)


@never_cache
@login_required
@takes_forms
def created(request: HttpRequest) -> HttpResponse:
    """Say what is possible now, lead back, and offer the newsletter."""
    user = cast(User, request.user)
    target = next_of(request)
    language = _language()
    offer = subscriptions.offer_sentence(language)
    if request.method == "POST":
        source = SubscriptionSource.ACCOUNT_CREATED
        now = timezone.now()
        subscriptions.subscribe(user, locale=language, source=source, shown=offer, at=now)
        return go("accounts_created", target=target)
    return show(
        request,
        "accounts/created.html",
        title=_("Account created"),
        back_label=way_back.label_of(target) if target else "",
        newsletter_offer=offer,
        is_subscribed=subscriptions.languages_of(user) >= {language},
        is_waiting=download_refusal(user) == DownloadRefusal.PENDING,
        next=target,
    )


def _register(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    try:
        flow = registration.register(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            profile=form.profile(),
            next_page=next_of(request),
            locale=_language(),
            terms_version=form.terms_edition.version if form.terms_edition else 0,
            terms_shown=form.terms_shown(),
            at=timezone.now(),
            request=request,
        )
    except PasswordRefusedError as refusal:
        form.add_broken_rules(refusal.rules)
        return _ask(request, form)
    except codes.TooSoonError as refusal:
        return _ask_later(request, form, refusal)
    own_flows.remember(request, flow)
    return go("accounts_code", flow.id, target=next_of(request))


def _ask(
    request: HttpRequest, form: RegistrationForm, *, refusal: str = "", earlier_flow: str = ""
) -> HttpResponse:
    return show(
        request,
        "accounts/register.html",
        title=_("Create an account"),
        form=form,
        refusal=refusal,
        earlier_flow=earlier_flow,
        privacy=notices.current(NoticeKind.PRIVACY, _language()),
    )


def _ask_later(
    request: HttpRequest, form: RegistrationForm, refusal: codes.TooSoonError
) -> HttpResponse:
    response = _ask(
        request,
        form,
        refusal=why_later(refusal, first=_("We sent a code to this address already.")),
        earlier_flow=own_flows.latest_to(request, form.cleaned_data["email"], at=timezone.now()),
    )
    return code_later(response, refusal)


def _language() -> str:
    return get_language() or "en"
