"""The screens of what is done with one's data: newsletter, export and closing."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts.models import (
    ConsentSource,
    Subscription,
    SubscriptionSource,
    SubscriptionState,
    User,
)
from accounts.pages.forms.my_account import ClosingForm
from accounts.pages.my_account import confirm_owner, show_profile
from accounts.pages.screens import go, later, next_of, show, takes_forms
from accounts.pages.waiting import sentence
from accounts.services import (
    closing,
    exporting,
    rate_limits,
    signing_in,
    subscriptions,
)
from cms.core import locales


@never_cache
@login_required
@takes_forms
def newsletter(request: HttpRequest) -> HttpResponse:
    """List the newsletter of each language; subscribe to one or end it."""
    user = cast(User, request.user)
    if request.method == "POST":
        _change_subscription(request, user)
        return go("accounts_newsletter", target=next_of(request), done="saved")
    mine = Subscription.objects.filter(user=user, state=SubscriptionState.ACTIVE)
    since = {each.locale: each.started_at for each in mine}
    return show(
        request,
        "accounts/newsletter.html",
        title=_("Newsletter"),
        editions=[
            {
                "locale": code,
                "name": locales.own_name(code),
                "dir": locales.direction(code),
                "since": since.get(code),
                "offer": subscriptions.offer_sentence(code),
            }
            for code in locales.content_codes()
        ],
        done=request.GET.get("done", ""),
    )


@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """Hand over everything that is kept about somebody, as a file.

    Whoever has to sign in first, or opens the address, comes to the screen with the button.
    """
    if request.method != "POST" or not request.user.is_authenticated:
        return go("accounts_profile", target=next_of(request))
    try:
        rate_limits.limit(request, "export")
    except rate_limits.TooManyRequestsError as refusal:
        seconds = refusal.retry_after_seconds
        return later(show_profile(request, refusal=sentence(seconds)), seconds)
    now = timezone.now()
    data = exporting.export_data(request.user, at=now, request=request)
    response = JsonResponse(
        data, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    name = f"media-account-{now:%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@never_cache
@login_required
@sensitive_post_parameters("current_password")
@takes_forms
def close(request: HttpRequest) -> HttpResponse:
    """Close the account after the password and a tick; staff are removed by administrators."""
    user = cast(User, request.user)
    if user.is_staff:
        raise PermissionDenied
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, form)
    try:
        confirm_owner(request, form.cleaned_data["current_password"])
    except rate_limits.TooManyRequestsError as refusal:
        seconds = refusal.retry_after_seconds
        return later(_ask(request, form, refusal=sentence(seconds)), seconds)
    except signing_in.SignInRefusedError:
        return _ask(request, form.with_wrong_password())
    # What is logged after the closing would not be erased.
    signing_in.sign_out(request)
    closing.close_account(user, at=timezone.now())
    return go("accounts_closed")


@never_cache
@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Say goodbye."""
    return show(request, "accounts/closed.html", title=_("Your account is closed"))


def _change_subscription(request: HttpRequest, user: User) -> None:
    locale = request.POST.get("locale", "")
    if locale not in locales.content_codes():
        return
    now = timezone.now()
    if request.POST.get("action") == "end":
        mine = get_object_or_404(Subscription, user=user, locale=locale)
        subscriptions.end_subscription(mine, source=ConsentSource.PREFERENCES, at=now)
        return
    source = SubscriptionSource.PREFERENCES
    shown = subscriptions.offer_sentence(locale)
    subscriptions.subscribe(user, locale=locale, source=source, shown=shown, at=now)


def _ask(request: HttpRequest, form: ClosingForm, *, refusal: str = "") -> HttpResponse:
    return show(
        request,
        "accounts/close.html",
        title=_("Close your account"),
        form=form,
        refusal=refusal,
    )
