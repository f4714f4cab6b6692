"""Addresses of accounts inside the editor's part of the site, before Wagtail's own."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts.views.first_administrator import create_first_administrator

urlpatterns = [
    # Wagtail's own sign-out asks for the editor's permission first.
    path(
        "sign-out/",
        LogoutView.as_view(next_page="wagtailadmin_login"),
        name="accounts_sign_out",
    ),
    # Wagtail's own view refuses a GET, but ends the session all the same: any link could do that.
    path("logout/", LogoutView.as_view(next_page="wagtailadmin_login")),
    path(
        "first-administrator/<str:token>/",
        create_first_administrator,
        name="accounts_first_administrator",
    ),
]
