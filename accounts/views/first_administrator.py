"""The page behind the one-time link."""

import ipaddress

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.services import first_administrator, signing_in

# A proxy on the same machine also connects from loopback, but says for whom.
FORWARDING_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


class FirstAdministratorForm(forms.ModelForm):
    """Ask for who the administrator is."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name")
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "username"})}

    def _post_clean(self) -> None:
        # The instance has its names only now, and the password must not resemble them.
        super()._post_clean()  # type: ignore[misc] # the stubs leave it out
        if password := self.cleaned_data.get("password"):
            try:
                validate_password(password, self.instance)
            except ValidationError as error:
                self.add_error("password", error)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def create_first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form, and make the administrator once; everything else is not found."""
    now = timezone.now()
    if not comes_from_this_machine(request) or not first_administrator.is_valid(token, at=now):
        raise Http404
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = first_administrator.redeem(token, at=now, **form.cleaned_data)
        except first_administrator.LinkRefusedError as refusal:
            raise Http404 from refusal
        waiting = signing_in.sign_in(request, user)
        return waiting or redirect("wagtailadmin_home")
    response = render(request, "accounts/first_administrator.html", {"form": form})
    response["Referrer-Policy"] = "same-origin"
    return response


def comes_from_this_machine(request: HttpRequest) -> bool:
    """Return whether no other machine is involved, not even through a proxy here."""
    if any(header in request.headers for header in FORWARDING_HEADERS):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
