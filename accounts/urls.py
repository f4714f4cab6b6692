"""Addresses of accounts inside the editor's part of the site, before Wagtail's own."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from accounts.views.first_administrator import create_first_administrator
from accounts.views.own_account import OwnAccountView

urlpatterns = [
    # Wagtail's own view asks for no second factor and counts no failed attempts.
    path("login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Wagtail's own sign-out asks for the editor's permission first.
    path(
        "sign-out/",
        LogoutView.as_view(next_page="account_login"),
        name="accounts_sign_out",
    ),
    # Wagtail's own view refuses a GET, but ends the session all the same: any link could do that.
    path("logout/", LogoutView.as_view(next_page="account_login")),
    path("account/", never_cache(require_admin_access(OwnAccountView.as_view()))),
    path(
        "first-administrator/<str:token>/",
        create_first_administrator,
        name="accounts_first_administrator",
    ),
]
