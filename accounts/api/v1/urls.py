"""Addresses of the account API. A final slash is accepted and never asked for."""

from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

from accounts.api.v1.views import me, passwords, registration, sessions, subscriptions, terms
from accounts.api.v1.views.base import unknown_address

ROOT = "^api/v1/account"

urlpatterns = [
    re_path(rf"{ROOT}/register/?$", registration.RegisterView.as_view(), name="register"),
    re_path(rf"{ROOT}/verify/?$", registration.VerifyView.as_view(), name="verify"),
    re_path(rf"{ROOT}/resend/?$", registration.ResendView.as_view(), name="resend"),
    re_path(rf"{ROOT}/reset/?$", passwords.ResetView.as_view(), name="reset"),
    re_path(rf"{ROOT}/password/?$", passwords.PasswordView.as_view(), name="password"),
    re_path(
        rf"{ROOT}/session/second-factor/?$",
        sessions.SecondFactorView.as_view(),
        name="second_factor",
    ),
    re_path(rf"{ROOT}/session/?$", sessions.SessionView.as_view(), name="session"),
    re_path(
        rf"{ROOT}/sessions/(?P<id>[^/]+)/?$",
        sessions.SessionDetailView.as_view(),
        name="account_session",
    ),
    re_path(rf"{ROOT}/sessions/?$", sessions.SessionsView.as_view(), name="sessions"),
    re_path(rf"{ROOT}/me/?$", me.MeView.as_view(), name="me"),
    re_path(rf"{ROOT}/email/?$", me.AddressView.as_view(), name="email"),
    re_path(rf"{ROOT}/export/?$", me.ExportView.as_view(), name="export"),
    re_path(rf"{ROOT}/terms/?$", terms.TermsView.as_view(), name="terms"),
    re_path(
        rf"{ROOT}/subscriptions/(?P<id>[^/]+)/?$",
        subscriptions.SubscriptionDetailView.as_view(),
        name="subscription",
    ),
    re_path(
        rf"{ROOT}/subscriptions/?$",
        subscriptions.SubscriptionsView.as_view(),
        name="subscriptions",
    ),
    re_path(rf"{ROOT}/", csrf_exempt(unknown_address), name="account_unknown"),
]
