"""The part of django-allauth's own API that is reachable, ``/_allauth/{browser|app}/v1/…``.

Second factors, passkeys, saying who one is again, and the list of sessions. Its ways to sign up,
to verify an address, to reset a password and to sign in with one are not: they are in the
account API, ``/api/v1/account/``, with codes of our own.
"""

from allauth.headless.base.views import APIView
from allauth.headless.constants import Client
from allauth.headless.usersessions import views as session_views
from django.urls import URLPattern, URLResolver, include, path

from accounts import headless_views

VIEWS: dict[str, type[APIView]] = {
    "auth/reauthenticate": headless_views.ReauthenticateWithPasswordView,
    "auth/2fa/authenticate": headless_views.AuthenticateView,
    "auth/2fa/reauthenticate": headless_views.ReauthenticateView,
    "auth/webauthn/login": headless_views.LoginWebAuthnView,
    "auth/webauthn/authenticate": headless_views.AuthenticateWebAuthnView,
    "auth/webauthn/reauthenticate": headless_views.ReauthenticateWebAuthnView,
    "auth/sessions": session_views.SessionsView,
    "account/authenticators": headless_views.AuthenticatorsView,
    "account/authenticators/totp": headless_views.ManageTOTPView,
    "account/authenticators/recovery-codes": headless_views.ManageRecoveryCodesView,
    "account/authenticators/webauthn": headless_views.ManageWebAuthnView,
}


def _views_for(client: Client) -> list[URLPattern]:
    guarded = headless_views.with_readable_body
    return [path(route, guarded(view.as_api_view(client=client))) for route, view in VIEWS.items()]


urlpatterns: list[URLResolver] = [
    path("browser/v1/", include(_views_for(Client.BROWSER))),
    path("app/v1/", include(_views_for(Client.APP))),
]
