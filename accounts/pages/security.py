"""The screens on which people set up what protects their account."""

import base64
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.factor_checks import is_locked
from accounts.models import User
from accounts.pages.forms.second_factor import AddPasskeyForm, AppForm, PasskeyNameForm
from accounts.pages.guards import recently_proved, signed_in
from accounts.pages.proofs import show_locked
from accounts.pages.screens import go, next_of, show, takes_forms
from accounts.services import second_factor, staff
from accounts.services.second_factor import NoSuchFactorError

GROUP = 4  # letters of a secret that are easily copied by hand


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what is set up, and the way to every change."""
    user = cast(User, request.user)
    if second_factor.lacks_second_factor(request):
        return go("account_reauthenticate", target=request.get_full_path())
    return show(
        request,
        "accounts/security.html",
        title=_("Sign-in security"),
        factors=second_factor.overview_of(user),
        editor_waits=staff.needs_factor_for_editor(user),
        passkeys_fit=second_factor.passkeys_fit(request),
    )


@recently_proved
@takes_forms
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Show the secret as a picture and as text, and check that an app knows it."""
    user = cast(User, request.user)
    if second_factor.has_app(user):
        return go("mfa_index", target=next_of(request))
    form = AppForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        made_codes = second_factor.add_app(request, form)
        messages.success(request, _("The authenticator app is set up."))
        return _after_adding(request, made_codes)
    title = _("Set up an authenticator app")
    secret, address, picture = second_factor.app_secret(request, user=user)
    context: dict[str, Any] = {
        "secret": [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)],
        "address": address,
        "picture": "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode(),
    }
    if is_locked(form):
        return show_locked(request, "accounts/app_set_up.html", user, title=title, **context)
    return show(request, "accounts/app_set_up.html", title=title, form=form, **context)


@recently_proved
@takes_forms
def remove_app(request: HttpRequest) -> HttpResponse:
    """Forget the authenticator app at the press of a button."""
    if not second_factor.has_app(cast(User, request.user)):
        return go("mfa_index", target=next_of(request))
    if request.method != "POST":
        return show(request, "accounts/app_remove.html", title=_("Remove the authenticator app"))
    second_factor.remove_app(request)
    messages.success(request, _("The authenticator app was removed."))
    return go("mfa_index", target=next_of(request))


@recently_proved
@takes_forms
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Let the browser make a passkey, and keep it."""
    user = cast(User, request.user)
    form = AddPasskeyForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        name, credential = form.cleaned_data["name"], form.cleaned_data["credential"]
        made_codes = second_factor.add_passkey(request, name=name, credential=credential)
        messages.success(request, _("The passkey was added."))
        return _after_adding(request, made_codes)
    return show(
        request,
        "accounts/passkey_add.html",
        title=_("Add a passkey"),
        form=form,
        passkeys_fit=second_factor.passkeys_fit(request),
        passkey_options=second_factor.begin_passkey(user),
    )


@recently_proved
@takes_forms
def rename_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a passkey something else."""
    passkey = _own_passkey(request, pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": passkey.name})
    if request.method == "POST" and form.is_valid():
        second_factor.rename_passkey(request, pk, form.cleaned_data["name"])
        messages.success(request, _("The passkey has a new name."))
        return go("mfa_index", target=next_of(request))
    return show(request, "accounts/passkey_rename.html", title=_("Rename the passkey"), form=form)


@recently_proved
@takes_forms
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a passkey at the press of a button."""
    passkey = _own_passkey(request, pk)
    if request.method != "POST":
        title = _("Remove the passkey")
        return show(request, "accounts/passkey_remove.html", title=title, passkey=passkey)
    second_factor.remove_passkey(request, pk)
    messages.success(request, _("The passkey was removed."))
    return go("mfa_index", target=next_of(request))


@recently_proved
@require_safe
def show_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show the codes that open the account when the other factors are lost."""
    codes = second_factor.recovery_codes(request)
    return show(request, "accounts/recovery_codes.html", title=_("Recovery codes"), codes=codes)


@recently_proved
@require_safe
def download_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Hand the codes out as a text file."""
    codes = second_factor.recovery_codes(request)
    if not codes:
        raise Http404
    lines = "\n".join(codes) + "\n"
    name = "recovery-codes.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(lines, content_type="text/plain; charset=utf-8", headers=headers)


@recently_proved
@takes_forms
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new codes at the press of a button."""
    if not second_factor.has_second_factor(cast(User, request.user)):
        return go("mfa_index", target=next_of(request))
    if request.method != "POST":
        return show(request, "accounts/recovery_codes_new.html", title=_("Make new recovery codes"))
    second_factor.renew_recovery_codes(request)
    messages.success(request, _("These are your new recovery codes."))
    return go("mfa_view_recovery_codes", target=next_of(request))


def _after_adding(request: HttpRequest, made_codes: bool) -> HttpResponseRedirect:
    """Show recovery codes when there are new ones; the page somebody was on comes after."""
    target = next_of(request)
    if made_codes:
        return go("mfa_view_recovery_codes", target=target)
    return HttpResponseRedirect(target) if target else go("mfa_index")


def _own_passkey(request: HttpRequest, pk: int) -> second_factor.Passkey:
    try:
        return second_factor.passkey_of(cast(User, request.user), pk)
    except NoSuchFactorError as error:
        raise Http404 from error
