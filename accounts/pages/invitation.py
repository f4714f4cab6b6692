"""The page behind the link of an invitation: choose a name and a password."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.pages.forms.invitation import InvitationForm
from accounts.pages.screens import show, takes_forms
from accounts.services import invitations, signing_in
from accounts.services.passwords import PasswordRefusedError


@sensitive_post_parameters("password")
@takes_forms
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form; looking at the page uses nothing up, only sending the form does."""
    try:
        response = _answer(request, token)
    except invitations.InvitationGoneError:
        response = show(
            request,
            "accounts/invitation_gone.html",
            title=_("This link does not work any more"),
            status=HTTPStatus.GONE,
        )
    # The token stands in the address.
    response["Referrer-Policy"] = "same-origin"
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    user = invitations.find(token, at=now).user
    form = InvitationForm(
        request.POST or None, initial={"first_name": user.first_name, "last_name": user.last_name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            accepted = invitations.accept(token, at=now, **form.cleaned_data)
        except PasswordRefusedError as refusal:
            form.add_broken_rules(refusal.rules)
        else:
            editor = reverse("wagtailadmin_home")
            return signing_in.sign_in(request, accepted, next_page=editor) or HttpResponseRedirect(
                editor
            )
    return show(
        request,
        "accounts/invitation.html",
        title=_("Welcome to the newsroom"),
        form=form,
        email=user.email,
    )
