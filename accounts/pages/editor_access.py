"""The screen between a session without a used second factor and the editor."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.pages.forms.second_factor import CodeAgainForm, PasskeyAgainForm
from accounts.pages.guards import signed_in
from accounts.pages.proofs import Proofs
from accounts.pages.screens import go, next_of, takes_forms
from accounts.services import second_factor


@signed_in
@takes_forms
def use_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a passkey; a password is no second factor."""
    user = cast(User, request.user)
    if not second_factor.has_second_factor(user):
        return go("mfa_index", target=next_of(request))
    proofs = Proofs(request, user, code=CodeAgainForm, passkey=PasskeyAgainForm, password=None)
    if proofs.sent is not None and proofs.sent.is_valid():
        proofs.sent.save()
        return HttpResponseRedirect(next_of(request) or reverse("wagtailadmin_home"))
    return proofs.show("accounts/use_factor.html", title=_("Your second factor"))
